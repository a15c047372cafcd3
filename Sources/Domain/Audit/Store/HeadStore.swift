import Contracts
import Core
import Database

/// `audit.head`: where the chains end.
enum HeadStore {
    /// Where the trail ends and the seal of that, nobody else adding to it until the transaction ends; nil if nothing was ever written.
    static func lock(_ tenant: TenantID, in tx: borrowing Transaction) throws -> (head: Head, seal: [UInt8])? {
        try tx.first("SELECT \(raw: columns) FROM audit.head WHERE tenant_id = \(tenant) FOR NO KEY UPDATE", read)
    }

    /// The same, without a lock.
    static func find(_ tenant: TenantID, in tx: borrowing Transaction) throws -> (head: Head, seal: [UInt8])? {
        try tx.first("SELECT \(raw: columns) FROM audit.head WHERE tenant_id = \(tenant)", read)
    }

    /// Begins a trail, unless another has just done so.
    static func insert(_ head: Head, seal: [UInt8], of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO audit.head (tenant_id, sequence, hash, refusals_since, refusals, left_out, seal)
            VALUES (\(tenant), \(head.sequence), \(head.hash), \(head.refusalsSince), \(head.refusals), \(head.leftOut), \(seal))
            ON CONFLICT (tenant_id) DO NOTHING
            """)
    }

    /// Keeps how refusals are counted.
    static func update(_ head: Head, seal: [UInt8], of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE audit.head SET refusals_since = \(head.refusalsSince), refusals = \(head.refusals), left_out = \(head.leftOut), seal = \(seal)
             WHERE tenant_id = \(tenant)
            """)
    }

    /// Takes the end of a closed tenant's trail away; nil if it has none any more. Across tenants.
    static func delete(of tenant: TenantID, in tx: borrowing Transaction) throws -> Head? {
        try tx.first("DELETE FROM audit.head WHERE tenant_id = \(tenant) RETURNING \(raw: columns)", read)?.head
    }

    /// Whose trails there are after that one, in the order of their ids. Across tenants.
    static func tenants(after cursor: TenantID?, limit: Int, in tx: borrowing Transaction) throws -> [TenantID] {
        let rest: SQL = cursor.map { "WHERE tenant_id > \($0)" } ?? ""
        return try tx.rows("SELECT tenant_id FROM audit.head \(rest) ORDER BY tenant_id LIMIT \(limit)") { try $0.next() }
    }

    private static let columns: StaticString = "sequence, hash, refusals_since, refusals, left_out, seal"

    private static func read(_ row: inout RowReader) throws -> (head: Head, seal: [UInt8]) {
        let head = Head(
            sequence: try row.next(), hash: try row.next(), refusalsSince: try row.next(), refusals: try row.next(), leftOut: try row.next())
        return (head, try row.next())
    }
}
