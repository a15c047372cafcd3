import Contracts
import Core
import Database

/// The statements that read messages.
enum MessageStore {
    /// The columns that a record is read from, in `record`'s order.
    static let columns: StaticString = """
        m.id, m.batch_id, m.instance_id, m.direction, m.chat, m.sender, m.kind, m.content, m.whatsapp_id, m.reply_to, m.client_reference, m.state,
        m.error_code, m.due_at, m.created_at, m.sent_at, m.delivered_at, m.read_at, m.lane, m.campaign_id, m.contact_id, m.send_at
        """

    /// The messages of those ids that the tenant has, in no particular order.
    static func messages(_ ids: [MessageID], of tenant: TenantID, in tx: borrowing Transaction) throws -> [MessageRecord] {
        try tx.rows("SELECT \(raw: columns) FROM messaging.message m WHERE m.tenant_id = \(tenant) AND m.id = ANY (\(ids))") { row in
            try record(&row)
        }
    }

    /// The messages of a request, in the order in which it named their recipients.
    static func messages(of batch: BatchID, of tenant: TenantID, in tx: borrowing Transaction) throws -> [MessageRecord] {
        try tx.rows(
            """
            SELECT \(raw: columns) FROM messaging.message m WHERE m.tenant_id = \(tenant) AND m.batch_id = \(batch) ORDER BY m.id
             LIMIT \(Messaging.recipientsPerSend)
            """
        ) { row in try record(&row) }
    }

    /// The id that WhatsApp knows a message of the instance by, nil if the instance has none of that id.
    static func whatsAppID(of message: MessageID, on instance: InstanceReference, in tx: borrowing Transaction) throws -> String? {
        try tx.first(
            """
            SELECT whatsapp_id FROM messaging.message
             WHERE tenant_id = \(instance.tenant) AND id = \(message) AND instance_id = \(instance.id)
            """
        ) { row in try row.next() }
    }

    static func record(_ row: inout RowReader) throws -> MessageRecord {
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
            whatsAppID: whatsAppID, replyTo: replyTo, clientReference: clientReference, status: state.status,
            failure: failure, dueAt: dueAt, createdAt: try row.next(), sentAt: try row.next(), deliveredAt: try row.next(),
            readAt: try row.next(), lane: MessageLane(rank: try row.next()), campaign: try row.next(), contact: try row.next(),
            sendAt: try row.next())
    }

    /// The address that a row holds.
    static func jid(_ text: String) throws -> JID {
        guard let jid = JID(text) else { throw DatabaseError(.unreadable, detail: "an address in messaging.message") }
        return jid
    }
}
