import Core
import Database

/// The statement that goes through all tenants. Across tenants.
enum RollStore {
    /// Tenants that are not closed after that one, in the order of their ids.
    static func page(after cursor: TenantID?, limit: Int, in tx: borrowing Transaction) throws -> [(tenant: TenantID, slug: String)] {
        let rest: SQL = cursor.map { "AND id > \($0)" } ?? ""
        return try tx.rows("SELECT id, slug FROM accounts.tenant WHERE status <> 'closed' \(rest) ORDER BY id LIMIT \(limit)") { row in
            (try row.next(), try row.next())
        }
    }
}
