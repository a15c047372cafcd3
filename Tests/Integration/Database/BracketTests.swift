import Core
import Database
import TestSupport
import Testing

/// Brackets: what is committed, what is undone, and what a caller is told.
@Suite(.timeLimit(.minutes(5))) struct BracketTests {
    private let tenant = TenantID(high: 0x7001, low: 0x8000_0000_0000_0001)

    struct Refusal: Error, Equatable {}

    private func withTable(_ body: (TestDatabase) async throws -> Void) async throws {
        try await TestDatabase.with { test async throws in
            try await test.script(
                """
                CREATE SCHEMA shelf;
                CREATE TABLE shelf.item (tenant_id uuid NOT NULL, id integer NOT NULL, state text NOT NULL DEFAULT 'new',
                                         CONSTRAINT item_key PRIMARY KEY (tenant_id, id));
                SELECT app.fence('shelf.item');
                -- As the owner, since a tenant may end no connection.
                CREATE FUNCTION shelf.die() RETURNS void LANGUAGE sql SECURITY DEFINER
                    RETURN (SELECT NULL::void FROM (SELECT pg_terminate_backend(pg_backend_pid())) AS dead);
                GRANT EXECUTE ON FUNCTION shelf.die() TO app_tenant;
                """)
            try await body(test)
        }
    }

    private func insert(_ ids: [Int32], in tx: borrowing Transaction) throws {
        try tx.run("INSERT INTO shelf.item (tenant_id, id) SELECT \(tenant), unnest(\(ids))")
    }

    @Test func `what a bracket wrote is there when it returns`() async throws {
        try await withTable { test async throws in
            try await test.database.write(as: tenant) { tx in try insert([1, 2, 3], in: tx) }
            #expect(try await test.count("SELECT count(*) FROM shelf.item") == 3)
        }
    }

    @Test func `a bracket that throws leaves nothing and hands on the error`() async throws {
        try await withTable { test async throws in
            await #expect(throws: Refusal()) {
                try await test.database.write(as: tenant) { tx in
                    try insert([1], in: tx)
                    throw Refusal()
                }
            }
            #expect(try await test.count("SELECT count(*) FROM shelf.item") == 0)
        }
    }

    @Test func `a broken rule of the schema is named by its constraint`() async throws {
        try await withTable { test async throws in
            await expectCode(.constraint("item_key")) {
                try await test.database.write(as: tenant) { tx in try insert([1, 1], in: tx) }
            }
        }
    }

    @Test func `an error that the body swallows does not look like a commit`() async throws {
        try await withTable { test async throws in
            await expectRefusal("25P02") {
                try await test.database.write(as: tenant) { tx in
                    try insert([1], in: tx)
                    _ = try? tx.run("SELECT 1 / 0")
                }
            }
            #expect(try await test.count("SELECT count(*) FROM shelf.item") == 0)
        }
    }

    @Test func `a reading bracket cannot write`() async throws {
        try await withTable { test async throws in
            await expectRefusal("25006") {
                try await test.database.read(as: tenant) { tx in try insert([1], in: tx) }
            }
        }
    }

    @Test func `a bracket without statements does nothing and succeeds`() async throws {
        try await withTable { test async throws in
            let answer = try await test.database.write(as: tenant) { _ in 42 }
            #expect(answer == 42)
        }
    }

    @Test func `a part that fails is undone alone, and who the bracket is for stays as it was`() async throws {
        try await withTable { test async throws in
            try await test.database.system { tx in
                try tx.attempt(as: tenant) { inner in try insert([1], in: inner) }
                try? tx.attempt(as: tenant) { inner in
                    try insert([2], in: inner)
                    throw Refusal()
                }
                try? tx.attempt(as: tenant) { inner in try insert([3, 3], in: inner) }
                let role = try tx.first("SELECT current_user::text") { row in try row.next(String.self) }
                #expect(role == "app_system")
                try tx.attempt(as: tenant) { inner in try insert([4], in: inner) }
            }
            #expect(try await test.count("SELECT sum(id) FROM shelf.item") == 5)
        }
    }

    @Test func `a connection lost before the commit means that nothing happened, and the next bracket works`() async throws {
        try await withTable { test async throws in
            await expectCode(.unavailable(retryAfter: .seconds(1))) {
                try await test.database.write(as: tenant) { tx in
                    try insert([1], in: tx)
                    try tx.run("SELECT shelf.die()")
                }
            }
            #expect(try await test.count("SELECT count(*) FROM shelf.item") == 0)
            try await test.database.write(as: tenant) { tx in try insert([2], in: tx) }
            #expect(try await test.count("SELECT count(*) FROM shelf.item") == 1)
        }
    }

    @Test func `a connection lost during the commit is an unknown outcome`() async throws {
        try await withTable { test async throws in
            try await test.script(
                """
                CREATE FUNCTION shelf.die_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM shelf.die(); RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER die AFTER INSERT ON shelf.item DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION shelf.die_at_commit();
                """)
            await expectCode(.unknownOutcome) {
                try await test.database.write(as: tenant) { tx in try insert([1], in: tx) }
            }
        }
    }

    @Test func `connections that PostgreSQL closed while they lay idle are replaced unnoticed`() async throws {
        try await withTable { test async throws in
            try await test.database.write(as: tenant) { tx in try insert([1], in: tx) }
            try await test.disconnectService()
            try await test.database.write(as: tenant) { tx in try insert([2], in: tx) }
            #expect(try await test.count("SELECT count(*) FROM shelf.item") == 2)
        }
    }

    @Test func `two that deadlock are told so, and one of them succeeds`() async throws {
        try await withTable { test async throws in
            try await test.database.write(as: tenant) { tx in try insert([1, 2], in: tx) }
            let locked = Lock(0)
            @Sendable func lockBoth(_ order: [Int32]) async -> DatabaseError.Code? {
                do {
                    try await test.database.write(as: tenant) { tx in
                        try tx.run("UPDATE shelf.item SET state = 'seen' WHERE tenant_id = \(tenant) AND id = \(order[0])")
                        locked.withLock { $0 += 1 }
                        // Both hold their first row before either asks for its second.
                        while locked.withLock({ $0 < 2 }) { try tx.run("SELECT pg_sleep(0.01)") }
                        try tx.run("UPDATE shelf.item SET state = 'seen' WHERE tenant_id = \(tenant) AND id = \(order[1])")
                    }
                    return nil
                } catch {
                    return (error as? DatabaseError)?.code
                }
            }
            async let one = lockBoth([1, 2])
            async let two = lockBoth([2, 1])
            let outcomes = await [one, two]
            #expect(outcomes.count { $0 == nil } == 1)
            #expect(outcomes.contains(.conflict))
        }
    }

    @Test func `a statement that takes too long is cancelled`() async throws {
        try await withTable { test async throws in
            var settings = test.service
            settings.statementTimeout = .milliseconds(100)
            let database = Database(settings, runtime: test.runtime)
            await expectCode(.cancelled) {
                try await database.read(as: tenant) { tx in try tx.run("SELECT pg_sleep(5)") }
            }
            let one = try await database.read(as: tenant) { tx in try tx.first("SELECT 1") { row in try row.next(Int.self) } }
            #expect(one == 1)
            await database.close()
        }
    }

    @Test func `more callers than connections all get their turn`() async throws {
        try await withTable { test async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in 0..<200 {
                    group.addTask { try await test.database.write(as: tenant) { tx in try insert([Int32(id)], in: tx) } }
                }
                try await group.waitForAll()
            }
            #expect(try await test.count("SELECT count(*) FROM shelf.item") == 200)
            let connections = try await test.count(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'herald'")
            #expect(connections <= 8)
        }
    }

    @Test func `who waits longer than a second for a connection is told to come back`() async throws {
        try await withTable { test async throws in
            var settings = test.service
            settings.connections = 1
            let database = Database(settings, runtime: test.runtime)
            let (held, holding) = AsyncStream.makeStream(of: Void.self)
            let isDone = Lock(false)
            async let slow: Int = database.read(as: tenant) { tx in
                holding.yield()
                while !isDone.withLock({ $0 }) { try tx.run("SELECT pg_sleep(0.02)") }
                return try tx.run("SELECT 1")
            }
            for await _ in held { break }
            await expectCode(.unavailable(retryAfter: .seconds(1))) {
                try await database.read(as: tenant) { tx in try tx.run("SELECT 1") }
            }
            isDone.withLock { $0 = true }
            _ = try await slow
            await database.close()
        }
    }

    @Test func `two that claim at the same time claim different rows`() async throws {
        try await withTable { test async throws in
            try await test.database.write(as: tenant) { tx in try insert(Array(1...10), in: tx) }
            @Sendable func claim() async throws -> [Int32] {
                try await test.database.system { tx in
                    let ids = try tx.rows("SELECT id FROM shelf.item WHERE state = 'new' ORDER BY id LIMIT 5 FOR UPDATE SKIP LOCKED") { row in
                        try row.next(Int32.self)
                    }
                    try tx.run("SELECT pg_sleep(0.2)")
                    try tx.run("UPDATE shelf.item SET state = 'claimed' WHERE id = ANY (\(ids))")
                    return ids
                }
            }
            async let one = claim()
            async let two = claim()
            let ids = try await one + two
            #expect(ids.sorted() == Array(1...10))
        }
    }

    @Test func `what cannot be read as asked is an error and not the end of the process`() async throws {
        try await withTable { test async throws in
            await expectCode(.unreadable) {
                try await test.database.read(as: tenant) { tx in try tx.rows("SELECT 'text'") { row in try row.next(Int.self) } }
            }
            await expectCode(.unreadable) {
                try await test.database.read(as: tenant) { tx in try tx.rows("SELECT NULL::int") { row in try row.next(Int.self) } }
            }
            await expectCode(.unreadable) {
                try await test.database.read(as: tenant) { tx in
                    try tx.rows("SELECT 1") { row in
                        _ = try row.next(Int.self)
                        return try row.next(Int.self)
                    }
                }
            }
        }
    }

    @Test func `a bound array, document and time come back from PostgreSQL as they were`() async throws {
        try await withTable { test async throws in
            let instant = Instant(microseconds: 1_767_323_045_123_456)
            let document: JSON = ["text": "ü🎈", "list": [1, nil, true]]
            let ids: [TenantID] = [tenant]
            try await test.database.read(as: tenant) { tx in
                let same = try tx.first("SELECT \(instant), \(document), \(ids), \(["a", ""]), \([UInt8]()), \(CivilDay(daysSinceEpoch: 20_000))") {
                    row in
                    (
                        try row.next(Instant.self), try row.next(JSON.self), try row.next([TenantID].self), try row.next([String].self),
                        try row.next([UInt8].self), try row.next(CivilDay.self)
                    )
                }
                #expect(same?.0 == instant)
                // PostgreSQL orders the members of a document its own way.
                #expect(same?.1["text"] == document["text"])
                #expect(same?.1["list"] == document["list"])
                #expect(same?.2 == ids)
                #expect(same?.3 == ["a", ""])
                #expect(same?.4 == [])
                #expect(same?.5 == CivilDay(daysSinceEpoch: 20_000))
            }
        }
    }

    @Test func `more statements than a connection keeps prepared do no harm`() async throws {
        try await withTable { test async throws in
            try await test.database.write(as: tenant) { tx in
                for count in 1...300 {
                    let sql = (1...count).reduce("SELECT 0" as SQL) { sql, number in "\(sql) + \(number)" }
                    let sum = try tx.first(sql) { row in try row.next(Int.self) }
                    #expect(sum == count * (count + 1) / 2)
                }
            }
        }
    }
}
