package import Core
package import Database

/// How many things of a kind a tenant's plan allows. Offered by Billing.
package protocol LimitGate: Sendable {
    /// Throws `Problem.limitReached` unless there may be one more `thing` than `count` says there are.
    ///
    /// `count` is asked after the tenant's plan has been locked, and the lock is held until the transaction ends: of two creations at the
    /// same time the second counts the first. Ask inside the transaction that creates, before it does.
    func require(_ thing: Problem.Thing, count: @autoclosure () throws -> Int, for tenant: TenantID, in tx: borrowing Transaction) throws
}
