import Contracts
import Core
import Database

/// The figures of an instance, counted in the tenant's newest messages: those that are looked at are a range of the primary key, since ids are
/// made in the order of time, so that no message ever pays for an index or a counter.
enum FigureStore {
    /// How many of the tenant's newest messages are looked at, whatever instance they are of.
    static let rowsLimit = 20_000
    /// How old the oldest of them may be. Whoever was not heard of for so long counts as a new contact once more.
    static let memory: Duration = .seconds(30 * 24 * 3600)

    /// What became of the messages of the last day and the last week.
    static func history(of instance: InstanceReference, at now: Instant, in tx: borrowing Transaction) throws -> MessageHistory {
        let windows = [now - MessageHistory.dayLength, now - MessageHistory.weekLength]
        let rows = try tx.rows(
            """
            WITH looked AS MATERIALIZED (
                SELECT instance_id, direction, chat, state, error_code, created_at, sent_at, delivered_at, read_at,
                       coalesce(sent_at, due_at) AS at
                  FROM messaging.message
                 WHERE tenant_id = \(instance.tenant) AND id >= \(firstID(since: now - memory))
                 ORDER BY tenant_id DESC, id DESC LIMIT \(rowsLimit)
            ), own AS MATERIALIZED (
                SELECT * FROM looked WHERE instance_id = \(instance.id)
            ), met AS MATERIALIZED (
                SELECT chat, min(at) FILTER (WHERE direction = 'out' AND sent_at IS NOT NULL) AS greeted,
                       min(created_at) FILTER (WHERE direction = 'in') AS heard
                  FROM own WHERE chat NOT LIKE '%@g.us' GROUP BY chat
            )
            SELECT reach.rows, reach.beginning, outcomes.*, people.*, strangers.*
              FROM unnest(\(windows)) WITH ORDINALITY AS span (since, place)
             CROSS JOIN (SELECT count(*) AS rows, min(created_at) AS beginning FROM looked) AS reach
             CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE sent_at IS NOT NULL), count(*) FILTER (WHERE delivered_at IS NOT NULL),
                       count(*) FILTER (WHERE read_at IS NOT NULL), count(*) FILTER (WHERE state = 'failed'),
                       count(*) FILTER (WHERE state = 'failed' AND error_code = \(MessageFailureCode.reachOutLocked.rawValue)),
                       count(*) FILTER (WHERE state = 'failed' AND error_code = \(MessageFailureCode.refused.rawValue))
                  FROM own WHERE direction = 'out' AND at >= span.since
             ) AS outcomes
             CROSS JOIN LATERAL (
                SELECT count(*), count(*) FILTER (WHERE heard >= greeted)
                  FROM (SELECT min(at) FILTER (WHERE direction = 'out' AND sent_at IS NOT NULL AND at >= span.since) AS greeted,
                               max(created_at) FILTER (WHERE direction = 'in') AS heard
                          FROM own WHERE chat NOT LIKE '%@g.us' GROUP BY chat) AS chats
                 WHERE greeted IS NOT NULL
             ) AS people
             CROSS JOIN LATERAL (
                SELECT count(*) FROM met WHERE greeted >= span.since AND (heard IS NULL OR heard > greeted)
             ) AS strangers
             ORDER BY span.place
            """
        ) { row in (reach: (rows: try row.next(Int.self), beginning: try row.next(Instant?.self)), tally: try tally(&row)) }
        guard rows.count == windows.count else { throw DatabaseError(.unreadable, detail: "the figures of messaging.message") }
        let reach = rows[0].reach
        return MessageHistory(
            at: now, day: rows[0].tally, week: rows[1].tally, beginning: reach.rows < rowsLimit ? nil : reach.beginning)
    }

    private static func tally(_ row: inout RowReader) throws -> MessageTally {
        var tally = MessageTally()
        tally.sent = try row.next()
        tally.delivered = try row.next()
        tally.read = try row.next()
        tally.failed = try row.next()
        tally.reachOutLocks = try row.next()
        tally.refusals = try row.next()
        tally.contacted = try row.next()
        tally.replied = try row.next()
        tally.newContacts = try row.next()
        return tally
    }

    /// No id that was made later is less (RFC 9562, section 5.7).
    private static func firstID(since instant: Instant) -> MessageID {
        MessageID(high: UInt64(max(instant.milliseconds, 0)) << 16, low: 0)
    }
}
