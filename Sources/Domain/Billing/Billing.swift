package import Contracts
package import Core
package import Database

/// Knows which plan a tenant has, counts what it uses of it, and says when it is used up.
///
/// Owns   billing.plan, billing.subscription, billing.usage_day
/// Says   –
/// Hears  –
/// Needs  AuditTrail
package struct Billing: Sendable {
    /// How many tenants' limits a process remembers.
    package static let cacheLimit = 10_000
    /// How long limits are remembered at most, and hence how soon the operator's changes are effective.
    package static let cacheLifetime: Duration = .seconds(1)

    let database: Database
    let trail: any AuditTrail
    let runtime: Runtime
    let known: LoadingCache<TenantID, PlanLimits>

    /// Billing over that database.
    package init(database: Database, trail: any AuditTrail, runtime: Runtime) {
        self.database = database
        self.trail = trail
        self.runtime = runtime
        known = LoadingCache(
            limit: Self.cacheLimit, lifetime: Self.cacheLifetime, absenceLifetime: Self.cacheLifetime, clock: runtime.clock)
    }
}
