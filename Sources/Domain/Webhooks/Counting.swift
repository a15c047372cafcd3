package import Core
import Database

extension Webhooks {
    /// How many endpoints the tenant has.
    package func endpointCount(of tenant: TenantID) async throws -> Int {
        try await database.read(as: tenant) { tx in try EndpointStore.count(of: tenant, in: tx) }
    }
}
