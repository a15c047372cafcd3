package import Core
package import Database

/// Giving a new tenant its plan. Offered by Billing.
package protocol Subscribing: Sendable {
    /// Whether there is a plan of that name.
    func offers(_ plan: String, in tx: borrowing Transaction) throws -> Bool
    /// The name of the tenant's plan.
    func plan(of tenant: TenantID, in tx: borrowing Transaction) throws -> String
    /// Gives `tenant` the plan of that name, or throws `Problem.invalid`; undone if the transaction is, which must be one across tenants.
    func subscribe(_ tenant: TenantID, to plan: String, in tx: borrowing Transaction) throws
}
