import Core
import Database
import Events
import TestSupport
import Testing

/// Events that were given up, and how they come back.
@Suite struct DeadEventsTests {
    private let one = TenantID(high: 0x7001, low: 0x8000_0000_0000_0001)
    private let two = TenantID(high: 0x7001, low: 0x8000_0000_0000_0002)

    struct Noted: DurableEvent {
        static let name = "test.noted.v1"
        let tenant: TenantID
        var json: JSON { ["tenant": .string(tenant.description)] }
        static func decode(_ json: JSON) throws -> Noted {
            guard let tenant = json["tenant"]?.string.flatMap({ TenantID($0) }) else { throw Refusal() }
            return Noted(tenant: tenant)
        }
    }

    struct Refusal: Error {}

    @Sendable private static func refuse(_ filter: DeadEventFilter, _ replay: Replay, _ tx: borrowing Transaction) throws { throw Refusal() }

    /// What was written down.
    private final class Notes: Sendable {
        let all: Lock<[Replay]> = Lock([])
    }

    /// So many events of each tenant, which two subscribers give up until `isCured`.
    private func withDead(
        _ count: Int = 1, _ body: (TestDatabase, DeadEvents, Relay, Notes, _ cure: () -> Void) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        try await TestDatabase.with(runtime: .testing(clock: clock)) { test in
            try await test.script(
                """
                CREATE SCHEMA told;
                CREATE TABLE told.told (tenant_id uuid NOT NULL);
                SELECT app.fence('told.told');
                """)
            let isCured = Lock(false)
            let subscriptions = Subscriptions()
            for subscriber in ["test.first", "test.second"] as [StaticString] {
                subscriptions.on(Noted.self, subscriber) { event, tx in
                    guard isCured.withLock({ $0 }) else { throw Refusal() }
                    try tx.run("INSERT INTO told.told (tenant_id) VALUES (\(event.tenant))")
                }
            }
            subscriptions.freeze()
            let outbox = Outbox(subscriptions, runtime: test.runtime)
            let relay = Relay(subscriptions, database: test.database, runtime: test.runtime)
            for tenant in [one, two] {
                for _ in 0..<count { try await test.database.write(as: tenant) { tx in try outbox.record(Noted(tenant: tenant), in: tx) } }
            }
            for _ in 0..<Relay.triesLimit {
                while try await relay.relay() > 0 {}
                clock.advance(by: Relay.longestBackoff * 2)
            }
            try #require(try await test.count("SELECT count(*) FROM events.dead") == count * 4)
            let notes = Notes()
            let dead = DeadEvents(database: test.database) { _, replay, _ in notes.all.withLock { $0.append(replay) } }
            try await body(test, dead, relay, notes) { isCured.withLock { $0 = true } }
        }
    }

    @Test func `they are listed newest first, page by page, and found by tenant, subscriber, name and id`() async throws {
        try await withDead(3) { _, dead, _, _, _ in
            var (listed, place): ([DeadEvent], DeadEvent.Place?) = ([], nil)
            repeat {
                let page = try await dead.list(DeadEventFilter(), after: place, limit: 5)
                listed += page.events
                place = page.next
            } while place != nil
            #expect(listed.count == 12 && Set(listed.map(\.place)).count == 12)
            #expect(listed.map(\.place.id.description) == listed.map(\.place.id.description).sorted(by: >))
            let first = try #require(listed.first)
            #expect(first.tries == Relay.triesLimit && first.name == Noted.name && first.error.contains("Refusal"))
            func count(_ filter: DeadEventFilter) async throws -> Int { try await dead.list(filter, limit: 100).events.count }
            #expect(try await count(DeadEventFilter(tenant: one)) == 6)
            #expect(try await count(DeadEventFilter(subscriber: "test.first")) == 6)
            #expect(try await count(DeadEventFilter(tenant: one, subscriber: "test.first")) == 3)
            #expect(try await count(DeadEventFilter(name: Noted.name)) == 12)
            #expect(try await count(DeadEventFilter(name: "test.other.v1")) == 0)
            #expect(try await count(DeadEventFilter(id: first.place.id)) == 2)
        }
    }

    @Test func `once the cause is gone a replay tells each once`() async throws {
        try await withDead { test, dead, relay, notes, cure in
            cure()
            let only = try #require(try await dead.list(DeadEventFilter(tenant: one), limit: 1).events.first)
            let replay = try await dead.replay(DeadEventFilter(subscriber: only.place.subscriber, id: only.place.id))
            #expect(replay == Replay(count: 1, tenant: one, hasMore: false))
            #expect(try await dead.replay(DeadEventFilter(subscriber: only.place.subscriber, id: only.place.id)).count == 0)
            #expect(try await relay.relay() == 1)
            #expect(try await test.count("SELECT count(*) FROM told.told WHERE tenant_id = \(one)") == 1)

            #expect(try await dead.replay(DeadEventFilter(name: Noted.name)) == Replay(count: 3, tenant: nil, hasMore: false))
            #expect(try await relay.relay() == 3)
            #expect(try await test.count("SELECT count(*) FROM told.told") == 4)
            #expect(try await test.count("SELECT count(*) FROM events.dead") == 0)
            #expect(notes.all.withLock { $0 }.map(\.count) == [1, 3], "nothing replayed is nothing written down")
        }
    }

    @Test func `what fails again is given up again after as many tries`() async throws {
        try await withDead { test, dead, relay, _, _ in
            _ = try await dead.replay(DeadEventFilter(tenant: two))
            #expect(try await relay.relay() == 2)
            #expect(try await test.count("SELECT count(*) FROM events.delivery WHERE tries = 1") == 2)
        }
    }

    @Test func `a note that cannot be written leaves all where they were`() async throws {
        try await withDead { test, _, _, _, _ in
            let dead = DeadEvents(database: test.database, note: Self.refuse)
            await #expect(throws: Refusal.self) { try await dead.replay(DeadEventFilter(tenant: one)) }
            let left = try await test.count("SELECT count(*) FROM events.dead")
            let waiting = try await test.count("SELECT count(*) FROM events.delivery")
            #expect(left == 4 && waiting == 0)
        }
    }

    @Test func `so many at once, the oldest first, and it is said that there are more`() async throws {
        try await withDead { test, dead, _, _, _ in
            try await test.script(
                """
                INSERT INTO events.dead (tenant_id, id, subscriber, event, payload, tries, error, died_at)
                SELECT '\(one)', ('ffffffff-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'test.first', 'test.many.v1', '{}', 20, '', now()
                FROM generate_series(1, \(DeadEvents.replayLimit) + 1) AS n
                """)
            let filter = DeadEventFilter(name: "test.many.v1")
            #expect(try await dead.replay(filter) == Replay(count: DeadEvents.replayLimit, tenant: one, hasMore: true))
            #expect(try await dead.replay(filter) == Replay(count: 1, tenant: one, hasMore: false))
        }
    }
}
