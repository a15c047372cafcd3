import Contracts
import Core
import Database

/// The statements that take messages back which have not gone out, and put failed ones into the queue again.
enum TakeBackStore {
    /// A message as it stood before.
    struct Former: Sendable {
        let batch: BatchID
        let state: MessageState
        let dueAt: Instant
    }

    /// Ends a message that has not gone out; nil if it has, or was taken back already. Whoever claims it at this moment is waited for, and then it has.
    static func withdraw(_ id: MessageID, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws -> Former? {
        try tx.first(
            """
            WITH waiting AS MATERIALIZED (
                SELECT id, batch_id, state, due_at FROM messaging.message
                 WHERE tenant_id = \(tenant) AND id = \(id) AND direction = 'out' AND state IN ('scheduled', 'held', 'queued') FOR UPDATE
            ), withdrawn AS (
                UPDATE messaging.message m SET state = 'withdrawn', ended_at = \(now)
                  FROM waiting WHERE m.tenant_id = \(tenant) AND m.id = waiting.id
            )
            SELECT batch_id, state, due_at FROM waiting
            """
        ) { row in Former(batch: try row.next(), state: try row.next(), dueAt: try row.next()) }
    }

    /// Ends a request that waits for its time, unless one of its messages does.
    static func endIfEmpty(_ batch: BatchID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE messaging.schedule SET state = 'cancelled'
             WHERE tenant_id = \(tenant) AND batch_id = \(batch) AND state = 'pending'
               AND NOT EXISTS (SELECT 1 FROM messaging.message
                                WHERE tenant_id = \(tenant) AND batch_id = \(batch) AND state = 'scheduled')
            """)
    }

    /// Puts a failed message at the end of its chat's queue, as if it had never been tried, and remembers when and why it had failed; false if it
    /// has not. `steps` are ids for the two steps that this makes.
    static func requeue(
        _ id: MessageID, of tenant: TenantID, steps: (failed: ID<Occurrence>, resent: ID<Occurrence>), at now: Instant, in tx: borrowing Transaction
    ) throws -> Bool {
        try tx.run(
            """
            WITH failed AS MATERIALIZED (
                SELECT id, error_code, coalesce(ended_at, due_at) AS ended_at FROM messaging.message
                 WHERE tenant_id = \(tenant) AND id = \(id) AND direction = 'out' AND state = 'failed' FOR UPDATE
            ), queued AS (
                UPDATE messaging.message m
                   SET state = 'queued', error_code = NULL, ended_at = NULL, claimed_at = NULL, tries = 0, crashes = 0, due_at = \(now)
                  FROM failed WHERE m.tenant_id = \(tenant) AND m.id = failed.id
            )
            INSERT INTO messaging.step (tenant_id, message_id, id, at, step, detail)
            SELECT \(tenant), failed.id, s.id, s.at, s.step, s.detail
              FROM failed CROSS JOIN LATERAL (VALUES (\(steps.failed), ended_at, 'failed', error_code),
                                                     (\(steps.resent), \(now), 'resent', NULL)) AS s (id, at, step, detail)
            """) > 0
    }
}
