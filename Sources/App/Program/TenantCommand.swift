import Accounts
import Contracts
import Core
import Net

/// `herald tenant create`: makes a tenant, its owner, and a live and a test key, and shows them this once.
struct TenantCommand {
    private let config: Config
    private let environment: [String: String]
    private let options: TenantOptions

    init(_ config: Config, _ environment: [String: String], _ options: TenantOptions) {
        self.config = config
        self.environment = environment
        self.options = options
    }

    func create() async throws {
        let runtime = Runtime(log: Log(level: .warning, sink: StandardErrorSink()), failpoints: config.failpoints)
        let storage = try await Storage.open(config, environment, sharing: true, runtime: runtime)
        do {
            _ = try await storage.migrate(runtime: runtime)
            let keys = try Keyring(config, chance: runtime.chance)
            let deployment = try Deployment(config, service: storage.service, master: keys.master, admin: keys.admin, runtime: runtime)
            let origin = Origin(actor: .operatorKey, request: CommandFacts(requestID: runtime.ids.next()))
            show(try await Origin.$current.withValue(origin) { try await made(deployment.accounts) })
            await deployment.abandon()
        } catch {
            await storage.close()
            throw error
        }
        await storage.close()
    }

    private func made(_ accounts: Accounts) async throws -> TenantCreation {
        do {
            return try await accounts.create(
                NewTenant(
                    name: options.name, slug: options.slug, plan: options.plan, ownerEmail: options.owner, timeZone: options.timeZone))
        } catch Problem.invalid(let violations) {
            throw Refusal(violations.map { "\($0.pointer.drop { $0 == "/" }) \($0.detail)" }.joined(separator: "\n"))
        } catch Problem.conflict(.slugTaken) {
            throw Refusal("another tenant has the slug \(options.slug)")
        }
    }

    private func show(_ made: TenantCreation) {
        let shown: JSON = [
            "tenant_id": .string(made.tenant.description), "slug": .string(made.slug), "plan": .string(made.plan),
            "owner": [
                "user_id": .string(made.owner.id.description), "email": .string(made.owner.email),
                "password": .string(made.owner.password.reveal),
            ],
            "api_key": .string(made.apiKey.reveal), "test_key": .string(made.testKey.reveal),
        ]
        if options.isJSON { return Console.say(shown.text) }
        Console.say(
            """
            tenant    \(made.slug) (\(made.tenant)), plan \(made.plan)
            owner     \(made.owner.email), password \(made.owner.password.reveal)
            live key  \(made.apiKey.reveal)
            test key  \(made.testKey.reveal)
            """)
    }

    /// What the operator asked for is not possible.
    private struct Refusal: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }
}
