import Core
import Database

/// The statements that erase what the schema `accounts` has of a closed tenant. Across tenants.
enum ErasureStore {
    /// The tenant that was closed first, until `moment`, is none of `others`, and is in no other process's hands; it stays in this one's until the
    /// transaction ends.
    static func claim(closedUntil moment: Instant, except others: [TenantID], in tx: borrowing Transaction) throws -> TenantID? {
        try tx.first(
            """
            SELECT id FROM accounts.tenant WHERE status = 'closed' AND closed_at <= \(moment) AND id <> ALL (\(others))
            ORDER BY closed_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
            """
        ) { try $0.next(TenantID.self) }
    }

    /// Erases at most `limit` of the tenant's people; how many there were.
    static func erasePeople(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM accounts.person
            WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM accounts.person WHERE tenant_id = \(tenant) ORDER BY id LIMIT \(limit))
            """)
    }

    /// Erases at most `limit` of the tenant's invitations; how many there were.
    static func eraseInvitations(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM accounts.invitation
            WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM accounts.invitation WHERE tenant_id = \(tenant) ORDER BY id LIMIT \(limit))
            """)
    }

    /// Erases a closed tenant, its slug and its data keys; how many rows they were.
    static func eraseTenant(_ tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        let keys = try tx.run("DELETE FROM accounts.data_key WHERE tenant_id = \(tenant)")
        let slugs = try tx.run("DELETE FROM accounts.slug WHERE tenant_id = \(tenant)")
        return keys + slugs + (try tx.run("DELETE FROM accounts.tenant WHERE id = \(tenant) AND status = 'closed'"))
    }
}
