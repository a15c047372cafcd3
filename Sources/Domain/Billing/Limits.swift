package import Contracts
package import Core
package import Database

extension Billing {
    /// What the tenant may do, as it was at most `cacheLifetime` ago; nil without a plan, with which nothing is allowed.
    package func limits(of tenant: TenantID) async throws -> PlanLimits? {
        if let limits = known.remembered(tenant) { return limits }
        let database = database
        return try await known.value(of: tenant) {
            try await database.read(as: tenant) { tx in try BillingStore.limits(of: tenant, .reading, in: tx) }
        }
    }
}

extension Billing: LimitGate {
    package func require(
        _ thing: Problem.Thing, count: @autoclosure () throws -> Int, for tenant: TenantID, in tx: borrowing Transaction
    ) throws {
        guard let limits = try BillingStore.limits(of: tenant, .locking, in: tx) else { throw Problem.limitReached(thing, limit: 0) }
        guard let allowed = limits.allowed(thing) else { return }
        guard try count() < allowed else { throw Problem.limitReached(thing, limit: allowed) }
    }
}

extension Billing: Subscribing {
    package func offers(_ plan: String, in tx: borrowing Transaction) throws -> Bool {
        try BillingStore.isThere(plan, in: tx)
    }

    package func plan(of tenant: TenantID, in tx: borrowing Transaction) throws -> String {
        guard let plan = try BillingStore.plan(of: tenant, in: tx) else { throw Problem.notFound(.tenant) }
        return plan
    }

    package func subscribe(_ tenant: TenantID, to plan: String, in tx: borrowing Transaction) throws {
        guard try BillingStore.subscribe(tenant, to: plan, at: runtime.clock.now, in: tx) else {
            throw Problem.invalid([Violation("/plan", "There is no plan of that name.")])
        }
    }
}
