import Contracts
import Core
import Database

/// All SQL on the ledger.
enum LedgerStore {
    /// What a day's row says and what its entries sum up to.
    struct Sum: Sendable {
        let day: CivilDay
        let counted: Int
        let entries: Int
    }

    /// Counts an entry if it fits; whether it did.
    static func reserve(_ entry: QuotaEntry, for tenant: TenantID, on day: CivilDay, in tx: borrowing Transaction) throws -> Bool {
        guard let amount = Int32(exactly: entry.messages) else { return false }
        let used = try tx.first(
            """
            SELECT (billing.reserve(\(tenant), \(day), \(entry.at), \(entry.kind.rawValue), ARRAY[\(entry.id)], ARRAY[\(entry.request)],
                                    ARRAY[\(amount)]))[1]
            """
        ) { try $0.next(Int?.self) }
        return used.flatMap { $0 } != nil
    }

    /// Gives an entry back.
    static func giveBack(_ entry: QuotaEntry, for tenant: TenantID, on day: CivilDay, in tx: borrowing Transaction) throws {
        guard let amount = Int32(exactly: entry.messages) else { return }
        try tx.run(
            """
            SELECT billing.give_back(\(tenant), \(day), \(entry.at), ARRAY[\(entry.id)], ARRAY[\(entry.request)], ARRAY[\(amount)])
            """)
    }

    /// Up to `limit` tenants that something is known of, after the one of that id. Across tenants.
    static func tenants(after: TenantID?, limit: Int, in tx: borrowing Transaction) throws -> [TenantID] {
        let rest: SQL = after.map { "WHERE tenant_id > \($0)" } ?? ""
        return try tx.rows("SELECT tenant_id FROM billing.subscription \(rest) ORDER BY tenant_id LIMIT \(limit)") { try $0.next(TenantID.self) }
    }

    /// The days on which the tenant's row and entries are not the same, the earliest first. Across tenants.
    static func differences(of tenant: TenantID, limit: Int, in tx: borrowing Transaction) throws -> [Sum] {
        try tx.rows(
            """
            SELECT day, coalesce(usage.messages, 0), coalesce(entries.messages, 0)
            FROM (SELECT day, messages FROM billing.usage_day WHERE tenant_id = \(tenant)) AS usage
            FULL JOIN (SELECT day, sum(messages)::bigint AS messages FROM billing.ledger WHERE tenant_id = \(tenant) GROUP BY day) AS entries
                USING (day)
            WHERE coalesce(usage.messages, 0) <> coalesce(entries.messages, 0) ORDER BY day LIMIT \(limit)
            """
        ) { row in Sum(day: try row.next(), counted: try row.next(), entries: try row.next()) }
    }

    /// What the tenant's entries sum up to, kind by kind. Across tenants.
    static func sums(of tenant: TenantID, in tx: borrowing Transaction) throws -> [LedgerKind: Int] {
        let rows = try tx.rows("SELECT kind, sum(messages)::bigint FROM billing.ledger WHERE tenant_id = \(tenant) GROUP BY kind") { row in
            (kind: LedgerKind(rawValue: try row.next()), messages: try row.next(Int.self))
        }
        return Dictionary(rows.compactMap { row in row.kind.map { ($0, row.messages) } }, uniquingKeysWith: +)
    }

    /// Which of those messages were counted when their time came. Across tenants.
    static func scheduled(_ messages: [MessageID], of tenant: TenantID, in tx: borrowing Transaction) throws -> Set<MessageID> {
        Set(
            try tx.rows("SELECT id FROM billing.ledger WHERE tenant_id = \(tenant) AND id = ANY (\(messages)) AND kind = 'scheduled'") {
                try $0.next(MessageID.self)
            })
    }
}
