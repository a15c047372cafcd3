package import Core
import Database

extension Auth {
    /// How many keys the tenant can use.
    package func keyCount(of tenant: TenantID) async throws -> Int {
        try await database.read(as: tenant) { tx in try KeyStore.count(of: tenant, in: tx) }
    }
}
