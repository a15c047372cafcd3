import Contracts
import Core
import Database

/// `audit.entry`: what was done.
enum EntryStore {
    /// Adds an entry and moves the end of the chain behind it, which is locked.
    static func append(_ entry: Entry, hash: [UInt8], movingTo head: Head, sealed seal: [UInt8], in tx: borrowing Transaction) throws {
        try tx.run(
            """
            WITH moved AS (
                UPDATE audit.head SET sequence = \(head.sequence), hash = \(head.hash), refusals_since = \(head.refusalsSince),
                       refusals = \(head.refusals), left_out = \(head.leftOut), seal = \(seal)
                 WHERE tenant_id = \(entry.tenant))
            INSERT INTO audit.entry
                (tenant_id, sequence, id, at, action, actor, actor_id, person_id, subject, before, after, address, request_id, hash)
            VALUES (\(entry.tenant), \(entry.sequence), \(entry.id), \(entry.at), \(entry.action), \(entry.actor), \(entry.actorID),
                    \(entry.person), \(entry.subject), \(entry.before), \(entry.after), \(entry.address), \(entry.request), \(hash))
            """)
    }

    /// The last entry's number and code; nil if there is none.
    static func last(of tenant: TenantID, in tx: borrowing Transaction) throws -> (sequence: Int64, hash: [UInt8])? {
        try tx.first("SELECT sequence, hash FROM audit.entry WHERE tenant_id = \(tenant) ORDER BY sequence DESC LIMIT 1") { row in
            (try row.next(), try row.next())
        }
    }

    /// Entries of one tenant, or of all for nil, newest first. For all only across tenants.
    static func newest(
        of tenant: TenantID?, matching filter: AuditFilter, after cursor: AuditEntryID?, limit: Int, in tx: borrowing Transaction
    ) throws -> [(entry: Entry, hash: [UInt8])] {
        let whose: SQL = tenant.map { "tenant_id = \($0)" } ?? "true"
        let what: SQL = filter.action.map { "AND action = \($0.rawValue)" } ?? ""
        let since: SQL = filter.from.map { "AND at >= \($0)" } ?? ""
        let until: SQL = filter.to.map { "AND at < \($0)" } ?? ""
        let rest: SQL = cursor.map { "AND id < \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT \(raw: columns) FROM audit.entry WHERE \(whose) \(what) \(since) \(until) \(rest) ORDER BY id DESC LIMIT \(limit)
            """, read)
    }

    /// A tenant's entries from the one after `sequence` on, oldest first.
    static func following(
        _ sequence: Int64, of tenant: TenantID, limit: Int, in tx: borrowing Transaction
    ) throws -> [(entry: Entry, hash: [UInt8])] {
        try tx.rows(
            """
            SELECT \(raw: columns) FROM audit.entry WHERE tenant_id = \(tenant) AND sequence > \(sequence) ORDER BY sequence LIMIT \(limit)
            """, read)
    }

    /// Whose entries there are after that tenant's: the next one. Across tenants.
    static func tenant(after cursor: TenantID?, in tx: borrowing Transaction) throws -> TenantID? {
        let rest: SQL = cursor.map { "WHERE tenant_id > \($0)" } ?? ""
        return try tx.first("SELECT tenant_id FROM audit.entry \(rest) ORDER BY tenant_id LIMIT 1") { try $0.next() }
    }

    /// Erases at most `limit` of a closed tenant's entries; how many there were. Across tenants.
    static func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM audit.entry
             WHERE tenant_id = \(tenant)
               AND sequence IN (SELECT sequence FROM audit.entry WHERE tenant_id = \(tenant) ORDER BY sequence LIMIT \(limit))
            """)
    }

    private static let columns: StaticString = """
        tenant_id, sequence, id, at, action, actor, actor_id, person_id, subject, before, after, address, request_id, hash
        """

    private static func read(_ row: inout RowReader) throws -> (entry: Entry, hash: [UInt8]) {
        let entry = Entry(
            tenant: try row.next(), sequence: try row.next(), id: try row.next(), at: try row.next(), action: try row.next(),
            actor: try row.next(), actorID: try row.next(), person: try row.next(), subject: try row.next(), before: try row.next(),
            after: try row.next(), address: try row.next(), request: try row.next())
        return (entry, try row.next())
    }
}
