package import Core
package import Database

/// The instance that requests mean which name none. Offered by Instances; atomic with other changes to the tenant.
package protocol DefaultInstance: Sendable {
    /// Which it is, nil if there is none.
    func defaultInstance(of tenant: TenantID, in tx: borrowing Transaction) throws -> InstanceID?
    /// Makes it that one, or none for nil; throws `Problem.invalid` at `/default_instance_id` when it is not the tenant's.
    func makeDefault(_ instance: InstanceID?, of tenant: TenantID, in tx: borrowing Transaction) throws
}
