import Core
import Database
import Glibc

/// The database that the settings name, or the private one: where to migrate, where to serve, and what to stop at the end.
struct Storage {
    /// As the role that migrates.
    let owner: ConnectionSettings
    /// As the login that serves.
    let service: ConnectionSettings
    private let cluster: EmbeddedCluster?

    /// Starts the private cluster where no database is named. With `sharing`, one that another process runs already is used as it is.
    static func open(_ config: Config, _ environment: [String: String], sharing: Bool, runtime: Runtime) async throws -> Storage {
        if let url = config.databaseURL {
            return Storage(
                owner: ConnectionSettings((config.migrationURL ?? url).reveal), service: ConnectionSettings(url.reveal), cluster: nil)
        }
        let settings = ClusterSettings(directory: config.dataFolder, searchPath: environment["PATH"] ?? "")
        if sharing, let running = EmbeddedCluster.running(in: settings) {
            return Storage(owner: running.owner, service: running.service, cluster: nil)
        }
        let cluster = EmbeddedCluster(settings, runtime: runtime)
        try await cluster.start()
        guard let owner = cluster.owner, let service = cluster.service else {
            throw ClusterError.directory(config.dataFolder, reason: "the private PostgreSQL stopped at once")
        }
        return Storage(owner: owner, service: service, cluster: cluster)
    }

    /// Brings the schema up to date and answers what was done.
    func migrate(runtime: Runtime) async throws -> [String] {
        try await Migrator(Migrations.all, settings: owner, runtime: runtime).migrate()
    }

    /// Stops the private cluster, if this process runs it.
    func close() async { await cluster?.stop() }
}
