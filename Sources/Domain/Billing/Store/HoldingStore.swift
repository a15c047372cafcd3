import Core
import Database

/// The statements on the schema `billing` that hand out or erase what a tenant has in it.
enum HoldingStore {
    /// What was used up in a day of UTC, as it is handed out.
    struct HeldDay {
        let day: CivilDay
        let json: JSON
    }

    /// The tenant's plan and its own limits; none if it has no plan.
    static func subscription(of tenant: TenantID, in tx: borrowing Transaction) throws -> [JSON] {
        try tx.rows("SELECT plan, overrides, created_at, updated_at FROM billing.subscription WHERE tenant_id = \(tenant) LIMIT 1") { row in
            [
                "plan": .string(try row.next()), "overrides": try row.next(JSON.self),
                "created_at": .string(try row.next(Instant.self).description), "updated_at": .string(try row.next(Instant.self).description),
            ]
        }
    }

    /// What the tenant used up on the days after `cursor`, the earliest first.
    static func usage(of tenant: TenantID, after cursor: CivilDay?, limit: Int, in tx: borrowing Transaction) throws -> [HeldDay] {
        let rest: SQL = cursor.map { "AND day > \($0)" } ?? ""
        return try tx.rows(
            "SELECT day, messages, api_requests FROM billing.usage_day WHERE tenant_id = \(tenant) \(rest) ORDER BY day LIMIT \(limit)"
        ) { row in
            let day: CivilDay = try row.next()
            return HeldDay(
                day: day,
                json: [
                    "date": .string(day.description), "messages": .integer(try row.next(Int64.self)),
                    "api_requests": .integer(try row.next(Int64.self)),
                ])
        }
    }

    /// Erases at most `limit` of the tenant's days; how many there were.
    static func eraseUsage(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM billing.usage_day
            WHERE tenant_id = \(tenant) AND day IN (SELECT day FROM billing.usage_day WHERE tenant_id = \(tenant) ORDER BY day LIMIT \(limit))
            """)
    }

    /// Erases what the tenant may do and might do before; 0 if it had nothing.
    static func eraseSubscription(of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        let terms = try tx.run("DELETE FROM billing.term WHERE tenant_id = \(tenant)")
        return try tx.run("DELETE FROM billing.subscription WHERE tenant_id = \(tenant)") + terms
    }
}
