import Contracts
import Core
import Database

/// `groups.snapshot`: how groups were when they were last heard of. A group that the number has left stays as a row without a snapshot until all
/// groups are asked for again, so that an older answer cannot bring it back.
enum GroupStore {
    /// A group as it is remembered; no snapshot where the number has left it.
    struct Kept: Sendable {
        let snapshot: GroupSnapshot?
        let syncedAt: Instant

        /// The group, or that there is none.
        var found: Found {
            get throws {
                guard let snapshot else { throw Problem.notFound(.group) }
                return Found(snapshot: snapshot, syncedAt: syncedAt)
            }
        }
    }

    /// A group that the number is in.
    struct Found: Sendable {
        let snapshot: GroupSnapshot
        let syncedAt: Instant

        func details(of instance: InstanceReference, from source: GroupDetails.Source) -> GroupDetails {
            GroupDetails(instance: instance.id, snapshot: snapshot, source: source, syncedAt: syncedAt)
        }
    }

    static func find(_ group: JID, of instance: InstanceReference, in tx: borrowing Transaction) throws -> Kept? {
        try tx.first(
            """
            SELECT snapshot, synced_at FROM groups.snapshot
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND group_id = \(group.description)
            """
        ) { row in Kept(snapshot: try row.next(JSON?.self).map { try GroupSnapshot(json: $0) }, syncedAt: try row.next()) }
    }

    static func page(
        of instance: InstanceReference, after cursor: JID? = nil, skipping: Int = 0, limit: Int, in tx: borrowing Transaction
    ) throws -> [Found] {
        let rest: SQL = cursor.map { "AND group_id > \($0.description)" } ?? ""
        return try tx.rows(
            """
            SELECT snapshot, synced_at FROM groups.snapshot
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND snapshot IS NOT NULL \(rest)
             ORDER BY group_id LIMIT \(limit) OFFSET \(skipping)
            """
        ) { row in Found(snapshot: try GroupSnapshot(json: row.next()), syncedAt: try row.next()) }
    }

    /// Remembers how groups were at `at`, nil for those that were left then; what is newer stays. Each group at most once.
    static func keep(_ groups: [(JID, JSON?)], of instance: InstanceReference, at: Instant, in tx: borrowing Transaction) throws {
        // In one order everywhere: two that keep the same groups at once would otherwise wait for each other.
        let groups = groups.map { ($0.0.description, $0.1) }.sorted { $0.0 < $1.0 }
        try tx.run(
            """
            INSERT INTO groups.snapshot AS kept (tenant_id, instance_id, group_id, snapshot, synced_at)
            SELECT \(instance.tenant), \(instance.id), group_id, snapshot, \(at)
              FROM unnest(\(groups.map(\.0)), \(groups.map(\.1))) AS told (group_id, snapshot)
            ON CONFLICT (tenant_id, instance_id, group_id) DO UPDATE SET snapshot = excluded.snapshot, synced_at = excluded.synced_at
             WHERE kept.synced_at <= excluded.synced_at
            """)
    }

    /// Notes that the number is not in it any more.
    static func forget(_ group: JID, of instance: InstanceReference, at: Instant, in tx: borrowing Transaction) throws {
        try keep([(group, nil)], of: instance, at: at, in: tx)
    }

    /// Removes what was not among all groups that were asked for then, and what was left before.
    static func forget(unseenSince: Instant, of instance: InstanceReference, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            DELETE FROM groups.snapshot
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND synced_at < \(unseenSince)
            """)
    }

    /// Removes everything of the instance, or what was heard until then.
    static func forget(allOf instance: InstanceReference, until: Instant?, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            DELETE FROM groups.snapshot
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND (\(until)::timestamptz IS NULL OR synced_at <= \(until))
            """)
    }
}
