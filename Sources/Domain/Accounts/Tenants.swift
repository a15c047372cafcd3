package import Contracts
package import Core
package import Database

/// What other modules may know of tenants, answered from memory where it is fresh enough.
package final class Tenants: TenantDirectory, Service {
    /// How many tenants a process remembers, by id and as many by slug.
    package static let cacheLimit = 10_000
    /// How long what is known of a tenant is remembered at most.
    package static let cacheLifetime: Duration = .seconds(1)

    package let name = "tenants"
    private let database: Database
    private let doorbell: Doorbell
    private let byID: LoadingCache<TenantID, TenantFacts>
    private let bySlug: LoadingCache<String, TenantFacts>
    private let listener = Lock<Task<Void, Never>?>(nil)

    /// A directory over that database.
    package init(database: Database, doorbell: Doorbell, runtime: Runtime) {
        self.database = database
        self.doorbell = doorbell
        byID = LoadingCache(
            limit: Self.cacheLimit, lifetime: Self.cacheLifetime, absenceLifetime: Self.cacheLifetime, clock: runtime.clock)
        bySlug = LoadingCache(
            limit: Self.cacheLimit, lifetime: Self.cacheLifetime, absenceLifetime: Self.cacheLifetime, clock: runtime.clock)
    }

    package func tenant(_ id: TenantID) async throws -> TenantFacts? {
        if let facts = byID.remembered(id) { return facts }
        let database = database
        return try await byID.value(of: id) {
            try await database.system { tx in try AccountStore.facts(id, in: tx) }
        }
    }

    package func tenant(slug: String) async throws -> TenantFacts? {
        // Nothing longer is a slug, and nothing longer shall be remembered.
        guard NewTenant.slugLength.contains(slug.utf8.count) else { return nil }
        let database = database
        return try await bySlug.value(of: slug) {
            try await database.system { tx in try AccountStore.facts(slug: slug, in: tx) }
        }
    }

    /// Begins to hear of changes elsewhere.
    package func start() async throws {
        let rings = doorbell.rings(Accounts.changed)
        listener.withLock { listener in
            listener = Task { [self] in
                for await _ in rings { forget() }
            }
        }
    }

    package func stop() async {
        listener.withLock { $0?.cancel() }
    }

    /// Forgets what may have changed.
    func forget() {
        byID.removeAll()
        bySlug.removeAll()
    }
}
