import Contracts
import Core
import Events
import Testing

/// Events are stored as JSON and read again, perhaps by a later version.
@Suite struct MessageFactsTests {
    private let event = EventID(high: 1, low: 1)
    private let tenant = TenantID(high: 2, low: 2)

    private func received(_ content: MessageContent?, raw: JSON, lid: JID? = nil) -> MessageReceived {
        let chat = JID(user: "254712345678", server: .person)
        let inbound = InboundMessage(
            whatsAppID: "3EB0AA", chat: chat, sender: chat, senderLID: lid, content: content, raw: raw,
            at: Instant(microseconds: 1_760_000_000_123_456))
        return MessageReceived(
            id: event, tenant: tenant,
            facts: MessageFacts(
                inbound, id: MessageID(high: 3, low: 3), instance: InstanceID(high: 4, low: 4), at: Instant(microseconds: 1_760_000_001_000_001)))
    }

    @Test func `what is written is read again`() throws {
        let text = "Zażółć gęślą jaźń 🦆 \"quoted\" \u{1F}\\"
        for event in [received(.text(text), raw: ["conversation": .string(text)]), received(nil, raw: ["pollCreationMessage": ["name": "?"]])] {
            let stored = try JSONParser.parse(event.json.bytes)
            let read = try MessageReceived.decode(stored)
            #expect(read.id == event.id)
            #expect(read.tenant == event.tenant)
            #expect(read.facts == event.facts)
        }
    }

    @Test func `a kind that is not known keeps its word and has no content`() {
        let facts = received(nil, raw: ["pollCreationMessage": [:]]).facts
        #expect(facts.kind == MessageFacts.unknownKind)
        #expect(facts.content == nil)
    }

    static let needed = [
        "event_id", "tenant_id", "message_id", "batch_id", "instance_id", "chat", "kind", "whatsapp_id", "status", "created_at", "occurred_at",
    ]

    @Test(arguments: needed) func `an event that lacks what it is about cannot be read`(name: String) throws {
        let whole = received(.text("hi"), raw: ["conversation": "hi"]).json
        let members = try #require(whole.object)
        #expect(throws: UnreadableEvent.self) { try MessageReceived.decode(.object(members.filter { $0.name != name })) }
        #expect(throws: UnreadableEvent.self) {
            try MessageReceived.decode(.object(members.map { $0.name == name ? JSON.Member(name, true) : $0 }))
        }
    }

    @Test func `members of a later version are passed over`() throws {
        let event = received(.text("hi"), raw: ["conversation": "hi"])
        let members = try #require(event.json.object)
        let read = try MessageReceived.decode(.object([JSON.Member("mood", "good")] + members))
        #expect(read.facts == event.facts)
    }
}
