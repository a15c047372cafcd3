import Contracts
import Core
import Database

/// The statements that bring messages into the queue whose time has come.
///
/// They ask the database what time it is, as no other statement does: several processes ripen, each with a clock of its own, and a message that was
/// promised not to go out early must not do so because one of them is fast. The database's clock is the one that they share.
enum RipeningStore {
    /// How many messages one transaction brings in.
    static let batch = 1000
    /// How late a message may be for its time still to count as the one it was due at: beyond that it starts to wait for a connection when it ripens.
    static let lateness: Duration = Messaging.holdLimit / 2
    /// How far this process's clock may be behind the database's before it matters that messages are claimed by it.
    static let lag: Duration = .milliseconds(100)
    /// Whoever has it ripens; the others wait for their next turn. With two at it the later of two batches might be committed first, and a chat would
    /// see its messages in another order than they were due.
    private static let lock: Int64 = 0x4845_5241_4C44_0013

    /// What became of the messages of an instance that came due.
    struct Ripened: Sendable {
        let instance: InstanceReference
        let count: Int
        /// Those that the day had no room for, or whose instance has lost its link.
        let failed: [MessageID]
    }

    /// Takes the right to ripen until the transaction ends; false if another process has it.
    static func take(in tx: borrowing Transaction) throws -> Bool {
        try tx.first("SELECT pg_try_advisory_xact_lock(\(lock))") { row in try row.next() } ?? false
    }

    /// Brings up to `batch` messages whose time has come into the queue, the one due longest first, and counts each against the day on which it goes.
    /// What the day has no room for fails, and so does, uncounted, what waits for an instance that has lost its link. Those that somebody changes at
    /// this moment are left for the next turn. Runs across tenants.
    ///
    /// `reservation` is Billing's function, `QuotaGate.reservation`. The days' rows are locked in the order of tenants, as every batch of messages
    /// locks them, and the requests after their messages, as whoever changes one does.
    static func ripen(counting reservation: StaticString, at now: Instant, in tx: borrowing Transaction) throws -> [Ripened] {
        try tx.rows(
            """
            WITH due AS MATERIALIZED (
                SELECT tenant_id, id, batch_id, instance_id, due_at FROM messaging.message
                 WHERE state = 'scheduled' AND due_at <= (SELECT clock_timestamp())
                 ORDER BY due_at, tenant_id, id LIMIT \(batch) FOR UPDATE SKIP LOCKED
            ), numbered AS (
                SELECT *, row_number() OVER (ORDER BY due_at, tenant_id, id) * interval '1 microsecond' AS place FROM due
            ), placed AS MATERIALIZED (
                SELECT tenant_id, id, batch_id,
                       EXISTS (SELECT 1 FROM messaging.line l WHERE l.tenant_id = n.tenant_id AND l.instance_id = n.instance_id) AS is_linked,
                       CASE WHEN due_at < \(now - lateness) THEN \(now - lateness) + place
                            WHEN due_at > \(now + lag) THEN \(now + lag) + place ELSE due_at END AS goes_at
                  FROM numbered n
            ), wanted AS MATERIALIZED (
                SELECT tenant_id, (goes_at AT TIME ZONE 'UTC')::date AS day, array_agg(id ORDER BY goes_at, id) AS ids,
                       array_agg(batch_id ORDER BY goes_at, id) AS requests, array_agg(1 ORDER BY goes_at, id) AS amounts
                  FROM placed WHERE is_linked GROUP BY 1, 2 ORDER BY 1, 2
            ), granted AS MATERIALIZED (
                SELECT tenant_id, ids, \(raw: reservation)(tenant_id, day, \(now), 'scheduled', ids, requests, amounts) AS answers FROM wanted
            ), decided AS MATERIALIZED (
                SELECT p.tenant_id, p.id, p.batch_id, p.goes_at,
                       CASE WHEN NOT p.is_linked THEN \(MessageFailureCode.instanceGone.rawValue)
                            WHEN g.used IS NULL THEN \(MessageFailureCode.quotaExceeded.rawValue) END AS failure
                  FROM placed p
                  LEFT JOIN (SELECT tenant_id, unnest(ids) AS id, unnest(answers) AS used FROM granted) AS g USING (tenant_id, id)
            ), moved AS (
                UPDATE messaging.message m
                   SET state = CASE WHEN d.failure IS NULL THEN 'queued' ELSE 'failed' END, due_at = d.goes_at, error_code = d.failure,
                       ended_at = CASE WHEN d.failure IS NOT NULL THEN \(now) END
                  FROM decided d WHERE m.tenant_id = d.tenant_id AND m.id = d.id
                RETURNING m.tenant_id, m.instance_id, m.id, d.failure
            ), started AS (
                UPDATE messaging.schedule s SET state = 'started'
                  FROM (SELECT DISTINCT tenant_id, batch_id FROM decided) AS d
                 WHERE s.tenant_id = d.tenant_id AND s.batch_id = d.batch_id AND s.state = 'pending'
            )
            SELECT tenant_id, instance_id, count(*), coalesce(array_agg(id) FILTER (WHERE failure IS NOT NULL), '{}') FROM moved GROUP BY 1, 2
            """
        ) { row in
            Ripened(
                instance: InstanceReference(tenant: try row.next(), id: try row.next()), count: try row.next(), failed: try row.next())
        }
    }

    /// Records the event of each message of the tenant that failed.
    static func tell(
        _ failed: [MessageID], of tenant: TenantID, events: [EventID], subscribers: [String], at now: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            SELECT events.record(\(tenant), \(MessageFailed.name), array_agg(f.event), array_agg(messaging.facts(m, f.event, 'failed', \(now))),
                                 \(subscribers))
              FROM unnest(\(failed), \(events)) AS f (id, event) JOIN messaging.message m ON m.tenant_id = \(tenant) AND m.id = f.id
            """)
    }

    /// How long it is until the next message comes due, by the database's clock; nil if none waits. Runs across tenants.
    static func next(in tx: borrowing Transaction) throws -> Duration? {
        let microseconds: Int64? = try tx.first(
            """
            SELECT (extract(epoch FROM due_at - clock_timestamp()) * 1000000)::bigint FROM messaging.message
             WHERE state = 'scheduled' ORDER BY due_at, tenant_id, id LIMIT 1
            """
        ) { row in try row.next() }
        return microseconds.map { .microseconds($0) }
    }
}
