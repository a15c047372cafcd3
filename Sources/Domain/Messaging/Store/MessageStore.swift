import Contracts
import Core
import Database

/// The statements of messages that run one transaction at a time: reading, claiming, giving back.
enum MessageStore {
    /// The messages of those ids that the tenant has, in no particular order.
    static func messages(_ ids: [MessageID], of tenant: TenantID, now: Instant, in tx: borrowing Transaction) throws -> [MessageRecord] {
        try tx.rows(
            """
            SELECT id, batch_id, instance_id, direction, chat, sender, kind, content, whatsapp_id, reply_to, client_reference, state,
                   error_code, due_at, created_at, sent_at, delivered_at, read_at
              FROM messaging.message
             WHERE tenant_id = \(tenant) AND id = ANY (\(ids))
            """
        ) { row in try record(&row, now: now) }
    }

    private static func record(_ row: inout RowReader, now: Instant) throws -> MessageRecord {
        let id: MessageID = try row.next()
        let batch: BatchID = try row.next()
        let instance: InstanceID = try row.next()
        let direction: MessageRecord.Direction = try row.next()
        let chat = try jid(row.next())
        let sender = try row.next(String?.self).map(jid)
        let kind: String = try row.next()
        let content: JSON = try row.next()
        let whatsAppID: String = try row.next()
        let replyTo: String? = try row.next()
        let clientReference: String? = try row.next()
        let state: MessageState = try row.next()
        let failure: MessageFailureCode? = try row.next()
        let dueAt: Instant = try row.next()
        return MessageRecord(
            id: id, batch: batch, instance: instance, direction: direction, chat: chat, sender: sender,
            content: MessageContent.Kind(rawValue: kind).flatMap { MessageContent(kind: $0, json: content) }, kind: kind,
            whatsAppID: whatsAppID, replyTo: replyTo, clientReference: clientReference, status: state.status(dueAt: dueAt, now: now),
            failure: failure, dueAt: dueAt, createdAt: try row.next(), sentAt: try row.next(), deliveredAt: try row.next(),
            readAt: try row.next())
    }

    /// Those of the instances that have something due; one statement for all.
    static func due(among instances: [InstanceReference], at now: Instant, in tx: borrowing Transaction) throws -> [InstanceReference] {
        try tx.rows(
            """
            SELECT here.tenant_id, here.instance_id
              FROM unnest(\(instances.map(\.tenant)), \(instances.map(\.id))) AS here (tenant_id, instance_id)
             WHERE EXISTS (SELECT 1 FROM messaging.message m
                            WHERE m.tenant_id = here.tenant_id AND m.instance_id = here.instance_id AND m.state = 'queued'
                              AND m.due_at <= \(now))
            """
        ) { row in InstanceReference(tenant: try row.next(), id: try row.next()) }
    }

    /// Takes up to `limit` due messages of the instance under way, in the order in which they are due.
    static func claim(_ limit: Int, of instance: InstanceReference, at now: Instant, in tx: borrowing Transaction) throws -> [OutboundMessage] {
        try tx.rows(
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM messaging.message
                 WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND state = 'queued' AND due_at <= \(now)
                 ORDER BY due_at, id LIMIT \(limit) FOR UPDATE SKIP LOCKED
            ), claimed AS (
                UPDATE messaging.message m SET state = 'sending', tries = tries + 1
                  FROM due WHERE m.tenant_id = \(instance.tenant) AND m.id = due.id
                RETURNING m.id, m.due_at, m.whatsapp_id, m.chat, m.kind, m.content, m.reply_to
            )
            SELECT whatsapp_id, chat, kind, content, reply_to FROM claimed ORDER BY due_at, id
            """
        ) { row in
            let whatsAppID: String = try row.next()
            let chat = try jid(row.next())
            let kind: MessageContent.Kind = try row.next()
            guard let content = MessageContent(kind: kind, json: try row.next()) else {
                throw DatabaseError(.unreadable, detail: "messaging.message.content")
            }
            return OutboundMessage(whatsAppID: whatsAppID, chat: chat, content: content, replyTo: try row.next())
        }
    }

    /// Puts messages that are under way back into the queue, all of the instance's or those named, but not those excepted; answers those that
    /// were tried `triesLimit` times, which stay as they are for the caller to end.
    static func takeUpAgain(
        _ whatsAppIDs: [String]?, except waiting: [String], of instance: InstanceReference, triesLimit: Int, in tx: borrowing Transaction
    ) throws -> [String] {
        try tx.run(
            """
            UPDATE messaging.message SET state = 'queued'
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND state = 'sending' AND tries < \(triesLimit)
               AND (\(whatsAppIDs == nil) OR whatsapp_id = ANY (\(whatsAppIDs ?? []))) AND whatsapp_id <> ALL (\(waiting))
            """)
        return try tx.rows(
            """
            SELECT whatsapp_id FROM messaging.message
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND state = 'sending' AND tries >= \(triesLimit)
               AND (\(whatsAppIDs == nil) OR whatsapp_id = ANY (\(whatsAppIDs ?? []))) AND whatsapp_id <> ALL (\(waiting))
            """
        ) { row in try row.next() }
    }

    /// Puts messages that were claimed but not handed over back into the queue, as if they had not been claimed.
    static func giveBack(_ whatsAppIDs: [String], of instance: InstanceReference, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE messaging.message SET state = 'queued', tries = tries - 1
             WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND state = 'sending' AND whatsapp_id = ANY (\(whatsAppIDs))
            """)
    }

    /// Up to `limit` messages, of any tenant, that were due before `limit` and never went out.
    static func overdue(since: Instant, limit: Int, in tx: borrowing Transaction) throws -> [InstanceReference: [String]] {
        let rows = try tx.rows(
            """
            SELECT tenant_id, instance_id, whatsapp_id FROM messaging.message
             WHERE state = 'queued' AND due_at < \(since) LIMIT \(limit)
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
            WITH waiting AS MATERIALIZED (
                SELECT id FROM messaging.message
                 WHERE tenant_id = \(instance.tenant) AND instance_id = \(instance.id) AND state IN ('queued', 'sending')
                 ORDER BY id LIMIT \(failureBatch) FOR UPDATE
            ), numbered AS (
                SELECT id, row_number() OVER (ORDER BY id) AS place FROM waiting
            ), failed AS (
                UPDATE messaging.message m SET state = 'failed', error_code = \(code.rawValue)
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

    private static func jid(_ text: String) throws -> JID {
        guard let jid = JID(text) else { throw DatabaseError(.unreadable, detail: "an address in messaging.message") }
        return jid
    }
}
