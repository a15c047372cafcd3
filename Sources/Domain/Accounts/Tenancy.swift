import Contracts
package import Core
import Database

extension Accounts {
    /// What the tenant sees of itself; throws `Problem.notFound` when it is no longer there.
    package func profile(of tenant: TenantID) async throws -> TenantProfile {
        let profile = try await database.read(as: tenant) { tx in try AccountStore.profile(tenant, in: tx) }
        guard let profile else { throw Problem.notFound(.tenant) }
        return profile
    }

    /// Suspends a tenant, or reinstates it: effective at once in this process, within a second in the others. Throws `Problem.notFound`.
    package func set(_ status: TenantStatus, of tenant: TenantID) async throws {
        let now = runtime.clock.now
        let found = try await database.system { tx in
            tx.ring(Self.changed)
            return try AccountStore.set(status, of: tenant, at: now, in: tx)
        }
        guard found else { throw Problem.notFound(.tenant) }
        tenants.forget()
    }
}
