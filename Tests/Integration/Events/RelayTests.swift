import Core
import Database
import Events
import TestSupport
import Testing

/// Durable events: told exactly once, whatever subscribers and relays do.
@Suite(.timeLimit(.minutes(5))) struct RelayTests {
    private let tenant = TenantID(high: 0x7001, low: 0x8000_0000_0000_0001)

    struct Noted: DurableEvent {
        static let name = "test.noted.v1"
        let tenant: TenantID
        let number: Int64

        var json: JSON { ["tenant": .string(tenant.description), "number": .integer(number)] }
        static func decode(_ json: JSON) throws -> Noted {
            guard let tenant = json["tenant"]?.string.flatMap(TenantID.init), let number = json["number"]?.integer else { throw Unreadable() }
            return Noted(tenant: tenant, number: number)
        }
        struct Unreadable: Error {}
    }

    struct Refusal: Error {}

    /// A table of what was told, which one subscriber writes to.
    private func withRelay(
        clock: any Clock = ManualClock(), failing: @escaping @Sendable (Noted) -> Bool = { _ in false },
        _ body: (TestDatabase, Outbox, Relay) async throws -> Void
    ) async throws {
        try await TestDatabase.with(runtime: .testing(clock: clock)) { test in
            try await test.script(
                """
                CREATE SCHEMA told;
                CREATE TABLE told.told (tenant_id uuid NOT NULL, number bigint NOT NULL, CHECK (number < 1000));
                SELECT app.fence('told.told');
                """)
            let subscriptions = Subscriptions()
            subscriptions.on(Noted.self, "test.tell") { event, tx in
                try tx.run("INSERT INTO told.told (tenant_id, number) VALUES (\(event.tenant), \(event.number))")
                if failing(event) { throw Refusal() }
            }
            let relay = Relay(subscriptions, database: test.database, runtime: test.runtime)
            subscriptions.freeze()
            try await body(test, Outbox(subscriptions, runtime: test.runtime), relay)
        }
    }

    private func record(_ numbers: [Int64], _ outbox: Outbox, _ test: TestDatabase) async throws {
        try await test.database.write(as: tenant) { tx in
            for number in numbers { try outbox.record(Noted(tenant: tenant, number: number), in: tx) }
        }
    }

    @Test func `an event reaches its subscriber once, and nothing of it is left`() async throws {
        try await withRelay { test, outbox, relay in
            try await record([1, 2, 3], outbox, test)
            #expect(try await relay.relay() == 3)
            #expect(try await relay.relay() == 0)
            #expect(try await test.count("SELECT count(*) FROM told.told") == 3)
            #expect(try await test.count("SELECT count(*) FROM events.delivery") == 0)
        }
    }

    @Test func `an event of a transaction that fails is never told`() async throws {
        try await withRelay { test, outbox, relay in
            await #expect(throws: Refusal.self) {
                try await test.database.write(as: tenant) { tx in
                    try outbox.record(Noted(tenant: tenant, number: 1), in: tx)
                    throw Refusal()
                }
            }
            let count = try await relay.relay()
            #expect(count == 0)
        }
    }

    @Test func `a subscriber that fails twice is told a third time, later, and takes effect once`() async throws {
        let clock = ManualClock()
        let failures = Lock(0)
        let fails: @Sendable (Noted) -> Bool = { _ in
            failures.withLock { failures in
                failures += 1
                return failures <= 2
            }
        }
        try await withRelay(clock: clock, failing: fails) { test, outbox, relay in
            try await record([1], outbox, test)
            #expect(try await relay.relay() == 1)
            #expect(try await relay.relay() == 0, "it must not be tried again at once")
            clock.advance(by: .seconds(2))
            #expect(try await relay.relay() == 1)
            #expect(try await test.count("SELECT count(*) FROM told.told") == 0, "what a failed try wrote must be undone")
            clock.advance(by: .seconds(4))
            #expect(try await relay.relay() == 1)
            #expect(try await test.count("SELECT count(*) FROM told.told") == 1)
            #expect(try await test.count("SELECT count(*) FROM events.delivery") == 0)
        }
    }

    @Test func `an event that nobody can take is given up after twenty tries and kept`() async throws {
        let clock = ManualClock()
        try await withRelay(clock: clock, failing: { _ in true }) { test, outbox, relay in
            try await record([7], outbox, test)
            for _ in 0..<Relay.triesLimit {
                #expect(try await relay.relay() == 1)
                clock.advance(by: .seconds(5000))
            }
            #expect(try await relay.relay() == 0)
            #expect(try await test.count("SELECT count(*) FROM events.delivery") == 0)
            #expect(try await test.count("SELECT count(*) FROM events.dead WHERE payload->>'number' = '7' AND tries = 20") == 1)
            #expect(test.runtime.metrics.render().contains("herald_events_dead_total 1\n"))
        }
    }

    @Test func `a poisonous event does not hold up those behind it`() async throws {
        try await withRelay(failing: { $0.number == 2 }) { test, outbox, relay in
            // 2 is refused by its subscriber, 5000 by the table.
            try await record([1, 2, 5000, 3], outbox, test)
            #expect(try await relay.relay() == 4)
            #expect(try await test.count("SELECT count(*) FROM told.told WHERE number IN (1, 3)") == 2)
            #expect(try await test.count("SELECT count(*) FROM events.delivery") == 2)
        }
    }

    @Test func `an event that spoils the whole commit is found and put off alone`() async throws {
        try await withRelay { test, outbox, relay in
            // Checked when the transaction commits, so no savepoint holds it.
            try await test.script(
                """
                CREATE FUNCTION told.check() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN IF NEW.number = 13 THEN RAISE EXCEPTION 'unlucky'; END IF; RETURN NEW; END $$;
                CREATE CONSTRAINT TRIGGER unlucky AFTER INSERT ON told.told DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION told.check();
                """)
            try await record([13, 1, 2, 3], outbox, test)
            for _ in 0..<10 { _ = try await relay.relay() }
            #expect(try await test.count("SELECT count(*) FROM told.told") == 3)
            #expect(try await test.count("SELECT count(*) FROM events.delivery WHERE tries = 1") == 1)
        }
    }

    @Test func `two relays at the same time tell every event once`() async throws {
        try await withRelay { test, outbox, relay in
            try await record(Array(0..<400), outbox, test)
            let other = relay
            async let one = drain(relay)
            async let two = drain(other)
            let total = try await one + two
            #expect(total == 400)
            #expect(try await test.count("SELECT count(DISTINCT number) FROM told.told") == 400)
            #expect(try await test.count("SELECT count(*) FROM told.told") == 400)
        }
    }

    private func drain(_ relay: Relay) async throws -> Int {
        var total = 0
        while true {
            let count = try await relay.relay()
            if count == 0 { return total }
            total += count
        }
    }

    @Test func `a subscriber is fenced to the tenant of the event`() async throws {
        try await withRelay { test, outbox, relay in
            let other = TenantID(high: 0x7001, low: 0x8000_0000_0000_0002)
            // Somebody records an event in another tenant's name: the fence refuses the row.
            await #expect(throws: DatabaseError.self) {
                try await test.database.write(as: tenant) { tx in try outbox.record(Noted(tenant: other, number: 1), in: tx) }
            }
            // A row whose payload names another tenant is not handled.
            try await test.database.write(as: tenant) { tx in
                let ids = [ID<Noted>(high: 1, low: 1)]
                let payloads = [Noted(tenant: other, number: 1).json]
                try tx.run("SELECT events.record(\(tenant), \(Noted.name), \(ids), \(payloads), \(["test.tell"]))")
            }
            #expect(try await relay.relay() == 1)
            #expect(try await test.count("SELECT count(*) FROM told.told") == 0)
        }
    }

    @Test func `an event without subscribers leaves no row`() async throws {
        try await TestDatabase.with { test in
            let outbox = Outbox(Subscriptions(), runtime: test.runtime)
            try await test.database.write(as: tenant) { tx in try outbox.record(Noted(tenant: tenant, number: 1), in: tx) }
            #expect(try await test.count("SELECT count(*) FROM events.delivery") == 0)
        }
    }

    @Test func `a recorded event rings the bell, and a running relay tells it without waiting for its next look`() async throws {
        let clock = ManualClock()
        let told = AsyncStream.makeStream(of: Int64.self)
        try await TestDatabase.with { base in
            let runtime = Runtime.testing(clock: clock)
            let doorbell = Doorbell(base.service, runtime: runtime)
            let database = Database(base.service, doorbell: doorbell, runtime: runtime)
            let subscriptions = Subscriptions()
            subscriptions.on(Noted.self, "test.tell") { event, _ in told.continuation.yield(event.number) }
            let relay = Relay(subscriptions, database: database, doorbell: doorbell, runtime: runtime)
            try await relay.start()
            let outbox = Outbox(subscriptions, runtime: runtime)
            await clock.sleepers(1)
            try await database.write(as: tenant) { tx in try outbox.record(Noted(tenant: tenant, number: 9), in: tx) }
            var numbers = told.stream.makeAsyncIterator()
            let number = await numbers.next()
            #expect(number == 9)
            await relay.stop()
            await database.close()
        }
    }
}
