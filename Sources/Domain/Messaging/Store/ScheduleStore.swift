import Contracts
import Core
import Database

/// The statements on requests that wait for their time. Whoever changes one locks its messages first and the request itself after them, as
/// ripening does, so that neither waits for the other.
enum ScheduleStore {
    /// Where a request stands.
    enum State: String, Sendable { case pending, started, cancelled }

    /// Which request a number names.
    struct Place: Sendable {
        let batch: BatchID
        let instance: InstanceID
        let state: State
    }

    static func place(of number: Int64, of tenant: TenantID, in tx: borrowing Transaction) throws -> Place? {
        try tx.first("SELECT batch_id, instance_id, state FROM messaging.schedule WHERE tenant_id = \(tenant) AND number = \(number)") { row in
            Place(batch: try row.next(), instance: try row.next(), state: try row.next())
        }
    }

    /// The number of a request that was to wait for its time; nil for any other.
    static func number(of batch: BatchID, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int64? {
        try tx.first("SELECT number FROM messaging.schedule WHERE tenant_id = \(tenant) AND batch_id = \(batch)") { row in try row.next() }
    }

    /// The requests that wait, in the order in which they are due: at most `limit`, of one instance if it is named, after the one of that number.
    static func pending(
        of tenant: TenantID, on instance: InstanceID?, after: Int64?, limit: Int, in tx: borrowing Transaction
    ) throws -> [ScheduledBatch] {
        let own: SQL = instance.map { "AND instance_id = \($0)" } ?? ""
        let rest: SQL =
            after.map {
                """
                AND (due_at, batch_id) > (SELECT due_at, batch_id FROM messaging.schedule WHERE tenant_id = \(tenant) AND number = \($0))
                """
            } ?? ""
        return try batches(
            """
            SELECT * FROM messaging.schedule WHERE tenant_id = \(tenant) AND state = 'pending' \(own) \(rest)
             ORDER BY due_at, batch_id LIMIT \(limit)
            """, of: tenant, in: tx)
    }

    /// The request, if it waits.
    static func pending(_ batch: BatchID, of tenant: TenantID, in tx: borrowing Transaction) throws -> ScheduledBatch? {
        try batches(
            "SELECT * FROM messaging.schedule WHERE tenant_id = \(tenant) AND batch_id = \(batch) AND state = 'pending'", of: tenant, in: tx
        ).first
    }

    private static func batches(_ chosen: SQL, of tenant: TenantID, in tx: borrowing Transaction) throws -> [ScheduledBatch] {
        try tx.rows(
            """
            SELECT s.batch_id, s.number, s.instance_id, s.send_at, s.due_at, s.created_at, m.kind, m.content, everybody.chats
              FROM (\(chosen)) AS s
             CROSS JOIN LATERAL (SELECT array_agg(chat ORDER BY id) AS chats FROM messaging.message
                                  WHERE tenant_id = \(tenant) AND batch_id = s.batch_id AND state = 'scheduled') AS everybody
             CROSS JOIN LATERAL (SELECT kind, content FROM messaging.message
                                  WHERE tenant_id = \(tenant) AND batch_id = s.batch_id AND state = 'scheduled' ORDER BY id LIMIT 1) AS m
             ORDER BY s.due_at, s.batch_id
            """
        ) { row in
            let (batch, number, instance): (BatchID, Int64, InstanceID) = (try row.next(), try row.next(), try row.next())
            let (text, dueAt, createdAt): (String, Instant, Instant) = (try row.next(), try row.next(), try row.next())
            let kind: MessageContent.Kind = try row.next()
            guard let content = MessageContent(kind: kind, json: try row.next()) else {
                throw DatabaseError(.unreadable, detail: "messaging.message.content")
            }
            let chats: [String] = try row.next()
            return ScheduledBatch(
                batch: batch, number: number, instance: instance, recipients: chats.compactMap { Recipient($0) }, content: content,
                sendAt: SendTime(instant: dueAt, text: text), createdAt: createdAt)
        }
    }

    /// Locks the request's waiting messages, then the request, and says whether nothing of it has started: the messages by their chats, or nil.
    static func lock(_ batch: BatchID, of tenant: TenantID, in tx: borrowing Transaction) throws -> [(id: MessageID, chat: String)]? {
        let messages = try tx.rows(
            """
            SELECT id, chat FROM messaging.message WHERE tenant_id = \(tenant) AND batch_id = \(batch) AND state = 'scheduled'
             ORDER BY id FOR UPDATE
            """
        ) { row in (id: try row.next(MessageID.self), chat: try row.next(String.self)) }
        let state: State? = try tx.first(
            "SELECT state FROM messaging.schedule WHERE tenant_id = \(tenant) AND batch_id = \(batch) FOR UPDATE"
        ) { row in try row.next() }
        return state == .pending && !messages.isEmpty ? messages : nil
    }

    /// Takes messages back that wait for their time; they were not counted yet.
    static func withdraw(_ ids: [MessageID], of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE messaging.message SET state = 'withdrawn', ended_at = \(now)
             WHERE tenant_id = \(tenant) AND id = ANY (\(ids)) AND state = 'scheduled'
            """)
    }

    static func cancel(_ batch: BatchID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE messaging.schedule SET state = 'cancelled' WHERE tenant_id = \(tenant) AND batch_id = \(batch) AND state = 'pending'")
    }

    /// Gives messages another content.
    static func say(_ content: MessageContent, replyTo: Change<String>, in ids: [MessageID], of tenant: TenantID, tx: borrowing Transaction) throws {
        let answers: SQL =
            switch replyTo {
            case .unchanged: ""
            case .cleared: ", reply_to = NULL"
            case .set(let replyTo): ", reply_to = \(replyTo)"
            }
        try tx.run(
            """
            UPDATE messaging.message SET kind = \(content.kind.rawValue), content = \(content.json) \(answers)
             WHERE tenant_id = \(tenant) AND id = ANY (\(ids))
            """)
    }

    /// Gives a request another time.
    static func move(_ batch: BatchID, to time: SendTime, messages ids: [MessageID], of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE messaging.message SET due_at = \(time.instant), send_at = \(time.instant)
             WHERE tenant_id = \(tenant) AND id = ANY (\(ids))
            """)
        try tx.run(
            """
            UPDATE messaging.schedule SET due_at = \(time.instant), send_at = \(time.text) WHERE tenant_id = \(tenant) AND batch_id = \(batch)
            """)
    }

    /// Adds recipients, each with a message like that one.
    static func add(
        _ messages: [Acceptance.Accepted], like example: MessageID, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO messaging.message (tenant_id, id, batch_id, instance_id, direction, chat, kind, content, whatsapp_id, reply_to,
                                           client_reference, state, due_at, send_at, created_at, sender, lane)
            SELECT e.tenant_id, n.id, e.batch_id, e.instance_id, e.direction, n.chat, e.kind, e.content, n.whatsapp_id, e.reply_to,
                   e.client_reference, e.state, e.due_at, e.send_at, \(now), e.sender, e.lane
              FROM messaging.message e,
                   unnest(\(messages.map(\.id)), \(messages.map(\.recipient.chat.description)), \(messages.map(\.whatsAppID))) AS n (id, chat, whatsapp_id)
             WHERE e.tenant_id = \(tenant) AND e.id = \(example)
            """)
    }
}
