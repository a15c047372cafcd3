package import Contracts
package import Core
import Crypto
package import Database

/// Admits callers by their API keys, and issues, lists and revokes these.
///
/// Owns   auth.api_key, auth.digest
/// Says   –
/// Hears  –
/// Needs  TenantDirectory, LimitGate
package final class Auth: Service {
    /// Rung when a key was revoked anywhere.
    package static let changed = Topic("auth.changed")
    /// How many admissions a process remembers, and how many keys that admit nobody.
    package static let cacheLimit = 100_000
    /// How long an admission is remembered at most. A revocation does not wait for it, as long as bells are heard.
    package static let cacheLifetime: Duration = .seconds(60)
    /// How long it is remembered that a key admits nobody.
    package static let absenceLifetime: Duration = .seconds(5)

    package let name = "auth"
    let database: Database
    let tenants: any TenantDirectory
    let limits: any LimitGate
    let runtime: Runtime
    let admissions: LoadingCache<SHA256Digest, KeyStore.Admission>
    private let doorbell: Doorbell
    private let listener = Lock<Task<Void, Never>?>(nil)

    /// Auth over that database; suspended tenants are known by `tenants`, and how many keys a tenant may have by `limits`.
    package init(database: Database, doorbell: Doorbell, tenants: any TenantDirectory, limits: any LimitGate, runtime: Runtime) {
        self.database = database
        self.doorbell = doorbell
        self.tenants = tenants
        self.limits = limits
        self.runtime = runtime
        admissions = LoadingCache(
            limit: Self.cacheLimit, lifetime: Self.cacheLifetime, absenceLifetime: Self.absenceLifetime, clock: runtime.clock)
    }

    /// Begins to hear of revocations elsewhere.
    package func start() async throws {
        let rings = doorbell.rings(Self.changed)
        let admissions = admissions
        listener.withLock { listener in
            listener = Task {
                for await _ in rings { admissions.removeAll() }
            }
        }
    }

    package func stop() async {
        listener.withLock { $0?.cancel() }
    }
}
