import Contracts
import Core
import Testing

@testable import Messaging

@Suite struct WhatsAppMessageIDTests {
    /// Ids of one process and one moment, which differ in few bits.
    private static let neighbours = (0..<20_000).map { MessageID(high: 0x0199_A000_0000_7000, low: 0x8000_0000_0000_0000 + UInt64($0)) }

    @Test func `it has the form that linked devices use`() throws {
        let form = try Regex("3EB0[0-9A-F]{18}")
        for message in Self.neighbours.prefix(100) {
            let text = WhatsAppMessageID.text(for: message)
            #expect(text.wholeMatch(of: form) != nil, "\(text)")
        }
    }

    @Test func `a message has the same id every time it is asked for`() {
        #expect(Self.neighbours.prefix(10).allSatisfy { WhatsAppMessageID.text(for: $0) == WhatsAppMessageID.text(for: $0) })
    }

    @Test func `no two messages share one`() {
        let others = (0..<20_000).map { MessageID(high: 0x0199_A000_0000_7000 + UInt64($0) << 16, low: 0x8000_0000_0000_0001) }
        #expect(Set((Self.neighbours + others).map(WhatsAppMessageID.text)).count == 40_000 - 1)
    }

    @Test func `it does not show the message's id or its time`() {
        let texts = Self.neighbours.prefix(2).map { Array(WhatsAppMessageID.text(for: $0).dropFirst(4)) }
        let differing = zip(texts[0], texts[1]).count { $0 != $1 }
        #expect(differing > 9, "ids that follow one another are alike: \(texts)")
    }
}
