import Contracts
import Core
import Database

/// All SQL on which tenant has which plan.
enum SubscriptionStore {
    /// Whether a statement only reads or also keeps others from changing, and from counting against, what it reads until the transaction ends.
    enum Holding { case reading, locking }

    /// The tenant's plan and its own limits; nil if it has none.
    static func subscription(of tenant: TenantID, _ holding: Holding, in tx: borrowing Transaction) throws -> Subscription? {
        let lock: SQL =
            switch holding {
            case .reading: ""
            case .locking: "FOR NO KEY UPDATE OF subscription"
            }
        return try tx.first(
            """
            SELECT \(raw: PlanStore.columns), subscription.overrides, subscription.created_at, subscription.updated_at
            FROM billing.subscription JOIN billing.plan ON plan.name = subscription.plan
            WHERE subscription.tenant_id = \(tenant) \(lock)
            """
        ) { row in
            Subscription(
                plan: try PlanStore.read(&row), overrides: Overrides(json: try row.next()), createdAt: try row.next(), updatedAt: try row.next())
        }
    }

    /// The name of the tenant's plan, nil if it has none.
    static func plan(of tenant: TenantID, in tx: borrowing Transaction) throws -> String? {
        try tx.first("SELECT plan FROM billing.subscription WHERE tenant_id = \(tenant)") { try $0.next(String.self) }
    }

    /// Gives a tenant that has none a plan; false if there is no such plan. Across tenants.
    static func insert(_ tenant: TenantID, plan: String, at now: Instant, in tx: borrowing Transaction) throws -> Bool {
        let isGiven =
            try tx.run(
                """
                INSERT INTO billing.subscription (tenant_id, plan, created_at, updated_at)
                SELECT \(tenant), name, \(now), \(now) FROM billing.plan WHERE name = \(plan)
                """) == 1
        if isGiven { try keepTerm(of: tenant, plan: plan, from: now.day, in: tx) }
        return isGiven
    }

    /// Keeps which plan and which limits of its own a tenant has now. Across tenants.
    static func update(_ tenant: TenantID, plan: String, overrides: Overrides, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE billing.subscription SET plan = \(plan), overrides = \(overrides.json), updated_at = \(now) WHERE tenant_id = \(tenant)
            """)
        try keepTerm(of: tenant, plan: plan, from: now.day, in: tx)
    }

    private static func keepTerm(of tenant: TenantID, plan: String, from day: CivilDay, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO billing.term (tenant_id, day, plan) VALUES (\(tenant), \(day), \(plan))
            ON CONFLICT (tenant_id, day) DO UPDATE SET plan = excluded.plan
            """)
    }

    /// The number that grows with every change of plans and of tenants' own limits. Across tenants.
    static func revision(in tx: borrowing Transaction) throws -> Int64 {
        try tx.first("SELECT number FROM billing.revision") { try $0.next() } ?? 0
    }
}
