import Core

/// `herald migrate`: brings the schema up to date and says what was done.
struct Migrating {
    private let config: Config
    private let environment: [String: String]

    init(_ config: Config, _ environment: [String: String]) {
        self.config = config
        self.environment = environment
    }

    func migrate() async throws {
        let runtime = Runtime(log: Log(level: .warning, sink: StandardErrorSink()), failpoints: config.failpoints)
        let storage = try await Storage.open(config, environment, sharing: true, runtime: runtime)
        do {
            let applied = try await storage.migrate(runtime: runtime)
            for name in applied {
                Console.say("applied \(name)")
            }
            if applied.isEmpty { Console.say("the schema is up to date") }
        } catch {
            await storage.close()
            throw error
        }
        await storage.close()
    }
}
