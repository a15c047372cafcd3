package import Core
package import Database

/// A database of a test's own, with the migrated schema and no rows.
package final class TestDatabase: Sendable {
    /// Its name.
    package let name: String
    /// How the superuser connects: what the fence does not hold.
    package let owner: ConnectionSettings
    /// How the server connects.
    package let service: ConnectionSettings
    /// The brackets, as the server has them.
    package let database: Database
    /// What `database` was handed.
    package let runtime: Runtime

    private let cluster: PostgresCluster

    private init(_ name: String, in cluster: PostgresCluster, doorbell: Doorbell?, runtime: Runtime) throws {
        self.name = name
        self.cluster = cluster
        self.runtime = runtime
        owner = try cluster.settings(user: "postgres", database: name)
        service = try cluster.settings(user: "herald", database: name)
        database = Database(service, doorbell: doorbell, runtime: runtime)
    }

    /// A new database; drop it when the test is done.
    package static func make(runtime: Runtime = .testing(), doorbell: Doorbell? = nil) async throws -> TestDatabase {
        let cluster = try await PostgresCluster.ready()
        return try TestDatabase(try await cluster.clone(), in: cluster, doorbell: doorbell, runtime: runtime)
    }

    /// Runs `body` with a new database that is gone afterwards.
    package static func with<Value>(
        runtime: Runtime = .testing(), _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        let test = try await make(runtime: runtime)
        do {
            let value = try await body(test)
            await test.drop()
            return value
        } catch {
            await test.drop()
            throw error
        }
    }

    /// Closes the brackets and removes the database.
    package func drop() async {
        await database.close()
        // What could not be removed goes with the cluster.
        try? await cluster.drop(name)
    }

    /// Runs a script as the superuser.
    package func script(_ sql: String) async throws { try await Administration.run(script: sql, on: owner) }

    /// Counts rows as the superuser, whom no fence holds.
    package func count(_ sql: SQL) async throws -> Int {
        try await Administration.rows(sql, on: owner) { row in try row.next(Int.self) }.first ?? 0
    }

    /// Ends every connection of the server, as a restart of PostgreSQL would; returns when they are gone.
    package func disconnectService() async throws {
        let ended: SQL = """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'herald'
            """
        _ = try await Administration.rows(ended, on: owner) { _ in }
    }
}
