import Contracts
import Core
import Database

/// The statements on the schema `groups` that hand out or erase what a tenant has in it.
enum HoldingStore {
    /// A group as it is handed out.
    struct HeldGroup {
        let cursor: String
        let json: JSON
    }

    /// The tenant's groups after the one that `cursor` names.
    static func groups(of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction) throws -> [HeldGroup] {
        let parts = cursor?.split(separator: "/").map(String.init) ?? []
        let instance = parts.first.flatMap { InstanceID($0) }
        let rest: SQL = instance.map { "AND (instance_id, group_id) > (\($0), \(parts.last ?? ""))" } ?? ""
        return try tx.rows(
            """
            SELECT instance_id, group_id, snapshot, synced_at FROM groups.snapshot
             WHERE tenant_id = \(tenant) AND snapshot IS NOT NULL \(rest) ORDER BY instance_id, group_id LIMIT \(limit)
            """
        ) { row in
            let instance: InstanceID = try row.next()
            let group: String = try row.next()
            return HeldGroup(
                cursor: "\(instance)/\(group)",
                json: [
                    "id": .string(group), "instance_id": .string(instance.description), "group": try row.next(JSON.self),
                    "synced_at": .string(try row.next(Instant.self).description),
                ])
        }
    }

    /// Erases at most about `limit` rows of the tenant; how many there were.
    static func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        let groups = try tx.run(
            """
            DELETE FROM groups.snapshot
             WHERE tenant_id = \(tenant)
               AND (instance_id, group_id) IN (SELECT instance_id, group_id FROM groups.snapshot WHERE tenant_id = \(tenant) LIMIT \(limit))
            """)
        guard groups == 0 else { return groups }
        return try tx.run(
            """
            DELETE FROM groups.listing
             WHERE tenant_id = \(tenant)
               AND instance_id IN (SELECT instance_id FROM groups.listing WHERE tenant_id = \(tenant) LIMIT \(limit))
            """)
    }
}
