import Contracts
import Core
import Messaging
import Testing

@testable import API
@testable import Native

/// The short ways through the hottest shapes, held against the declarations that they stand for.
@Suite struct ShortcutTests {
    private static func message(_ change: (inout Draft) -> Void) -> MessageRecord {
        var draft = Draft()
        change(&draft)
        return draft.record
    }

    private struct Draft {
        var direction = MessageRecord.Direction.outbound
        var sender = PhoneNumber("254700000001")?.jid
        var content: MessageContent? = .text("He said \"hi\"\n\u{1} é 😀")
        var status = MessageStatus.pending
        var failure: MessageFailureCode?
        var clientReference: String?
        var replyTo: String?
        var sentAt: Instant?
        var lane = MessageLane.transactional
        var sendAt: Instant?
        var chat = JID(user: "254712345678", server: .person)

        var record: MessageRecord {
            MessageRecord(
                id: MessageID(high: 0x0199_A000_0000_7000, low: 0x8000_0000_0000_0001), batch: BatchID(high: 1, low: 2),
                instance: InstanceID(high: 3, low: 4), direction: direction, chat: chat, sender: sender,
                content: content, kind: content?.kind.rawValue ?? "unknown", whatsAppID: "3EB0AABB", replyTo: replyTo,
                clientReference: clientReference, status: status, failure: failure, dueAt: Instant(microseconds: 5),
                createdAt: Instant(microseconds: 1_759_697_239_376_999), sentAt: sentAt, deliveredAt: sentAt, readAt: sentAt, lane: lane,
                sendAt: sendAt)
        }
    }

    static let messages: [MessageRecord] =
        [
            message { _ in }, message { $0.sender = nil }, message { $0.content = nil }, message { $0.direction = .inbound },
            message { $0.lane = .bulk }, message { $0.sendAt = Instant(microseconds: 1_800_000_000_000_000) },
            message { $0.chat = JID(user: "120363042", server: .group) },
            message { ($0.direction, $0.chat, $0.sender) = (.inbound, JID(user: "120363042", server: .group), JID(user: "98765", server: .lid)) },
            message { ($0.clientReference, $0.replyTo) = ("order \"7\"", "3EB0") }, message { $0.sentAt = Instant(microseconds: -1) },
        ] + MessageStatus.allCases.map { status in message { $0.status = status } }
        + MessageFailureCode.allCases.map { code in message { ($0.status, $0.failure) = (.failed, code) } }
        + contents.map { content in message { $0.content = content } }

    private static let file = MediaReference(
        id: MediaID(high: 7, low: 8), mimeType: "image/png", bytes: 3, sha256: [1, 2, 254], source: "https://example.com/a?b=\"c\"")
    static let contents: [MessageContent] =
        MediaKind.allCases.map { .media(MediaContent(kind: $0, file: file, caption: "a \"caption\"", fileName: "é.pdf")) } + [
            .media(MediaContent(kind: .image, file: MediaReference(id: MediaID(high: 7, low: 8), mimeType: "image/png", bytes: 3, sha256: []))),
            .location(LocationContent(latitude: -1.5, longitude: 36)), .location(LocationContent(latitude: 0, longitude: 0, name: "x", address: "y")),
            .contacts([
                ContactCard(formattedName: "A", firstName: "B", lastName: "C", phones: [.init(number: "1", type: "CELL"), .init(number: "2")])
            ]),
            .reaction(ReactionContent(whatsAppID: "3EB0", emoji: "👍")), .reaction(ReactionContent(whatsAppID: "3EB0", emoji: "")),
            .buttons(
                ButtonsContent(
                    body: "b", header: .text("h"), footer: "f",
                    buttons: [.init(title: "A", action: .reply(id: "1")), .init(title: "B", action: .open(url: "https://example.com"))])),
            .buttons(
                ButtonsContent(
                    body: "b", header: .media(MediaContent(kind: .image, file: file)), buttons: [.init(title: "A", action: .copy(code: "9"))])),
            .list(
                ListContent(
                    body: "b", button: "o", header: "h", footer: "f",
                    sections: [
                        .init(title: "t", rows: [.init(id: "1", title: "r", description: "d")]),
                        .init(title: nil, rows: [.init(id: "2", title: "s")]),
                    ])),
        ]

    @Test(arguments: messages) func `a message written by hand is what its declaration writes`(message: MessageRecord) {
        #expect(MessageResource.shape.json(message) == MessageResource.declared.json(message))
        #expect(MessageResource.shape.bytes(message) == MessageResource.declared.bytes(message))
        let answer = SendAnswer(batch: message.batch, messages: [message, message])
        #expect(SendAnswer.shape.bytes(answer) == SendAnswer.declared.bytes(answer))
    }

    static let requests = [
        #"{"to":"+254712345678","type":"text","text":"x"}"#, #"{"text":"x","type":"text","to":"254712345678"}"#,
        #"{"to":["254712345678"],"type":"text","text":"x"}"#, #"{"to":"+254712345678","type":"text"}"#, #"{"type":"text","text":"x"}"#,
        #"{"to":"+254712345678","text":"x"}"#, #"{"to":"+254712345678","type":"image","text":"x"}"#, #"{"to":7,"type":"text","text":"x"}"#,
        #"{"to":"abc","type":"text","text":"x"}"#, #"{"to":"+254712345678","type":"text","text":""}"#,
        #"{"to":"+254712345678","type":"text","text":"\u0000"}"#, #"{"to":"+254712345678","type":"text","text":null}"#,
        #"{"to":"+254712345678","type":"text","text":"x","instance_id":"0199a000-0000-7000-8000-000000000001"}"#,
        #"{"to":"+254712345678","type":"text","text":"x","instance_id":"nonsense"}"#,
        #"{"to":"+254712345678","type":"text","text":"x","instance_id":null}"#, #"{"to":"+254712345678","type":"text","text":"x","send_at":"y"}"#,
        #"{"to":"+254712345678","type":"text","text":"x","client_reference":"r","unknown":[1]}"#, "[]", "{}",
        #"{"to":"120363042@g.us","type":"text","text":"x"}"#, #"{"to":"254712345678","type":"text","text":"x","lane":"bulk"}"#,
        #"{"to":"254712345678","type":"text","template":{"id":"0199a000-0000-7000-8000-000000000001"}}"#,
        #"{"to":"254712345678","type":"location","location":{"latitude":1,"longitude":2}}"#, #"{"to":"254712345678","type":"location"}"#,
    ]

    @Test(arguments: requests) func `a request read the short way is what its declaration reads`(text: String) throws {
        func outcome(_ shape: Shape<SendRequest>) throws -> String {
            var violations = Violations()
            let read = try shape.read(JSONParser.parse(text), &violations)
            return read.map { SendRequest.declared.json($0).text } ?? violations.found.map { "\($0.pointer) \($0.detail)" }.joined(separator: ";")
        }
        #expect(try outcome(SendRequest.shape) == outcome(SendRequest.declared))
    }
}
