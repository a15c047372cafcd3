import Contracts
import Core
import Database
import TestSupport
import Testing

@testable import Messaging

/// What is counted of an instance's messages, and how far back.
@Suite struct FigureTests {
    private static let now = Instant(seconds: 1_760_000_000)
    private static let tenant = TenantID(high: 1, low: 1)
    private static let instance = InstanceReference(tenant: tenant, id: InstanceID(high: 2, low: 2))
    private static let hour: Duration = .seconds(3600)

    /// One message, so long ago.
    private struct Row {
        var ago: Duration
        var chat = "254712345678@s.whatsapp.net"
        var isInbound = false
        var state = "sent"
        var error: String?
        var instance = FigureTests.instance.id
        var tenant = FigureTests.tenant

        /// How long ago it was accepted, where it was sent later.
        var accepted: Duration?

        /// What is inserted of it; `number` keeps its id apart.
        func values(_ number: Int) -> String {
            let made = now - (accepted ?? ago)
            let id = MessageID(high: UInt64(made.milliseconds) << 16 | 0x7000, low: UInt64(number))
            let at = "'\(now - ago)'"
            let reached = ["sent": 1, "delivered": 2, "read": 3][state] ?? 0
            return """
                ('\(tenant)', '\(id)', '\(id)', '\(instance)', '\(isInbound ? "in" : "out")', '\(chat)', 'text', '{}', '\(number)', '\(state)',
                 \(error.map { "'\($0)'" } ?? "NULL"), \(at), '\(made)', \(reached > 0 ? at : "NULL"), \(reached > 1 ? at : "NULL"),
                 \(reached > 2 ? at : "NULL"))
                """
        }
    }

    private func history(of rows: [Row], and script: String = "") async throws -> MessageHistory {
        try await TestDatabase.with { test in
            if !rows.isEmpty {
                try await test.script(Self.insert + "VALUES " + rows.enumerated().map { $1.values($0) }.joined(separator: ", "))
            }
            if !script.isEmpty { try await test.script(script) }
            return try await test.database.read(as: Self.tenant) { tx in
                try FigureStore.history(of: Self.instance, at: Self.now, in: tx)
            }
        }
    }

    private static let insert = """
        INSERT INTO messaging.message (tenant_id, id, batch_id, instance_id, direction, chat, kind, content, whatsapp_id, state, error_code, due_at,
            created_at, sent_at, delivered_at, read_at)
        """

    @Test func `nothing gives nothing, and that is all there is`() async throws {
        #expect(try await history(of: []) == MessageHistory(at: Self.now))
    }

    @Test func `each outcome is counted, and what is still open is not`() async throws {
        let history = try await history(of: [
            Row(ago: Self.hour, state: "sent"), Row(ago: Self.hour, state: "delivered"), Row(ago: Self.hour, state: "read"),
            Row(ago: Self.hour, state: "failed", error: "refused"), Row(ago: Self.hour, state: "failed", error: "reach_out_locked"),
            Row(ago: Self.hour, state: "failed", error: "not_on_whatsapp"), Row(ago: Self.hour, state: "queued"),
            Row(ago: Self.hour, state: "sending"), Row(ago: Self.hour, state: "withdrawn"),
        ])
        #expect(history.day.sent == 3)
        #expect(history.day.delivered == 2)
        #expect(history.day.read == 1)
        #expect(history.day.failed == 3)
        #expect(history.day.refusals == 1)
        #expect(history.day.reachOutLocks == 1)
        #expect(history.week == history.day)
    }

    @Test func `a day has 24 hours and a week seven days, counted from when a message was sent`() async throws {
        let history = try await history(of: [
            Row(ago: Self.hour * 24), Row(ago: Self.hour * 24 + .seconds(1)), Row(ago: Self.hour * 24 * 7),
            Row(ago: Self.hour * 24 * 7 + .seconds(1)), Row(ago: Self.hour, accepted: Self.hour * 24 * 8),
        ])
        #expect(history.day.sent == 2)
        #expect(history.week.sent == 4)
    }

    @Test func `who wrote first, or was written to before, is no new contact`() async throws {
        let history = try await history(of: [
            // Somebody new, twice.
            Row(ago: Self.hour * 3, chat: "1@s.whatsapp.net"), Row(ago: Self.hour * 2, chat: "1@s.whatsapp.net"),
            // Wrote first.
            Row(ago: Self.hour * 3, chat: "2@s.whatsapp.net", isInbound: true, state: "received"), Row(ago: Self.hour * 2, chat: "2@s.whatsapp.net"),
            // Written to two days ago as well: new this week, not today.
            Row(ago: Self.hour * 48, chat: "3@s.whatsapp.net"), Row(ago: Self.hour * 2, chat: "3@s.whatsapp.net"),
            // Three weeks ago.
            Row(ago: Self.hour * 24 * 21, chat: "4@s.whatsapp.net"), Row(ago: Self.hour * 2, chat: "4@s.whatsapp.net"),
            // Nothing reached him, and nobody is a group.
            Row(ago: Self.hour, chat: "5@s.whatsapp.net", state: "failed", error: "refused"), Row(ago: Self.hour, chat: "6@g.us"),
        ])
        #expect(history.day.contacted == 4)
        #expect(history.day.newContacts == 1)
        #expect(history.week.contacted == 4)
        #expect(history.week.newContacts == 2)
    }

    @Test func `who wrote after being written to has replied, once however often`() async throws {
        let history = try await history(of: [
            Row(ago: Self.hour * 3, chat: "1@s.whatsapp.net"),
            Row(ago: Self.hour * 2, chat: "1@s.whatsapp.net", isInbound: true, state: "received"),
            Row(ago: Self.hour * 1, chat: "1@s.whatsapp.net", isInbound: true, state: "received"),
            Row(ago: Self.hour * 3, chat: "2@s.whatsapp.net", isInbound: true, state: "received"), Row(ago: Self.hour * 2, chat: "2@s.whatsapp.net"),
            // Wrote back two days ago, before what he was sent today.
            Row(ago: Self.hour * 50, chat: "3@s.whatsapp.net"),
            Row(ago: Self.hour * 48, chat: "3@s.whatsapp.net", isInbound: true, state: "received"),
            Row(ago: Self.hour * 1, chat: "3@s.whatsapp.net"),
        ])
        #expect(history.day.contacted == 3)
        #expect(history.day.replied == 1)
        #expect(history.week.replied == 2)
    }

    @Test func `other instances and other tenants count for nothing`() async throws {
        let history = try await history(of: [
            Row(ago: Self.hour), Row(ago: Self.hour, instance: InstanceID(high: 2, low: 3)),
            Row(ago: Self.hour, tenant: TenantID(high: 1, low: 2)),
        ])
        #expect(history.day.sent == 1)
    }

    @Test func `after a month somebody is new once more`() async throws {
        let history = try await history(of: [Row(ago: FigureStore.memory + Self.hour), Row(ago: Self.hour)])
        #expect(history.day.newContacts == 1)
    }

    @Test func `no more than so many messages are looked at, which is said`() async throws {
        // One a second, the newest of which is of now; of another instance, so that only reach shows.
        let script = """
            \(Self.insert)
            SELECT '\(Self.tenant)', id, id, '\(InstanceID(high: 2, low: 3))', 'out', '1@s.whatsapp.net', 'text', '{}', n::text, 'sent', NULL,
                   at, at, at, NULL, NULL
              FROM (SELECT n, '\(Self.now)'::timestamptz - n * interval '1 second' AS at FROM generate_series(0, \(FigureStore.rowsLimit)) AS n) AS r,
                   LATERAL (SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid AS id) AS i
            """
        let cut = try await history(of: [Row(ago: Self.hour * 24)], and: script)
        #expect(cut.day.sent == 0)
        #expect(cut.beginning == Self.now - .seconds(Int64(FigureStore.rowsLimit) - 1))
        #expect(!cut.covers(MessageHistory.dayLength))
    }
}
