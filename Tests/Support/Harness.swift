import Accounts
package import App
import Auth
package import Contracts
package import Core
package import Crypto
import Database
import Events
import HTTP

/// A whole Herald in this process on a database of its own, spoken to over real HTTP.
package final class Harness: Sendable {
    /// The database behind it.
    package let database: TestDatabase
    /// What runs.
    package let deployment: Deployment
    /// What it logged.
    package let log: CapturedLog
    /// Speaks HTTP with it.
    package let client: TestClient
    /// The operator's key.
    package static let adminKey = "hk_admin_for_tests_0123456789abcdefghij"

    /// What hashing a password costs here: next to nothing, so that many tests can sign in at once.
    package static let cheapPasswords = PasswordParameters(costExponent: 4, blockSize: 8, parallelization: 1) ?? .current

    private static let starting = Gate(2)

    private init(database: TestDatabase, deployment: Deployment, log: CapturedLog, client: TestClient) {
        self.database = database
        self.deployment = deployment
        self.log = log
        self.client = client
    }

    /// Runs `body` with a Herald that is gone afterwards. `settings` are added to those of local work; a clock that a test moves should go on by
    /// itself as well, since everything in a Herald that waits goes by it.
    package static func with(
        _ settings: [String: String] = [:], clock: any Clock = SystemClock(), passwords: PasswordParameters = cheapPasswords,
        failpoints: Failpoints = .none, _ body: (Harness) async throws -> Void
    ) async throws {
        let log = CapturedLog()
        let runtime = Runtime.testing(clock: clock, log: log, failpoints: failpoints)
        try await TestDatabase.with(runtime: runtime) { database in
            var environment = [
                "PORT": "0", "HERALD_WEBHOOK_ALLOW_HTTP": "1", "HERALD_ALLOW_PRIVATE_TARGETS": "1", "HERALD_TEST_ROUTES": "1",
                "HERALD_SYNC_TIMEOUT": "10", "HERALD_ADDRESS_RATE": "0",
            ]
            environment.merge(settings) { $1 }
            var service = database.service
            // Longer than in production: how busy the machine is shall not decide what a test finds.
            service.acquireTimeout = .seconds(20)
            service.openingTimeout = .seconds(20)
            let deployment = try Deployment(
                Config(environment), service: service, master: Secret([UInt8](repeating: 7, count: 32)), admin: Secret(adminKey),
                passwords: passwords, runtime: runtime)
            // All suites of a process ask for theirs at the same moment.
            try await starting.pass { try await deployment.start() }
            let harness = Harness(database: database, deployment: deployment, log: log, client: TestClient(port: deployment.port))
            do {
                try await body(harness)
            } catch {
                await deployment.stop()
                throw error
            }
            await deployment.stop()
        }
    }

    /// A new tenant on the plan, with its keys; without the plan's limit on requests in a second unless it `isPaced`.
    package func tenant(_ slug: String = "acme", plan: String = "pro", isPaced: Bool = false) async throws -> TestTenant {
        let made = try await deployment.accounts.create(
            NewTenant(name: slug, slug: slug, plan: plan, ownerEmail: "owner@\(slug).test"))
        if !isPaced {
            // A test is no client: what it asks for in a second says nothing.
            try await deployment.database.system { tx in
                try tx.run(
                    """
                    UPDATE billing.subscription SET overrides = overrides || '{"requests_per_second": "unlimited"}'
                    WHERE tenant_id = \(made.tenant)
                    """)
            }
        }
        return TestTenant(
            id: made.tenant, key: made.apiKey.reveal, testKey: made.testKey.reveal, client: client, slug: slug,
            owner: (made.owner.email, made.owner.password.reveal))
    }

    /// A new tenant with a slug that no other has.
    package func someTenant(plan: String = "pro", isPaced: Bool = false) async throws -> TestTenant {
        try await tenant("tenant-\(database.runtime.ids.next(Tenant.self))", plan: plan, isPaced: isPaced)
    }

    /// A further live key of the tenant: for one instance alone, or with fewer scopes.
    package func key(of tenant: TestTenant, pinnedTo instance: String? = nil, scopes: Scopes = .all) async throws -> String {
        let key = NewKey(name: "further", environment: .live, scopes: scopes, instance: instance.flatMap { InstanceID($0) })
        return try await deployment.auth.issue(key, for: tenant.id).text.reveal
    }

    /// Disconnects an instance of the tenant and returns once its line is closed: until then, though it is told as disconnected, a message may still
    /// leave.
    package func disconnect(_ instance: String, of tenant: TestTenant) async throws {
        let answer = try await tenant.call("POST", "/v1/instances/\(instance)/disconnect")
        guard answer.status < 300 else { throw NeverHappened(description: answer.text) }
        try await eventually("nobody holds its line") {
            try await database.count("SELECT count(*) FROM instances.instance WHERE id::text = \(instance) AND holder IS NOT NULL") == 0
        }
    }

    /// Returns once nothing is on its way any more: no event to relay, nothing to send, no webhook to post.
    package func settle() async throws {
        try await eventually("everything is settled") {
            try await self.database.count(
                """
                SELECT (SELECT count(*) FROM events.delivery)
                     + (SELECT count(*) FROM messaging.message WHERE state IN ('queued', 'sending'))
                     + (SELECT count(*) FROM webhooks.delivery WHERE status = 'pending')
                """) == 0
        }
    }
}
