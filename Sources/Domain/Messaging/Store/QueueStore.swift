import Contracts
import Core
import Database

extension MessageLane {
    /// Its number in the database; the lower goes first.
    var place: Int {
        switch self {
        case .transactional: 0
        case .bulk: 1
        }
    }

    /// The lane of that number.
    init?(place: Int) {
        guard let lane = Self.allCases.first(where: { $0.place == place }) else { return nil }
        self = lane
    }
}

/// The statements of the queue that messages wait in: which are next, taking them under way, putting them back, ending what waits.
enum QueueStore {
    /// The message that is next in its chat.
    struct Head: Sendable {
        let id: MessageID
        let chat: String
        let whatsAppID: String
        /// How often a process died while it was under way.
        let crashes: Int
        /// Whether another one of its lane waits behind it.
        let isFollowed: Bool
    }

    /// A message that is under way now.
    struct Taken: Sendable {
        let whatsAppID: String
        let chat: String
        let lane: MessageLane
        let isSuspect: Bool
        /// Nil where what it says cannot be read any more.
        let message: OutboundMessage?
    }

    /// Those of the instances that have something waiting; one statement for all.
    static func due(among instances: [InstanceReference], in tx: borrowing Transaction) throws -> [InstanceReference] {
        try tx.rows(
            """
            SELECT here.tenant_id, here.instance_id
              FROM unnest(\(instances.map(\.tenant)), \(instances.map(\.id))) AS here (tenant_id, instance_id)
             WHERE EXISTS (SELECT 1 FROM messaging.message m
                            WHERE m.tenant_id = here.tenant_id AND m.instance_id = here.instance_id AND m.state = 'queued')
            """
        ) { row in InstanceReference(tenant: try row.next(), id: try row.next()) }
    }

    /// The first message of each of the next `limit` chats of a lane after `chat`, up to and including `last`, chats in the order of their addresses:
    /// one probe of the index a chat, however many messages wait in it, and however many chats there are.
    static func heads(
        _ limit: Int, of lane: MessageLane, of instance: InstanceReference, after chat: String, through last: String?, in tx: borrowing Transaction
    ) throws -> [Head] {
        let end: SQL = last.map { "AND m.chat <= \($0)" } ?? ""
        return try tx.rows(
            """
            WITH RECURSIVE head AS (
                (SELECT m.id, m.chat, m.whatsapp_id, m.crashes, 1 AS place FROM messaging.message m
                  WHERE m.tenant_id = \(instance.tenant) AND m.instance_id = \(instance.id) AND m.lane = \(lane.place)::smallint
                    AND m.state = 'queued' AND m.chat > \(chat) \(end)
                  ORDER BY m.lane, m.chat, m.due_at, m.id LIMIT 1)
                UNION ALL
                SELECT next.*, head.place + 1 FROM head CROSS JOIN LATERAL (
                    SELECT m.id, m.chat, m.whatsapp_id, m.crashes FROM messaging.message m
                     WHERE m.tenant_id = \(instance.tenant) AND m.instance_id = \(instance.id) AND m.lane = \(lane.place)::smallint
                       AND m.state = 'queued' AND m.chat > head.chat \(end)
                     ORDER BY m.lane, m.chat, m.due_at, m.id LIMIT 1) AS next
                 WHERE head.place < \(limit)
            )
            SELECT head.id, head.chat, head.whatsapp_id, head.crashes, EXISTS (
                       SELECT 1 FROM messaging.message m
                        WHERE m.tenant_id = \(instance.tenant) AND m.instance_id = \(instance.id) AND m.lane = \(lane.place)::smallint
                          AND m.state = 'queued' AND m.chat = head.chat AND m.id <> head.id)
              FROM head ORDER BY place
            """
        ) { row in
            Head(id: try row.next(), chat: try row.next(), whatsAppID: try row.next(), crashes: try row.next(), isFollowed: try row.next())
        }
    }

    /// How many of a chat's messages are looked at to learn whether the two have been in touch.
    private static let acquaintanceDepth = 20

    /// Those of the heads' chats in which nothing was ever sent or received.
    static func strangers(among heads: [Head], of instance: InstanceReference, in tx: borrowing Transaction) throws -> Set<String> {
        Set(
            try tx.rows(
                """
                SELECT h.chat FROM unnest(\(heads.map(\.id)), \(heads.map(\.chat))) AS h (id, chat)
                 WHERE NOT EXISTS (
                    SELECT 1 FROM (
                        (SELECT m.direction, m.sent_at FROM messaging.message m
                          WHERE m.tenant_id = \(instance.tenant) AND m.instance_id = \(instance.id) AND m.chat = h.chat AND m.id < h.id
                          ORDER BY m.id DESC LIMIT \(acquaintanceDepth))
                        UNION ALL
                        (SELECT m.direction, m.sent_at FROM messaging.message m
                          WHERE m.tenant_id = \(instance.tenant) AND m.instance_id = \(instance.id) AND m.chat = h.chat
                          ORDER BY m.id DESC LIMIT \(acquaintanceDepth))
                    ) AS known WHERE known.direction = 'in' OR known.sent_at IS NOT NULL)
                """
            ) { row in try row.next(String.self) })
    }

    /// Takes those that still wait under way, in that order, and counts the try before it is made. What somebody else is changing right now is
    /// left for the next look.
    ///
    /// That they wait is asked by `CASE`, which no partial index promises to answer: rows do not wait for long, statistics hardly ever see one, and
    /// PostgreSQL would believe that reading all that wait is cheaper than looking up each by its key. The look-ups are lateral for the like reason: a
    /// plan made while the table was small would read the whole of it.
    ///
    /// The commit does not wait for the disk. A claim that a dying PostgreSQL forgets is no promise broken: this process remembers what it has handed
    /// over, and if it dies as well the message goes out again under the same id, as after any crash.
    static func take(_ ids: [MessageID], of instance: InstanceReference, at now: Instant, in tx: borrowing Transaction) throws -> [Taken] {
        try tx.rows(
            """
            WITH wanted AS MATERIALIZED (
                SELECT w.place, found.place_of_row FROM unnest(\(ids)) WITH ORDINALITY AS w (id, place) CROSS JOIN LATERAL (
                    SELECT m.ctid AS place_of_row FROM messaging.message m
                     WHERE m.tenant_id = \(instance.tenant) AND m.id = w.id AND CASE m.state WHEN 'queued' THEN true END
                     LIMIT 1 FOR UPDATE SKIP LOCKED) AS found
            ), taken AS (
                UPDATE messaging.message m SET state = 'sending', tries = m.tries + 1, claimed_at = \(now)
                  FROM wanted WHERE m.ctid = wanted.place_of_row AND m.tenant_id = \(instance.tenant)
                RETURNING wanted.place, m.whatsapp_id, m.chat, m.lane, m.crashes, m.kind, m.content, m.reply_to
            )
            SELECT t.whatsapp_id, t.chat, t.lane, t.crashes, t.kind, t.content, t.reply_to, q.sender, q.is_own,
                   set_config('synchronous_commit', 'off', true)
              FROM taken t LEFT JOIN LATERAL (
                SELECT m.sender, m.direction = 'out' AS is_own FROM messaging.message m
                 WHERE m.tenant_id = \(instance.tenant) AND m.whatsapp_id = t.reply_to AND m.instance_id = \(instance.id) LIMIT 1) AS q ON true
             ORDER BY t.place
            """
        ) { row in try taken(&row) }
    }

    private static func taken(_ row: inout RowReader) throws -> Taken {
        let whatsAppID: String = try row.next()
        let chat: String = try row.next()
        let lane = MessageLane(place: try row.next(Int.self)) ?? .transactional
        let isSuspect = try row.next(Int.self) > 0
        let kind = MessageContent.Kind(rawValue: try row.next())
        let json: JSON = try row.next()
        let quoted: String? = try row.next()
        let sender = try row.next(String?.self).flatMap { JID($0) }
        let isOwn = try row.next(Bool?.self) ?? false
        var message: OutboundMessage?
        if let jid = JID(chat), let content = kind.flatMap({ MessageContent(kind: $0, json: json) }) {
            message = OutboundMessage(
                whatsAppID: whatsAppID, chat: jid, content: content,
                replyTo: quoted.map { QuotedMessage(whatsAppID: $0, sender: sender, isOwn: isOwn) })
        }
        return Taken(whatsAppID: whatsAppID, chat: chat, lane: lane, isSuspect: isSuspect, message: message)
    }

    /// Up to `limit` messages, of any tenant, that wait since before `since` for an instance that was not seen connected after it either.
    static func overdue(since: Instant, limit: Int, in tx: borrowing Transaction) throws -> [InstanceReference: [String]] {
        let rows = try tx.rows(
            """
            SELECT l.tenant_id, l.instance_id, m.whatsapp_id FROM messaging.line l CROSS JOIN LATERAL (
                SELECT whatsapp_id FROM messaging.message
                 WHERE tenant_id = l.tenant_id AND instance_id = l.instance_id AND state = 'queued' AND due_at < \(since) LIMIT \(limit)) AS m
             WHERE l.connected_at < \(since) LIMIT \(limit)
            """
        ) { row in (InstanceReference(tenant: try row.next(), id: try row.next()), try row.next(String.self)) }
        return Dictionary(rows.map { ($0, [$1]) }, uniquingKeysWith: +)
    }

    /// How many messages one statement of `fail` ends.
    static let failureBatch = 500

    /// Ends up to `failureBatch` messages of the instance that have not gone out, recording the event of each, and says how many they were.
    static func fail(
        waitingOf instance: InstanceReference, because code: MessageFailureCode, events: [EventID], subscribers: [String], at now: Instant,
        in tx: borrowing Transaction
    ) throws -> Int {
        try tx.first(
            """
            WITH found AS MATERIALIZED (
                (SELECT id FROM messaging.message
                  WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND state = 'queued' LIMIT \(failureBatch))
                UNION ALL
                (SELECT id FROM messaging.message
                  WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND state = 'sending' LIMIT \(failureBatch))
                LIMIT \(failureBatch)
            ), waiting AS MATERIALIZED (
                SELECT m.id FROM messaging.message m JOIN found ON m.tenant_id = \(instance.tenant) AND m.id = found.id
                 WHERE m.state IN ('queued', 'sending') ORDER BY m.id FOR UPDATE OF m
            ), numbered AS (
                SELECT id, row_number() OVER (ORDER BY id) AS place FROM waiting
            ), failed AS (
                UPDATE messaging.message m SET state = 'failed', error_code = \(code.rawValue), ended_at = \(now)
                  FROM numbered WHERE m.tenant_id = \(instance.tenant) AND m.id = numbered.id
                RETURNING m AS message, (\(events))[numbered.place] AS event
            ), told AS MATERIALIZED (
                SELECT events.record(\(instance.tenant), \(MessageFailed.name), array_agg(event), array_agg(messaging.facts(message, event, 'failed', \(now))),
                                     \(subscribers)) FROM failed
            )
            SELECT (SELECT count(*) FROM failed) FROM told
            """
        ) { row in try row.next(Int.self) } ?? 0
    }
}
