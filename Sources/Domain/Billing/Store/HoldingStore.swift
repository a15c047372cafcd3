import Contracts
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

    /// Something as it is handed out, and where the next page begins.
    struct Held {
        let cursor: String
        let json: JSON
    }

    /// The tenant's entries after `cursor`, in the order of ids.
    static func entries(of tenant: TenantID, after cursor: LedgerEntryID?, limit: Int, in tx: borrowing Transaction) throws -> [Held] {
        let rest: SQL = cursor.map { "AND id > \($0)" } ?? ""
        return try tx.rows(
            "SELECT id, request_id, day, at, kind, messages FROM billing.ledger WHERE tenant_id = \(tenant) \(rest) ORDER BY id LIMIT \(limit)"
        ) { row in
            let id: LedgerEntryID = try row.next()
            return Held(
                cursor: id.description,
                json: [
                    "id": .string(id.description), "batch_id": .string(try row.next(BatchID.self).description),
                    "date": .string(try row.next(CivilDay.self).description), "at": .string(try row.next(Instant.self).description),
                    "type": .string(try row.next()), "messages": .integer(try row.next(Int64.self)),
                ])
        }
    }

    /// The tenant's plans on the days after `cursor`, from which on it had them.
    static func terms(of tenant: TenantID, after cursor: CivilDay?, limit: Int, in tx: borrowing Transaction) throws -> [Held] {
        let rest: SQL = cursor.map { "AND day > \($0)" } ?? ""
        return try tx.rows("SELECT day, plan FROM billing.term WHERE tenant_id = \(tenant) \(rest) ORDER BY day LIMIT \(limit)") { row in
            let day: CivilDay = try row.next()
            return Held(cursor: day.description, json: ["from": .string(day.description), "plan": .string(try row.next())])
        }
    }

    /// The tenant's warnings on the days after `cursor`, each day's all at once.
    static func warnings(of tenant: TenantID, after cursor: CivilDay?, limit: Int, in tx: borrowing Transaction) throws -> [Held] {
        let rest: SQL = cursor.map { "AND day > \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT day, jsonb_agg(jsonb_build_object('threshold', threshold, 'messages', messages, 'allowed', allowed) ORDER BY threshold)
            FROM billing.warning WHERE tenant_id = \(tenant) \(rest) GROUP BY day ORDER BY day LIMIT \(limit)
            """
        ) { row in
            let day: CivilDay = try row.next()
            return Held(cursor: day.description, json: ["date": .string(day.description), "warnings": try row.next(JSON.self)])
        }
    }

    /// Erases at most `limit` of the tenant's entries; how many there were. Nobody can while it has a plan.
    static func eraseEntries(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM billing.ledger
            WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM billing.ledger WHERE tenant_id = \(tenant) ORDER BY id LIMIT \(limit))
            """)
    }

    /// Erases at most about `limit` of the tenant's warnings and of what it might do before; how many there were.
    static func eraseHistory(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        let terms = try tx.run(
            """
            DELETE FROM billing.term
            WHERE tenant_id = \(tenant) AND day IN (SELECT day FROM billing.term WHERE tenant_id = \(tenant) ORDER BY day LIMIT \(limit))
            """)
        guard terms == 0 else { return terms }
        // At most two of a day.
        return try tx.run(
            """
            DELETE FROM billing.warning
            WHERE tenant_id = \(tenant) AND day IN (SELECT day FROM billing.warning WHERE tenant_id = \(tenant) ORDER BY day LIMIT \(limit / 2 + 1))
            """)
    }

    /// Erases what the tenant may do; 0 if it had nothing.
    static func eraseSubscription(of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        // Asked first: what is deleted makes everybody look up limits anew, also where there is nothing to delete.
        guard try SubscriptionStore.plan(of: tenant, in: tx) != nil else { return 0 }
        return try tx.run("DELETE FROM billing.subscription WHERE tenant_id = \(tenant)")
    }
}
