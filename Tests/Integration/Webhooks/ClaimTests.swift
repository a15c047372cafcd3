import Contracts
import Core
import Database
import TestSupport
import Testing

@testable import Webhooks

/// Several processes claim from one table.
@Suite struct ClaimTests {
    private static let count = 40

    /// An endpoint with that many due deliveries, each of a chat of its own unless it is named.
    private func fill(_ test: TestDatabase, endpoints: Int = 1, chat: String = "n::text") async throws {
        try await test.script(
            """
            INSERT INTO accounts.tenant (id, slug, name, time_zone, status, created_at, updated_at)
            VALUES ('00000000-0000-7000-8000-000000000001', 'acme', 'Acme', 'UTC', 'active', '2026-01-01', '2026-01-01');
            INSERT INTO webhooks.endpoint (tenant_id, id, url, events, dialect, secret, created_at)
            SELECT '00000000-0000-7000-8000-000000000001', ('00000000-0000-7000-8000-' || lpad(e::text, 12, '0'))::uuid, 'https://example.com', '{*}',
                   'native', '\\x00', '2026-01-01' FROM generate_series(1, \(endpoints)) AS e;
            INSERT INTO webhooks.delivery (tenant_id, id, endpoint_id, event_id, event_type, chat, body, due_at, created_at)
            SELECT '00000000-0000-7000-8000-000000000001', gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad(e::text, 12, '0'))::uuid,
                   gen_random_uuid(), 'message.received', \(chat), '{}', '2026-01-01', '2026-01-01'
              FROM generate_series(1, \(endpoints)) AS e, generate_series(1, \(Self.count / endpoints)) AS n;
            """)
    }

    private let now = Instant(seconds: 1_790_000_000)

    private func claim(_ test: TestDatabase, at now: Instant, _ limit: Int = 256) async throws -> [ClaimedDelivery] {
        try await test.database.system { tx in try DeliveryStore.claim(limit, at: now, leaseUntil: now + Courier.lease, in: tx) }
    }

    @Test func `two processes never claim the same delivery`() async throws {
        try await TestDatabase.with { test in
            try await fill(test, endpoints: 20)
            let now = now
            let claimed = try await withThrowingTaskGroup(of: [DeliveryID].self) { group in
                for _ in 0..<8 { group.addTask { try await claim(test, at: now).map(\.id) } }
                return try await group.reduce(into: [], +=)
            }
            #expect(claimed.count == Self.count)
            #expect(Set(claimed).count == claimed.count)
        }
    }

    @Test func `one endpoint is posted to four times at once and no more`() async throws {
        try await TestDatabase.with { test in
            try await fill(test)
            #expect(try await claim(test, at: now).count == DeliveryStore.perEndpoint)
            #expect(try await claim(test, at: now).isEmpty)
        }
    }

    @Test func `one chat is told one event at a time, the first first`() async throws {
        try await TestDatabase.with { test in
            try await fill(test, chat: "'same'")
            let first = try await claim(test, at: now)
            #expect(first.count == 1)
            #expect(try await test.count("SELECT count(*) FROM webhooks.delivery WHERE id < \(try #require(first.first).id)") == 0)
            #expect(try await claim(test, at: now).isEmpty)
        }
    }

    @Test func `what a process that died had claimed is claimed again when its lease ends`() async throws {
        try await TestDatabase.with { test in
            try await fill(test)
            let first = try await claim(test, at: now)
            let later = now + Courier.lease
            #expect(try await claim(test, at: later - .milliseconds(1)).isEmpty)
            let second = try await claim(test, at: later)
            #expect(Set(second.map(\.id)) == Set(first.map(\.id)))
            #expect(second.allSatisfy { $0.tries == 2 })
        }
    }

    @Test func `nothing is claimed before it is due or for an endpoint that is paused`() async throws {
        try await TestDatabase.with { test in
            try await fill(test)
            try await test.script("UPDATE webhooks.delivery SET due_at = '2027-01-01'")
            #expect(try await claim(test, at: now).isEmpty)
            try await test.script("UPDATE webhooks.delivery SET due_at = '2026-01-01'; UPDATE webhooks.endpoint SET status = 'paused'")
            #expect(try await claim(test, at: now).isEmpty)
        }
    }
}
