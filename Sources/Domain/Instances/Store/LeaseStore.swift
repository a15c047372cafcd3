import Contracts
import Core
import Database

/// Who holds which sessions: `instances.holder`, and the claims in `instances.instance`. Across tenants, and each statement for all sessions
/// of a process at once.
enum LeaseStore {
    static func enlist(_ holder: HolderID, until: Instant, in tx: borrowing Transaction) throws {
        try tx.run("INSERT INTO instances.holder (id, lease_until) VALUES (\(holder), \(until))")
    }

    /// Prolongs the lease; false when it has run out, after which it must not be prolonged, since others may have acted on that.
    static func renew(_ holder: HolderID, until: Instant, at now: Instant, in tx: borrowing Transaction) throws -> Bool {
        try tx.run("UPDATE instances.holder SET lease_until = \(until) WHERE id = \(holder) AND lease_until > \(now)") == 1
    }

    /// Gives everything back at once: claims of a holder that is not there count for nothing.
    static func dismiss(_ holder: HolderID, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM instances.holder WHERE id = \(holder)")
    }

    /// Removes holders whose lease ended before that time.
    static func sweep(before: Instant, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM instances.holder WHERE lease_until < \(before)")
    }

    /// What the rows of these claims want now; claims that are no longer worth anything are left out.
    static func orders(for claims: [Claim], in tx: borrowing Transaction) throws -> [Order] {
        guard !claims.isEmpty else { return [] }
        return try tx.rows(
            """
            SELECT \(orderColumns)
            FROM unnest(\(claims.map(\.instance.tenant)), \(claims.map(\.instance.id)), \(claims.map(\.holder)), \(claims.map(\.fence)))
                AS claim (tenant_id, id, holder, fence)
            JOIN instances.instance ON instance.tenant_id = claim.tenant_id AND instance.id = claim.id
                AND instance.holder = claim.holder AND instance.fence = claim.fence
            """, readOrder)
    }

    /// Takes instances that want something and that nobody holds: at most `limit`, only those of `channels`, and none of `held`, which the
    /// holder has already.
    static func claim(
        _ limit: Int, of channels: [ChannelName], for holder: HolderID, except held: [Claim], at now: Instant, chance: () -> Double,
        in tx: borrowing Transaction
    ) throws -> [Order] {
        let free = try tx.rows(
            """
            SELECT \(InstanceStore.columns), fence FROM instances.instance
            WHERE wish <> 'none' AND (open_after IS NULL OR open_after <= \(now)) AND channel = ANY(\(channels.map(\.rawValue)))
                AND NOT EXISTS (SELECT FROM instances.holder
                    WHERE holder.id = instance.holder AND holder.lease_until > \(now) AND holder.id <> \(holder))
                AND NOT EXISTS (SELECT FROM unnest(\(held.map(\.instance.tenant)), \(held.map(\.instance.id))) AS held (tenant_id, id)
                    WHERE held.tenant_id = instance.tenant_id AND held.id = instance.id)
            ORDER BY tenant_id, id LIMIT \(limit) FOR NO KEY UPDATE SKIP LOCKED
            """
        ) { row in
            let found = try InstanceStore.read(&row)
            return (row: found, fence: try row.next(Int64.self))
        }
        guard !free.isEmpty else { return [] }
        let taken = free.map { found in
            var state = found.row.lifecycle
            state.claimed(retry: now + BackOff.pause(after: state.openings + 1, chance: chance()))
            return (instance: found.row.reference, state: state)
        }
        return try tx.rows(
            """
            UPDATE instances.instance SET holder = \(holder), fence = instance.fence + 1, status = claim.status,
                status_reason = claim.status_reason, openings = claim.openings, open_after = claim.open_after, code_sealed = NULL, code_sequence = NULL,
                code_expires_at = NULL, typed_sealed = NULL, typed_sequence = NULL, typed_expires_at = NULL, passkey_sealed = NULL,
                updated_at = CASE WHEN instance.status = claim.status THEN instance.updated_at ELSE \(now) END
            FROM unnest(\(taken.map(\.instance.tenant)), \(taken.map(\.instance.id)), \(taken.map(\.state.status.rawValue)),
                \(taken.map(\.state.reason?.rawValue)), \(taken.map { Int32(clamping: $0.state.openings) }), \(taken.map(\.state.openAfter)))
                AS claim (tenant_id, id, status, status_reason, openings, open_after)
            WHERE instance.tenant_id = claim.tenant_id AND instance.id = claim.id
            RETURNING \(orderColumns)
            """, readOrder)
    }

    private static let orderColumns: SQL = """
        instance.tenant_id, instance.id, instance.holder, instance.fence, instance.channel, instance.wish, instance.asked
        """

    private static func readOrder(_ row: inout RowReader) throws -> Order {
        let instance = try InstanceReference(tenant: row.next(), id: row.next())
        let claim = try Claim(instance: instance, holder: row.next(), fence: row.next())
        return try Order(claim: claim, channel: row.next(), wish: row.next(), asked: row.next())
    }
}
