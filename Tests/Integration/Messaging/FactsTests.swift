import Contracts
import Core
import Database
import TestSupport
import Testing

/// Events of messages are written by the row's own statement and read by Contracts: two hands, one format.
@Suite struct FactsTests {
    private static func row(_ values: String) -> String {
        """
        INSERT INTO messaging.message (tenant_id, id, batch_id, instance_id, direction, chat, sender, kind, content, whatsapp_id,
            client_reference, state, error_code, due_at, created_at)
        VALUES ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000003',
            '00000000-0000-7000-8000-000000000004', \(values), '2026-01-01', '2026-02-03 04:05:06.789012Z')
        """
    }

    private func facts(_ values: String, status: MessageStatus) async throws -> MessageSent {
        try await TestDatabase.with { test in
            try await test.script(Self.row(values))
            let stored: [JSON] = try await Administration.rows(
                """
                SELECT messaging.facts(m, '00000000-0000-7000-8000-000000000005', \(status.rawValue), '2026-02-03 04:05:07.000001Z')
                FROM messaging.message m
                """, on: test.owner
            ) { row in try row.next(JSON.self) }
            let event = try MessageSent.decode(try #require(stored.first))
            // Nothing is lost when it is written once more by the other hand.
            let again = try MessageSent.decode(event.json)
            #expect(again.facts == event.facts)
            return event
        }
    }

    @Test func `an outbound message is read as it was written`() async throws {
        let event = try await facts(
            "'out', '254712345678@s.whatsapp.net', NULL, 'text', '{\"text\": \"héllo \\\\ 🦆\"}', '3EB0AA', 'order 7', 'failed', 'refused'",
            status: .failed)
        #expect(event.id == EventID("00000000-0000-7000-8000-000000000005"))
        #expect(event.tenant == TenantID("00000000-0000-7000-8000-000000000001"))
        let facts = event.facts
        #expect(facts.message == MessageID("00000000-0000-7000-8000-000000000002"))
        #expect(facts.batch == BatchID("00000000-0000-7000-8000-000000000003"))
        #expect(facts.instance == InstanceID("00000000-0000-7000-8000-000000000004"))
        #expect(!facts.isInbound)
        #expect(facts.chat.description == "254712345678@s.whatsapp.net")
        #expect(facts.sender == nil)
        #expect(facts.content == .text("héllo \\ 🦆"))
        #expect(facts.whatsAppID == "3EB0AA")
        #expect(facts.clientReference == "order 7")
        #expect(facts.status == .failed)
        #expect(facts.failure == .refused)
        #expect(facts.raw == nil)
        #expect(facts.createdAt == Instant(rfc3339: "2026-02-03T04:05:06.789012Z"))
        #expect(facts.occurredAt == Instant(rfc3339: "2026-02-03T04:05:07.000001Z"))
    }

    @Test func `an inbound message of an unknown kind is read as it was written`() async throws {
        let event = try await facts(
            "'in', '120363042@g.us', '98765@lid', 'unknown', '{}', 'ABCDEF', NULL, 'received', NULL", status: .delivered)
        #expect(event.facts.isInbound)
        #expect(event.facts.chat.description == "120363042@g.us")
        #expect(event.facts.sender?.description == "98765@lid")
        #expect(event.facts.content == nil)
        #expect(event.facts.kind == MessageFacts.unknownKind)
        #expect(event.facts.clientReference == nil)
        #expect(event.facts.failure == nil)
    }
}
