import Contracts
import Core
import Testing

@testable import Messaging

/// What a batch of happenings says of each message.
@Suite struct SettlementTests {
    private let chat = JID(user: "254712345678", server: .person)
    private func receipt(_ kind: Receipt.Kind, of ids: [String], _ at: Instant) -> Receipt {
        Receipt(kind: kind, whatsAppIDs: ids, chat: chat, by: chat, at: at)
    }
    private func at(_ second: Int64) -> Instant { Instant(seconds: 1_760_000_000 + second) }

    @Test func `the steps of one message become one settlement`() {
        let settlements = Settlement.merging([
            .acknowledged(whatsAppID: "A", at: at(1)), .receipt(receipt(.delivered, of: ["A"], at(2))),
            .receipt(receipt(.read, of: ["A"], at(3))),
        ])
        var expected = Settlement(whatsAppID: "A")
        expected.sentAt = at(1)
        expected.deliveredAt = at(2)
        expected.readAt = at(3)
        #expect(settlements == [expected])
    }

    @Test func `messages keep the order in which they first appear`() {
        let settlements = Settlement.merging([
            .acknowledged(whatsAppID: "B", at: at(1)), .acknowledged(whatsAppID: "A", at: at(2)), .acknowledged(whatsAppID: "B", at: at(3)),
        ])
        #expect(settlements.map(\.whatsAppID) == ["B", "A"])
    }

    @Test func `a step told twice happened when it was told first`() {
        let settlements = Settlement.merging([
            .acknowledged(whatsAppID: "A", at: at(1)), .acknowledged(whatsAppID: "A", at: at(9)), .receipt(receipt(.delivered, of: ["A"], at(2))),
            .receipt(receipt(.delivered, of: ["A"], at(9))),
        ])
        #expect(settlements.map(\.sentAt) == [at(1)])
        #expect(settlements.map(\.deliveredAt) == [at(2)])
    }

    @Test func `one receipt may tell of several messages`() {
        let settlements = Settlement.merging([.receipt(receipt(.read, of: ["A", "B", "C"], at(1)))])
        #expect(settlements.map(\.whatsAppID) == ["A", "B", "C"])
        #expect(settlements.allSatisfy { $0.readAt == at(1) && $0.sentAt == nil })
    }

    @Test func `what was played was read`() {
        #expect(Settlement.merging([.receipt(receipt(.played, of: ["A"], at(1)))]).map(\.readAt) == [at(1)])
    }

    static let refusals: [(SendRefusal, MessageFailureCode)] = [
        (.notOnWhatsApp, .notOnWhatsApp), (.reachOutLocked, .reachOutLocked), (.refused(code: 479), .refused),
    ]

    @Test(arguments: refusals) func `a refusal is a failure with its code`(refusal: SendRefusal, code: MessageFailureCode) {
        let settlements = Settlement.merging([.refused(whatsAppID: "A", refusal, at: at(1)), .refused(whatsAppID: "A", .notOnWhatsApp, at: at(2))])
        #expect(settlements.map(\.failure) == [code])
        #expect(settlements.map(\.failedAt) == [at(1)])
    }

    @Test func `what concerns no message settles nothing`() {
        #expect(Settlement.merging([.disconnected(.network)]).isEmpty)
        #expect(Settlement.merging([]).isEmpty)
    }
}
