package import Core
import Database

extension Instances {
    /// How many instances the tenant has, and how many of them are connected.
    package func counts(of tenant: TenantID) async throws -> (all: Int, connected: Int) {
        try await context.database.read(as: tenant) { tx in
            (all: try InstanceStore.count(of: tenant, in: tx), connected: try InstanceStore.connected(of: tenant, in: tx))
        }
    }
}
