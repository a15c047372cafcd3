package import Core
import Glibc

/// A PostgreSQL of our own, for those who bring none: made, started, watched and stopped by this process, reachable through a Unix socket in
/// a private folder and nowhere else.
///
/// What it stores is as durable as in any other cluster. If this process is killed, PostgreSQL shuts down by itself; if PostgreSQL is
/// killed, it is started again.
package final class EmbeddedCluster: Service {
    package let name = "private PostgreSQL"

    private let settings: ClusterSettings
    private let runtime: Runtime
    private let supervisor: Lock<Supervisor?> = Lock(nil)
    private let layout: Lock<ClusterLayout?> = Lock(nil)

    /// The name of the database in it, and of the login that serves.
    static let database = "herald"
    /// The superuser that `initdb` makes; it migrates.
    static let superuser = "postgres"

    /// A cluster that is not yet running.
    package init(_ settings: ClusterSettings, runtime: Runtime) {
        self.settings = settings
        self.runtime = runtime
    }

    /// Makes the cluster if there is none, starts it, and makes the database and the login. Throws `ClusterError`.
    package func start() async throws {
        let (settings, runtime) = (settings, runtime)
        let layout = try await Administration.run { try ClusterLayout.prepare(settings, log: runtime.log) }
        self.layout.withLock { $0 = layout }
        let supervisor = Supervisor(layout: layout, deathSignal: settings.deathSignal, log: runtime.log)
        self.supervisor.withLock { $0 = supervisor }
        do {
            try await supervisor.start()
            try await Administration.run { try Self.furnish(layout) }
        } catch {
            await stop()
            throw error
        }
    }

    /// Stops PostgreSQL in order.
    package func stop() async {
        let supervisor = supervisor.withLock { $0.take() }
        await supervisor?.stop()
        layout.withLock { $0.take() }?.unlock()
    }

    /// Ends PostgreSQL at once, as a power failure would, and does not start it again; for the end of a test process, where nothing can be
    /// awaited any more.
    package func abandon() { supervisor.withLock { $0?.abandon() } }

    /// How to connect as the superuser: for migrating.
    package var owner: ConnectionSettings? { connection(as: Self.superuser, to: Self.database) }

    /// How to connect as the login that has no rights but through the brackets.
    package var service: ConnectionSettings? { connection(as: Self.database, to: Self.database) }

    /// How to connect as `user` to `database`; nil when it was not started.
    package func connection(as user: String, to database: String) -> ConnectionSettings? {
        layout.withLock { $0?.connection(as: user, to: database) }
    }

    /// How to connect to a cluster that another process runs there, as the superuser and as the login that serves; nil when nobody does.
    package static func running(in settings: ClusterSettings) -> (owner: ConnectionSettings, service: ConnectionSettings)? {
        guard let socket = ClusterLayout.socketOfRunning(in: settings.directory) else { return nil }
        return (
            ClusterLayout.connection(through: socket, as: superuser, to: database),
            ClusterLayout.connection(through: socket, as: database, to: database)
        )
    }

    /// The process id of PostgreSQL; nil while it is not running.
    package var process: Int32? { supervisor.withLock { $0?.process } }

    /// The data directory; nil when it was not started.
    package var dataDirectory: String? { layout.withLock { $0?.data } }

    private static func furnish(_ layout: ClusterLayout) throws {
        let limit = Duration.seconds(30)
        let wire = try Wire.connect(layout.connection(as: superuser, to: "postgres"), for: .administration)
        if try wire.rows("SELECT 1 FROM pg_roles WHERE rolname = \(database)", within: limit, { _ in }).isEmpty {
            try wire.script("CREATE ROLE \(database) LOGIN NOINHERIT", within: limit)
        }
        if try wire.rows("SELECT 1 FROM pg_database WHERE datname = \(database)", within: limit, { _ in }).isEmpty {
            try wire.script("CREATE DATABASE \(database)", within: limit)
        }
    }
}
