package import Accounts
package import Auth
package import Billing
import Contracts
package import Core
package import Crypto
package import Database
package import Events
package import Instances

/// What one process of Herald has of Accounts, Auth, Billing and Instances, on a database of the test's own. Its clock stands until it is moved.
package struct Node: Sendable {
    // All tests of a process share one PostgreSQL, which admits a hundred connections, and two cores.
    private static let turnstile = Turnstile(places: 6)

    /// The database it is on, and what the test can do to it as its owner.
    package let test: TestDatabase
    /// The clock of its modules. Bells and connections go by the machine's.
    package let clock: ManualClock
    /// What its modules were handed.
    package let runtime: Runtime
    /// What its modules logged.
    package let log = CapturedLog()
    /// Its bells.
    package let doorbell: Doorbell
    /// Its brackets.
    package let database: Database
    /// The deployment's master key.
    package let masterKey: SymmetricKey
    /// Hashes passwords as in production, but cheaply.
    package let passwords: PasswordHasher
    package let tenants: Tenants
    package let sealing: DataKeys
    package let billing: Billing
    package let auth: Auth
    package let instances: Instances
    package let accounts: Accounts
    /// Who hears what its modules say; nobody unless a test subscribes.
    package let subscriptions = Subscriptions()
    package let outbox: Outbox
    /// Where people's browsers would find it.
    package static let publicURL = "https://herald.test"

    private init(on test: TestDatabase, masterKey: SymmetricKey, clock: ManualClock, isSignUpOpen: Bool = true) {
        self.test = test
        self.masterKey = masterKey
        self.clock = clock
        runtime = .testing(clock: clock, log: log)
        var settings = test.service
        // Longer than in production: how busy the machine is shall not decide what a test finds.
        settings.acquireTimeout = .seconds(20)
        settings.openingTimeout = .seconds(20)
        doorbell = Doorbell(settings, runtime: test.runtime)
        database = Database(settings, doorbell: doorbell, runtime: test.runtime)
        passwords = PasswordHasher(parameters: Harness.cheapPasswords, chance: runtime.chance)
        tenants = Tenants(database: database, doorbell: doorbell, runtime: runtime)
        sealing = DataKeys(database: database, masterKey: masterKey, runtime: runtime)
        outbox = Outbox(subscriptions, runtime: runtime)
        billing = Billing(database: database, outbox: outbox, trail: NoTrail(), runtime: runtime)
        auth = Auth(database: database, tenants: tenants, limits: billing, trail: NoTrail(), runtime: runtime)
        instances = Instances(
            channel: .simulator, database: database, outbox: outbox, signals: Signals(), doorbell: doorbell, limits: billing, sealing: sealing,
            trail: NoTrail(), runtime: runtime)
        accounts = Accounts(
            database: database, tenants: tenants, passwords: passwords, masterKey: masterKey, plans: billing, keys: auth, tokens: auth,
            defaults: instances, holdings: [auth, instances, billing], outbox: outbox, publicURL: Node.publicURL, isSignUpOpen: isSignUpOpen,
            trail: NoTrail(), runtime: runtime)
    }

    /// Runs `body` with a node on a new database, which is gone afterwards.
    package static func with(isSignUpOpen: Bool = true, _ body: (Node) async throws -> Void) async throws {
        await turnstile.enter()
        do {
            try await TestDatabase.with { test in
                try await Node(
                    on: test, masterKey: SymmetricKey(chance: SystemChance()), clock: ManualClock(), isSignUpOpen: isSignUpOpen
                ).run(body)
            }
        } catch {
            await turnstile.leave()
            throw error
        }
        await turnstile.leave()
    }

    /// Runs `body` with another process on the same database.
    package func withAnother(_ body: (Node) async throws -> Void) async throws {
        try await Node(on: test, masterKey: masterKey, clock: ManualClock()).run(body)
    }

    /// Makes a tenant of that slug, with an owner and its keys.
    @discardableResult
    package func makeTenant(_ slug: String = "acme", plan: String = "pro") async throws -> TenantCreation {
        try await accounts.create(NewTenant(name: "Tenant \(slug)", slug: slug, plan: plan, ownerEmail: "owner@\(slug).test"))
    }

    /// Asks `condition` again and again until it holds, for `limit` at most; whether it came to hold. For what only another node knows.
    package func holds(within limit: Duration, _ condition: () async throws -> Bool) async throws -> Bool {
        let clock = SystemClock()
        let deadline = clock.monotonic + limit
        while try await !condition() {
            guard clock.monotonic < deadline else { return false }
            try await clock.sleep(for: .milliseconds(5))
        }
        return true
    }

    private func run(_ body: (Node) async throws -> Void) async throws {
        let services: [any Service] = [doorbell, tenants, auth]
        for service in services { try await service.start() }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(self))
        } catch {
            outcome = .failure(error)
        }
        for service in services.reversed() { await service.stop() }
        await database.close()
        try outcome.get()
    }
}
