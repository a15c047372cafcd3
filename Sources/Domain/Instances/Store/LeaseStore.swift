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

    /// Those of these claims whose rows want something else than the session that was asked for, and what; nil where the claim is worth nothing
    /// any more.
    static func orders(
        for claims: [(claim: Claim, asked: Int64)], in tx: borrowing Transaction
    ) throws -> [(claim: Claim, wish: Wish?)] {
        guard !claims.isEmpty else { return [] }
        return try tx.rows(
            """
            SELECT claim.tenant_id, claim.id, claim.holder, claim.fence, instance.wish
            FROM unnest(\(claims.map(\.claim.instance.tenant)), \(claims.map(\.claim.instance.id)), \(claims.map(\.claim.holder)),
                \(claims.map(\.claim.fence)), \(claims.map(\.asked))) AS claim (tenant_id, id, holder, fence, asked)
            LEFT JOIN instances.instance ON instance.tenant_id = claim.tenant_id AND instance.id = claim.id
                AND instance.holder = claim.holder AND instance.fence = claim.fence
            WHERE instance.id IS NULL OR instance.wish <> 'session' OR instance.asked <> claim.asked
            """
        ) { row in
            let instance = try InstanceReference(tenant: row.next(), id: row.next())
            return try (Claim(instance: instance, holder: row.next(), fence: row.next()), row.next(Wish?.self))
        }
    }

    /// Gives back what these claims hold.
    static func release(_ claims: [Claim], in tx: borrowing Transaction) throws {
        guard !claims.isEmpty else { return }
        try tx.run(
            """
            UPDATE instances.instance SET holder = NULL
            FROM unnest(\(claims.map(\.instance.tenant)), \(claims.map(\.instance.id)), \(claims.map(\.holder)), \(claims.map(\.fence)))
                AS claim (tenant_id, id, holder, fence)
            WHERE instance.tenant_id = claim.tenant_id AND instance.id = claim.id
                AND instance.holder = claim.holder AND instance.fence = claim.fence
            """)
    }

    /// When an instance was last heard.
    struct Seen {
        let claim: Claim
        let at: Instant
        /// Whether its connection has worked long enough.
        let isLasting: Bool
    }

    /// Notes signs of life. Rows that somebody is changing are left out: they would be waited for, in no order, by a statement that has others
    /// already.
    static func note(_ seen: [Seen], in tx: borrowing Transaction) throws {
        guard !seen.isEmpty else { return }
        try tx.run(
            """
            WITH seen AS MATERIALIZED (
                SELECT instance.tenant_id, instance.id, note.at, note.lasting
                FROM unnest(\(seen.map(\.claim.instance.tenant)), \(seen.map(\.claim.instance.id)), \(seen.map(\.claim.holder)),
                    \(seen.map(\.claim.fence)), \(seen.map(\.at)), \(seen.map(\.isLasting))) AS note (tenant_id, id, holder, fence, at, lasting)
                JOIN instances.instance ON instance.tenant_id = note.tenant_id AND instance.id = note.id
                    AND instance.holder = note.holder AND instance.fence = note.fence
                FOR NO KEY UPDATE OF instance SKIP LOCKED
            )
            UPDATE instances.instance SET last_seen_at = greatest(last_seen_at, seen.at),
                openings = CASE WHEN seen.lasting THEN 0 ELSE openings END, open_after = CASE WHEN seen.lasting THEN NULL ELSE open_after END
            FROM seen WHERE instance.tenant_id = seen.tenant_id AND instance.id = seen.id
            """)
    }

    /// Takes at most `limit` instances that want something, are due and are held by nobody, only those of `channels`. One of each tenant before the
    /// second of any, and of a tenant first those that were opened in vain least often: an instance that fails again and again, or a tenant with
    /// thousands, keeps nobody waiting.
    static func claim(
        _ limit: Int, of channels: [ChannelName], for holder: HolderID, at now: Instant, chance: () -> Double, in tx: borrowing Transaction
    ) throws -> [Order] {
        guard limit > 0 else { return [] }
        // A pause longer than the longest was made by a clock that was ahead.
        let longest = now + BackOff.limit
        let isFree: SQL = """
            wish <> 'none' AND (open_after IS NULL OR open_after <= \(now) OR open_after > \(longest)) AND channel = ANY(\(channels.map(\.rawValue)))
                AND NOT EXISTS (SELECT FROM instances.holder WHERE holder.id = instance.holder AND holder.lease_until > \(now))
            """
        let free = try tx.rows(
            """
            WITH free AS MATERIALIZED (
                SELECT tenant_id, id, open_after, row_number() OVER (PARTITION BY tenant_id ORDER BY openings, id) AS place
                FROM instances.instance WHERE \(isFree)
            ), next AS MATERIALIZED (
                SELECT tenant_id, id FROM free ORDER BY place, open_after NULLS FIRST, tenant_id LIMIT \(limit)
            )
            SELECT \(InstanceStore.columns), fence FROM instances.instance
            WHERE (tenant_id, id) IN (SELECT tenant_id, id FROM next) AND \(isFree)
            FOR NO KEY UPDATE SKIP LOCKED
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
