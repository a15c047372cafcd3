import Contracts
import Core
import Database

/// The statements with which the operator finds tenants and decides about them. Across tenants; closed ones are not there.
enum ManagementStore {
    /// What is kept of a tenant here.
    struct Record: Sendable {
        let id: TenantID
        let slug: String
        let name: String
        let timeZone: String
        let created: Instant
        let suspension: ManagedTenant.Suspension?
    }

    /// Those that are meant after `cursor`, newest first.
    static func list(_ filter: TenantFilter, after cursor: TenantID?, limit: Int, in tx: borrowing Transaction) throws -> [Record] {
        var condition: SQL = "status <> 'closed'"
        if let isSuspended = filter.isSuspended {
            condition = "\(condition) AND status = \(isSuspended ? TenantStatus.suspended : .active)"
        }
        if let text = filter.text {
            // Bytes compare as the index does; what begins with the text comes before the text with the last of all characters behind it.
            let (start, end) = (text.lowercased(), text.lowercased() + "\u{10FFFF}")
            condition = """
                \(condition) AND (strpos(lower(name), lower(\(text))) > 0 OR strpos(slug, \(start)) > 0 OR id IN (
                    SELECT tenant_id FROM accounts.person WHERE email ~>=~ \(start) AND email ~<~ \(end)))
                """
        }
        if let cursor { condition = "\(condition) AND id < \(cursor)" }
        return try tx.rows("SELECT \(raw: columns) FROM accounts.tenant WHERE \(condition) ORDER BY id DESC LIMIT \(limit)", read)
    }

    /// One tenant; nil if there is none of that id.
    static func record(_ id: TenantID, in tx: borrowing Transaction) throws -> Record? {
        try tx.first("SELECT \(raw: columns) FROM accounts.tenant WHERE id = \(id) AND status <> 'closed'", read)
    }

    /// The same, and keeps others from changing it until the transaction ends.
    static func lock(_ id: TenantID, in tx: borrowing Transaction) throws -> Record? {
        try tx.first("SELECT \(raw: columns) FROM accounts.tenant WHERE id = \(id) AND status <> 'closed' FOR NO KEY UPDATE", read)
    }

    /// Suspends a tenant, or gives it another reason.
    static func suspend(_ id: TenantID, _ suspension: ManagedTenant.Suspension, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE accounts.tenant
            SET status = 'suspended', suspended_at = \(suspension.since), suspension_reason = \(suspension.reason), updated_at = \(now)
            WHERE id = \(id)
            """)
    }

    /// Lets a tenant in again.
    static func reactivate(_ id: TenantID, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE accounts.tenant SET status = 'active', suspended_at = NULL, suspension_reason = NULL, updated_at = \(now) WHERE id = \(id)
            """)
    }

    /// Those of the tenants that are neither suspended nor closed.
    static func active(among tenants: [TenantID], in tx: borrowing Transaction) throws -> Set<TenantID> {
        Set(try tx.rows("SELECT id FROM accounts.tenant WHERE id = ANY (\(tenants)) AND status = 'active'") { try $0.next(TenantID.self) })
    }

    private static let columns: StaticString = "id, slug, name, time_zone, created_at, status, suspended_at, suspension_reason"

    private static func read(_ row: inout RowReader) throws -> Record {
        let (id, slug, name, zone, created): (TenantID, String, String, String, Instant) = (
            try row.next(), try row.next(), try row.next(), try row.next(), try row.next()
        )
        let status: TenantStatus = try row.next()
        let suspension = ManagedTenant.Suspension(since: try row.next(), reason: try row.next())
        return Record(
            id: id, slug: slug, name: name, timeZone: zone, created: created, suspension: status == .suspended ? suspension : nil)
    }
}
