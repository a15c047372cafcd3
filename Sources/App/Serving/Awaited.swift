import Contracts
import Core
import Database

/// Knows no default instance.
struct NoDefaults: DefaultInstance {
    func defaultInstance(of tenant: TenantID, in tx: borrowing Transaction) throws -> InstanceID? { nil }
    func makeDefault(_ instance: InstanceID?, of tenant: TenantID, in tx: borrowing Transaction) throws {}
}
