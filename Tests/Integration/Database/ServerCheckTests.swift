import Core
import Database
import TestSupport
import Testing

/// What a server looks at before it accepts anything.
@Suite(.timeLimit(.minutes(5))) struct ServerCheckTests {
    private func check(_ test: TestDatabase, _ migrations: [Migration] = PostgresCluster.migrations) async throws {
        try await ServerCheck(test.service, migrations: migrations).run()
    }

    @Test func `the project's own schema passes`() async throws {
        try await TestDatabase.with { test async throws in try await check(test) }
    }

    @Test func `a table of tenants without a fence is refused by name`() async throws {
        try await TestDatabase.with { test async throws in
            try await test.script("CREATE TABLE app.open (tenant_id uuid)")
            await #expect(throws: ServerCheckError.unfenced(table: "app.open")) { try await check(test) }
        }
    }

    @Test func `a schema older or newer than the program is refused`() async throws {
        try await TestDatabase.with { test async throws in
            let newer = PostgresCluster.migrations + [Migration(name: "9999_later", sql: "SELECT 1")]
            await #expect(throws: MigrationError.pending(["9999_later"])) { try await check(test, newer) }
            await #expect(throws: MigrationError.self) { try await check(test, PostgresCluster.migrations.dropLast()) }
        }
    }

    @Test func `a database that was never migrated is told so`() async throws {
        try await TestDatabase.with { test async throws in
            try await test.script("DROP SCHEMA app CASCADE")
            let names = PostgresCluster.migrations.map(\.name)
            await #expect(throws: MigrationError.pending(names)) { try await check(test) }
        }
    }
}
