package import Core
package import Database
import Glibc

/// One private PostgreSQL for the test process, made when the first test asks for it and gone with the process.
package final class PostgresCluster: Sendable {
    private static let template = "template_herald"
    private static let shared = Task { try await PostgresCluster.make() }

    private let cluster: EmbeddedCluster
    private static let keptLimit = 100

    private let made = Lock(0)
    private let retired: Lock<[String]> = Lock([])
    private let gate = Gate(3)

    private init(_ cluster: EmbeddedCluster) { self.cluster = cluster }

    /// The cluster that all tests of this process share. Do not stop it, freeze it or change its settings: make one of your own for that.
    package static func ready() async throws -> PostgresCluster { try await shared.value }

    /// The migrations of the project, as they lie in `db/migrations`.
    package static let migrations: [Migration] = TestFiles.migrations()

    /// A cluster for one test alone, which may freeze or kill it; the caller stops it. Has no schema.
    package static func start(runtime: Runtime = .testing()) async throws -> EmbeddedCluster {
        let cluster = EmbeddedCluster(
            ClusterSettings(directory: TestFiles.makeDirectory(), searchPath: TestFiles.searchPath, deathSignal: SIGQUIT), runtime: runtime)
        AtExit.add { cluster.abandon() }
        try await cluster.start()
        return cluster
    }

    /// How to connect as `user` to `database`.
    package func settings(user: String, database: String) throws -> ConnectionSettings {
        guard let settings = cluster.connection(as: user, to: database) else { throw TestFiles.Failure("the cluster is not running") }
        return settings
    }

    /// The name of a new database with the migrated schema and no rows.
    package func clone() async throws -> String {
        let name = made.withLock { made in
            made += 1
            return "test_\(made)"
        }
        let settings = try settings(user: "postgres", database: "postgres")
        try await gate.pass { try await Administration.run(script: "CREATE DATABASE \(name) TEMPLATE \(Self.template)", on: settings) }
        return name
    }

    /// Gives a database up. Removing one takes a checkpoint, which costs more than most tests, so the last hundred go with the cluster.
    package func drop(_ name: String) async throws {
        let oldest = retired.withLock { retired -> String? in
            retired.append(name)
            return retired.count > Self.keptLimit ? retired.removeFirst() : nil
        }
        guard let oldest else { return }
        let settings = try settings(user: "postgres", database: "postgres")
        try await gate.pass { try await Administration.run(script: "DROP DATABASE \(oldest) WITH (FORCE)", on: settings) }
    }

    private static func make() async throws -> PostgresCluster {
        let runtime = Runtime.testing()
        let cluster = PostgresCluster(try await start(runtime: runtime))
        try await Administration.run(script: "CREATE DATABASE \(template)", on: cluster.settings(user: "postgres", database: "postgres"))
        try await Migrator(migrations, settings: cluster.settings(user: "postgres", database: template), runtime: runtime).migrate()
        return cluster
    }
}
