import Contracts
import Core
import Database

/// All SQL on the schema `billing`.
enum BillingStore {
    /// Whether a statement only reads a tenant's limits or also keeps others from reading them so until the transaction ends.
    enum Holding { case reading, locking }

    /// What the tenant may do, nil if it has no plan.
    static func limits(of tenant: TenantID, _ holding: Holding, in tx: borrowing Transaction) throws -> PlanLimits? {
        let lock: SQL =
            switch holding {
            case .reading: ""
            case .locking: "FOR NO KEY UPDATE OF subscription"
            }
        return try tx.first(
            """
            SELECT plan.name,
                billing.effective(plan.max_instances, overrides -> 'max_instances'),
                billing.effective(plan.messages_per_day, overrides -> 'messages_per_day'),
                billing.effective(plan.requests_per_second, overrides -> 'requests_per_second'),
                billing.effective(plan.max_keys, overrides -> 'max_keys'),
                billing.effective(plan.max_webhook_endpoints, overrides -> 'max_webhook_endpoints'),
                plan.media_bytes || coalesce(overrides -> 'media_bytes', '{}')
            FROM billing.subscription JOIN billing.plan ON plan.name = subscription.plan
            WHERE subscription.tenant_id = \(tenant) \(lock)
            """
        ) { row in
            PlanLimits(
                plan: try row.next(), maxInstances: try row.next(), messagesPerDay: try row.next(), requestsPerSecond: try row.next(),
                maxKeys: try row.next(), maxWebhookEndpoints: try row.next(), mediaBytes: bytesByKind(try row.next()))
        }
    }

    /// Counts the messages if they fit; whether they did.
    static func reserve(_ messages: Int, for tenant: TenantID, on day: CivilDay, in tx: borrowing Transaction) throws -> Bool {
        guard let amount = Int32(exactly: messages) else { return false }
        return try tx.first("SELECT (billing.reserve(\(tenant), \(day), ARRAY[\(amount)]))[1]") { try $0.next(Bool.self) } ?? false
    }

    /// Whether there is a plan of that name.
    static func isThere(_ plan: String, in tx: borrowing Transaction) throws -> Bool {
        try tx.first("SELECT true FROM billing.plan WHERE name = \(plan)") { try $0.next(Bool.self) } ?? false
    }

    /// The name of the tenant's plan, nil if it has none.
    static func plan(of tenant: TenantID, in tx: borrowing Transaction) throws -> String? {
        try tx.first("SELECT plan FROM billing.subscription WHERE tenant_id = \(tenant)") { try $0.next(String.self) }
    }

    /// Gives a tenant that has none a plan; false if there is no such plan. Across tenants.
    static func subscribe(_ tenant: TenantID, to plan: String, at now: Instant, in tx: borrowing Transaction) throws -> Bool {
        try tx.run(
            """
            INSERT INTO billing.subscription (tenant_id, plan, created_at, updated_at)
            SELECT \(tenant), name, \(now), \(now) FROM billing.plan WHERE name = \(plan)
            """) == 1
    }

    private static func bytesByKind(_ json: JSON) -> [String: Int] {
        var bytes: [String: Int] = [:]
        for member in json.object ?? [] {
            if let number = member.value.integer { bytes[member.name] = Int(number) }
        }
        return bytes
    }
}
