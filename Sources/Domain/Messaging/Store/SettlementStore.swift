import Contracts
import Core
import Database
import Events

/// What happened to messages of one instance, with an id for each event that may come of it.
struct NewSettlements: Sendable {
    /// The ids of the events that one settlement may cause.
    struct EventIDs: Sendable { let sent, delivered, read, failed: EventID }

    let instance: InstanceID
    let settlements: [Settlement]
    let eventIDs: [EventIDs]

    init(instance: InstanceID, settlements: [Settlement], ids: any IDSource) {
        self.instance = instance
        self.settlements = settlements
        eventIDs = settlements.map { _ in EventIDs(sent: ids.next(), delivered: ids.next(), read: ids.next(), failed: ids.next()) }
    }
}

/// Settles messages: moves each forward as far as WhatsApp said, never back, records the events of every step in the same statement, and
/// gives back to the day what was counted for numbers without WhatsApp. Repeating it changes nothing, so it may be sent again.
struct SettlementStore: CoalescedWrite {
    static let name = "messaging_settle"
    let statement: PreparedText
    private let outbox: Outbox

    /// `giveBack` is Billing's function, `QuotaGate.giveBack`.
    init(giveBack: StaticString, outbox: Outbox) {
        self.outbox = outbox
        statement = PreparedText(
            [Self.moving, "SELECT ", giveBack, Self.telling],
            [
                .one(.uuid), .array(.uuid), .array(.text), .array(.timestamptz), .array(.timestamptz), .array(.timestamptz),
                .array(.timestamptz), .array(.text), .array(.uuid), .array(.uuid), .array(.uuid), .array(.uuid), .one(.text), .one(.text),
                .one(.text), .one(.text), .array(.text), .array(.text), .array(.text), .array(.text),
            ])
    }

    private static let moving: StaticString = """
        WITH told AS MATERIALIZED (
            SELECT t.instance_id, t.whatsapp_id, min(t.sent_at) AS sent_at, min(t.delivered_at) AS delivered_at, min(t.read_at) AS read_at,
                   min(t.failed_at) AS failed_at, min(t.error_code) AS error_code, (array_agg(t.sent_event))[1] AS sent_event,
                   (array_agg(t.delivered_event))[1] AS delivered_event, (array_agg(t.read_event))[1] AS read_event,
                   (array_agg(t.failed_event))[1] AS failed_event
              FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                   AS t (instance_id, whatsapp_id, sent_at, delivered_at, read_at, failed_at, error_code, sent_event, delivered_event,
                         read_event, failed_event)
             GROUP BY t.instance_id, t.whatsapp_id
        ), old AS MATERIALIZED (
            SELECT m.id, m.state IN ('queued', 'sending') AS is_open, m.sent_at IS NULL AS is_unsent, m.delivered_at IS NULL AS is_undelivered,
                   m.read_at IS NULL AS is_unread, coalesce(told.sent_at, told.delivered_at, told.read_at) AS sent_at,
                   coalesce(told.delivered_at, told.read_at) AS delivered_at, told.read_at, told.failed_at, told.error_code,
                   told.sent_event, told.delivered_event, told.read_event, told.failed_event
              FROM told JOIN messaging.message m
                ON m.tenant_id = $1 AND m.instance_id = told.instance_id AND m.whatsapp_id = told.whatsapp_id
             WHERE m.direction = 'out' AND m.state NOT IN ('failed', 'withdrawn')
             ORDER BY m.id FOR UPDATE OF m
        ), moved AS (
            UPDATE messaging.message m
               SET state = CASE WHEN old.read_at IS NOT NULL OR m.state = 'read' THEN 'read'
                                WHEN old.delivered_at IS NOT NULL OR m.state = 'delivered' THEN 'delivered'
                                WHEN old.sent_at IS NOT NULL OR m.state = 'sent' THEN 'sent' ELSE 'failed' END,
                   sent_at = coalesce(m.sent_at, old.sent_at), delivered_at = coalesce(m.delivered_at, old.delivered_at),
                   read_at = coalesce(m.read_at, old.read_at),
                   error_code = CASE WHEN old.sent_at IS NULL AND old.is_open THEN old.error_code END,
                   ended_at = CASE WHEN old.sent_at IS NULL AND old.is_open THEN old.failed_at END
              FROM old
             WHERE m.tenant_id = $1 AND m.id = old.id
               AND (old.is_unsent AND old.sent_at IS NOT NULL OR old.is_undelivered AND old.delivered_at IS NOT NULL
                    OR old.is_unread AND old.read_at IS NOT NULL OR old.is_open AND old.failed_at IS NOT NULL)
            RETURNING m AS message, m.id, m.whatsapp_id, m.state, m.due_at, m.error_code, old.is_unsent AND m.sent_at IS NOT NULL AS is_sent,
                      old.is_undelivered AND m.delivered_at IS NOT NULL AS is_delivered, old.is_unread AND m.read_at IS NOT NULL AS is_read,
                      m.state = 'failed' AS is_failed, old.failed_at, old.sent_event, old.delivered_event, old.read_event, old.failed_event
        ), news AS MATERIALIZED (
            SELECT step, event, messaging.facts(message, event, step, at) AS facts
              FROM moved CROSS JOIN LATERAL (VALUES ('sent', sent_event, is_sent, (message).sent_at),
                                                    ('delivered', delivered_event, is_delivered, (message).delivered_at),
                                                    ('read', read_event, is_read, (message).read_at),
                                                    ('failed', failed_event, is_failed, failed_at)) AS s (step, event, is_new, at)
             WHERE is_new
        ), given AS MATERIALIZED (
        """
    // The count is answered only so that it is computed: what nobody reads, PostgreSQL does not run.
    private static let telling: StaticString = """
        ($1, g.day, g.at, g.entries, g.requests, g.amounts)
              FROM (SELECT (due_at AT TIME ZONE 'UTC')::date AS day, max(failed_at) AS at, array_agg(failed_event) AS entries,
                           array_agg((message).batch_id) AS requests, array_agg(1) AS amounts
                      FROM moved WHERE is_failed AND error_code = 'not_on_whatsapp' GROUP BY 1) AS g
        ), told_sent AS MATERIALIZED (
            SELECT events.record($1, $13, array_agg(event), array_agg(facts), $17) FROM news WHERE step = 'sent'
        ), told_delivered AS MATERIALIZED (
            SELECT events.record($1, $14, array_agg(event), array_agg(facts), $18) FROM news WHERE step = 'delivered'
        ), told_read AS MATERIALIZED (
            SELECT events.record($1, $15, array_agg(event), array_agg(facts), $19) FROM news WHERE step = 'read'
        ), told_failed AS MATERIALIZED (
            SELECT events.record($1, $16, array_agg(event), array_agg(facts), $20) FROM news WHERE step = 'failed'
        )
        SELECT moved.id, moved.whatsapp_id, done.steps
          FROM moved, (SELECT count(*) AS steps FROM (SELECT 1 FROM given UNION ALL SELECT 1 FROM told_sent UNION ALL SELECT 1 FROM told_delivered
                                             UNION ALL SELECT 1 FROM told_read UNION ALL SELECT 1 FROM told_failed) AS everything) AS done
        """

    func weight(of item: NewSettlements) -> Int { item.settlements.count }

    func encode(_ items: [NewSettlements], tenant: TenantID, into parameters: inout BinaryParameters) {
        let rows = items.flatMap { item in zip(item.settlements, item.eventIDs).map { (instance: item.instance, settlement: $0, ids: $1) } }
        parameters.append(tenant)
        parameters.appendUUIDs(rows.lazy.map(\.instance))
        parameters.appendTexts(rows.lazy.map(\.settlement.whatsAppID))
        parameters.appendInstants(rows.lazy.map(\.settlement.sentAt))
        parameters.appendInstants(rows.lazy.map(\.settlement.deliveredAt))
        parameters.appendInstants(rows.lazy.map(\.settlement.readAt))
        parameters.appendInstants(rows.lazy.map(\.settlement.failedAt))
        parameters.appendTexts(rows.lazy.map(\.settlement.failure?.rawValue))
        parameters.appendUUIDs(rows.lazy.map(\.ids.sent))
        parameters.appendUUIDs(rows.lazy.map(\.ids.delivered))
        parameters.appendUUIDs(rows.lazy.map(\.ids.read))
        parameters.appendUUIDs(rows.lazy.map(\.ids.failed))
        let names = [MessageSent.name, MessageDelivered.name, MessageRead.name, MessageFailed.name]
        for name in names {
            parameters.append(name)
        }
        for name in names {
            parameters.appendTexts(outbox.subscribers(of: name))
        }
    }

    /// The messages that moved, of each caller's own.
    func outcomes(of items: [NewSettlements], from result: borrowing BatchRows) throws -> [[MessageID]] {
        var moved: [String: MessageID] = [:]
        try result.forEach { row in
            let id: MessageID = try row.next()
            moved[try row.next()] = id
        }
        return items.map { item in item.settlements.compactMap { moved[$0.whatsAppID] } }
    }
}
