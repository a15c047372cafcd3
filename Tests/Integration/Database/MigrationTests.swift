import Core
import Database
import TestSupport
import Testing

/// Migrations against a database of their own.
@Suite(.timeLimit(.minutes(5))) struct MigrationTests {
    private func withEmpty(_ body: (ConnectionSettings, TestDatabase) async throws -> Void) async throws {
        try await TestDatabase.with { test async throws in
            // The same database without what the project's migrations made.
            try await test.script(
                """
                DO $$ DECLARE room text; BEGIN
                    FOR room IN SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'public') LOOP
                        EXECUTE format('DROP SCHEMA %I CASCADE', room);
                    END LOOP;
                END $$;
                """)
            try await body(test.owner, test)
        }
    }

    private let first = Migration(name: "0001_a", sql: "CREATE TABLE app.a (id integer)")
    private let second = Migration(name: "0002_b", sql: "CREATE TABLE app.b (id integer)")

    private func migrate(_ migrations: [Migration], _ settings: ConnectionSettings, _ failpoints: Failpoints = .none) async throws -> [String] {
        try await Migrator(migrations, settings: settings, runtime: .testing(failpoints: failpoints)).migrate()
    }

    @Test func `what is missing is applied once`() async throws {
        try await withEmpty { settings, test async throws in
            #expect(try await migrate([first], settings) == ["0001_a"])
            #expect(try await migrate([first, second], settings) == ["0002_b"])
            #expect(try await migrate([first, second], settings) == [])
        }
    }

    @Test func `two programs that migrate at the same time do not get into each other's way`() async throws {
        try await withEmpty { settings, test async throws in
            async let one = migrate([first, second], settings)
            async let two = migrate([first, second], settings)
            let applied = try await one + two
            #expect(applied.sorted() == ["0001_a", "0002_b"])
        }
    }

    @Test func `a changed, an unknown and a missing migration are refused`() async throws {
        try await withEmpty { settings, test async throws in
            _ = try await migrate([first, second], settings)
            await #expect(throws: MigrationError.changed("0001_a")) {
                try await migrate([Migration(name: "0001_a", sql: "SELECT 1"), second], settings)
            }
            await #expect(throws: MigrationError.unknown("0002_b")) { try await migrate([first], settings) }
            try await test.script("DELETE FROM app.migration WHERE version = 1")
            await #expect(throws: MigrationError.missing("0001_a")) { try await migrate([first, second], settings) }
        }
    }

    @Test func `a migration that fails leaves nothing behind and says why`() async throws {
        try await withEmpty { settings, test async throws in
            let broken = Migration(name: "0002_broken", sql: "CREATE TABLE app.c (id integer); SELECT 1 / 0;")
            do {
                _ = try await migrate([first, broken], settings)
                Issue.record("nothing was thrown")
            } catch let error as MigrationError {
                #expect("\(error)" == "the migration 0002_broken failed: division by zero")
            }
            #expect(try await test.count("SELECT count(*) FROM app.migration") == 1)
            #expect(try await test.count("SELECT count(*) FROM pg_class WHERE relname = 'c'") == 0)
        }
    }

    @Test func `a program that dies in the middle of a migration has not applied it`() async throws {
        try await withEmpty { settings, test async throws in
            let failpoints = try #require(Failpoints("during-migration=error@2"))
            await #expect(throws: Failpoints.Failure.self) { try await migrate([first, second], settings, failpoints) }
            #expect(try await migrate([first, second], settings) == ["0002_b"])
        }
    }

    @Test func `a migration may run outside a transaction`() async throws {
        try await withEmpty { settings, test async throws in
            let index = Migration(name: "0002_index", sql: "-- outside a transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS a_id ON app.a (id)")
            #expect(try await migrate([first, index], settings) == ["0001_a", "0002_index"])
        }
    }
}
