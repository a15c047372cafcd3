package import Core
package import Database

/// Which tenant has which plan. Offered by Billing.
package protocol Subscribing: Sendable {
    /// Whether there is a plan of that name.
    func offers(_ plan: String, in tx: borrowing Transaction) throws -> Bool
    /// The name of the tenant's plan.
    func plan(of tenant: TenantID, in tx: borrowing Transaction) throws -> String
    /// Gives `tenant` the plan of that name, or throws `Problem.invalid`; undone if the transaction is, which must be one across tenants.
    func subscribe(_ tenant: TenantID, to plan: String, in tx: borrowing Transaction) throws
    /// Gives the tenant another plan where one is named, and changes its own limits; audited, and undone if the transaction is, which must be one across
    /// tenants. Throws `Problem.invalid` at `/plan` and below `/overrides`, `.notFound(.tenant)`. Call `forgetLimits` once it is committed.
    func change(_ tenant: TenantID, plan: String?, overrides: OverrideChanges, in tx: borrowing Transaction) throws
    /// What this process remembers of limits counts no more; the others notice within a second.
    func forgetLimits()
}
