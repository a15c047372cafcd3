package import Contracts
package import Core
package import Database
package import Events

/// Knows which plan a tenant has, counts what it uses of it, and says when it is used up.
///
/// Owns   billing.plan, billing.plan_version, billing.subscription, billing.term, billing.revision, billing.usage_day,
///        billing.ledger, billing.warning, billing.node
/// Says   UsageWarning
/// Hears  –
/// Needs  AuditTrail, CountedMessages
package struct Billing: Sendable {
    /// How many tenants' limits a process remembers, and of how many what they used up today.
    package static let cacheLimit = 10_000
    /// How long limits are remembered at most. A change does not wait for it.
    package static let cacheLifetime: Duration = .seconds(60)
    /// How long it is remembered that a tenant has no plan.
    package static let absenceLifetime: Duration = .seconds(1)
    /// How often every process looks whether limits have changed.
    package static let lookInterval: Duration = .milliseconds(400)
    /// How long after such a look limits that are remembered hold: a change is effective on every node within this time.
    package static let lookLifetime: Duration = .seconds(1)
    /// How often it is looked up what tenants have used up today that this process has not accepted.
    package static let meterInterval: Duration = .seconds(2)

    let database: Database
    let outbox: Outbox
    let trail: any AuditTrail
    let runtime: Runtime
    let known: RevisedCache<TenantID, PlanLimits>
    let meter: Meter
    /// What must run while anybody is to be limited.
    package var services: [any Service] {
        lookers + [Worker("usage warnings", poll: Self.warningInterval, runtime: runtime) { try await warn() }]
    }
    private let lookers: [any Service]

    /// Billing over that database.
    package init(database: Database, outbox: Outbox, trail: any AuditTrail, runtime: Runtime) {
        let known = RevisedCache<TenantID, PlanLimits>(
            limit: Self.cacheLimit, lifetime: Self.cacheLifetime, absenceLifetime: Self.absenceLifetime, lookLifetime: Self.lookLifetime,
            database: database, clock: runtime.clock
        ) { tx in try SubscriptionStore.revision(in: tx) }
        let meter = Meter(database: database, clock: runtime.clock)
        self.database = database
        self.outbox = outbox
        self.trail = trail
        self.runtime = runtime
        self.known = known
        self.meter = meter
        lookers = [
            // It looks on at the same pace while the database is away: requests ask it themselves until it is there again.
            Worker("limits", poll: Self.lookInterval, longestBackoff: Self.lookInterval, runtime: runtime) {
                try await known.look()
                return 0
            },
            Worker("usage", poll: Self.meterInterval, runtime: runtime) {
                try await meter.look()
                return 0
            },
        ]
    }
}
