import Core
import Database
import Glibc
import Net

/// `herald serve`: from the settings to a server that answers, and back.
struct Server {
    private let config: Config
    private let environment: [String: String]

    init(_ config: Config, _ environment: [String: String]) {
        self.config = config
        self.environment = environment
    }

    /// Runs until a signal ends it.
    func serve() async throws {
        Process.harden()
        let signals = TerminationSignals()
        let runtime = Runtime(log: Log(level: config.logLevel, sink: StandardErrorSink()), failpoints: config.failpoints)
        if config.testRoutes { runtime.log.warning("the routes for tests are mounted; never do this where others can reach it") }
        let storage = try await Storage.open(config, environment, sharing: false, runtime: runtime)
        do {
            try await serve(on: storage, until: signals, runtime)
        } catch {
            await storage.close()
            throw error
        }
        await storage.close()
        runtime.log.info("stopped")
    }

    private func serve(on storage: Storage, until signals: TerminationSignals, _ runtime: Runtime) async throws {
        let keys = try Keyring(config, chance: runtime.chance)
        for name in try await storage.migrate(runtime: runtime) {
            runtime.log.info("migrated", ["migration": .string(name)])
        }
        try await ServerCheck(storage.service, migrations: Migrations.all).run()
        let deployment = try Deployment(config, service: storage.service, master: keys.master, admin: keys.admin, runtime: runtime)
        try await deployment.start()
        if keys.isAdminNew { Console.say("admin key (shown once, kept in \(config.dataFolder)/admin.key): \(keys.admin.reveal)") }
        Console.say("herald \(Program.version) listens on \(config.tls == nil ? "http" : "https")://\(config.host):\(deployment.port)")
        await signals.termination()
        runtime.log.info("stopping")
        await deployment.stop()
    }
}
