import Contracts
import Core
import Database

/// The messages of one request, to be accepted together or not at all.
struct NewMessages: Sendable {
    let batch: BatchID
    let instance: InstanceID
    let sender: JID?
    let kind: MessageContent.Kind
    /// The content as JSON, written once however many recipients there are.
    let contentBytes: [UInt8]
    let replyTo: String?
    let clientReference: String?
    let dueAt: Instant
    let createdAt: Instant
    let messages: [Acceptance.Accepted]
}

/// Accepts messages: counts each request against the day and inserts the messages of those that fit, many requests in one statement.
struct AcceptanceStore: CoalescedWrite {
    static let name = "messaging_accept"
    let statement: PreparedText
    let resendStatement: PreparedText?

    /// `reservation` is Billing's function, `QuotaGate.reservation`.
    init(reservation: StaticString) {
        let types: [ParameterType] = [
            .one(.uuid), .one(.date), .array(.int4), .array(.uuid), .array(.uuid), .array(.int4), .array(.uuid), .array(.uuid), .array(.text),
            .array(.text), .array(.jsonb), .array(.text), .array(.text), .array(.text), .array(.timestamptz), .array(.timestamptz), .array(.text),
        ]
        statement = PreparedText(
            ["WITH granted AS MATERIALIZED (SELECT ", reservation, "($1, $2, $3) AS request), ", Self.insert, ") ", Self.answer], types)
        // A request whose first message is there already was committed before the connection broke: it is granted and not counted again.
        resendStatement = PreparedText(
            [
                """
                WITH asked AS MATERIALIZED (
                    SELECT a.place, a.amount, EXISTS (SELECT 1 FROM messaging.message m WHERE m.tenant_id = $1 AND m.id = a.first_id) AS there
                      FROM unnest($3, $4) WITH ORDINALITY AS a (amount, first_id, place)
                ), granted AS MATERIALIZED (SELECT 
                """, " ", reservation,
                "($1, $2, (SELECT array_agg(CASE WHEN there THEN 0 ELSE amount END ORDER BY place) FROM asked)) AS request), ",
                Self.insert, " ON CONFLICT DO NOTHING) ", Self.answer,
            ], types)
    }

    private static let insert: StaticString = """
        accepted AS (
            INSERT INTO messaging.message (tenant_id, id, batch_id, instance_id, direction, chat, kind, content, whatsapp_id, reply_to,
                                           client_reference, state, due_at, created_at, sender)
            SELECT $1, m.id, m.batch_id, m.instance_id, 'out', m.chat, m.kind, m.content, m.whatsapp_id, m.reply_to, m.client_reference,
                   'queued', m.due_at, m.created_at, m.sender
              FROM granted, unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
                   AS m (id, place, batch_id, instance_id, chat, kind, content, whatsapp_id, reply_to, client_reference, due_at, created_at,
                         sender)
             WHERE granted.request[m.place]
        """
    private static let answer: StaticString = "SELECT unnest(request) FROM granted"

    func weight(of item: NewMessages) -> Int { item.messages.count }

    func size(of item: NewMessages) -> Int { item.messages.count * (Self.rowSize + item.contentBytes.count) }
    /// About what a row takes beside its content, in bytes.
    private static let rowSize = 300

    func encode(_ items: [NewMessages], tenant: TenantID, into parameters: inout BinaryParameters) {
        // Each row repeats what its request says once: a join of two unnested arrays would be planned for ten rows and loop over thousands.
        let count = items.reduce(0) { $0 + $1.messages.count }
        var columns = Columns(count: count)
        for (place, item) in items.enumerated() {
            columns.append(item, place: Int32(place + 1))
        }
        parameters.append(tenant)
        parameters.append(items.last?.createdAt.day)
        parameters.appendInt32s(items.map { Int32($0.messages.count) })
        parameters.appendUUIDs(items.compactMap { $0.messages.first?.id })
        parameters.appendUUIDs(columns.ids)
        parameters.appendInt32s(columns.places)
        parameters.appendUUIDs(columns.batches)
        parameters.appendUUIDs(columns.instances)
        parameters.appendTexts(columns.chats)
        parameters.appendTexts(columns.kinds)
        parameters.appendJSONB(texts: columns.contents)
        parameters.appendTexts(columns.whatsAppIDs)
        parameters.appendTexts(columns.repliesTo)
        parameters.appendTexts(columns.references)
        parameters.appendInstants(columns.due)
        parameters.appendInstants(columns.created)
        parameters.appendTexts(columns.senders)
    }

    /// Whether the request was accepted; false when the day's allowance has no room for all of it.
    func outcomes(of items: [NewMessages], from result: borrowing BatchRows) throws -> [Bool] {
        try result.map { row in try row.next() }
    }
}

/// The rows of a batch, column by column, as the statement takes them.
private struct Columns {
    var ids: [MessageID] = []
    var places: [Int32] = []
    var batches: [BatchID] = []
    var instances: [InstanceID] = []
    var chats: [String] = []
    var kinds: [String] = []
    var contents: [[UInt8]] = []
    var whatsAppIDs: [String] = []
    var repliesTo: [String?] = []
    var references: [String?] = []
    var due: [Instant] = []
    var created: [Instant] = []
    var senders: [String?] = []

    init(count: Int) {
        ids.reserveCapacity(count)
        places.reserveCapacity(count)
        batches.reserveCapacity(count)
        instances.reserveCapacity(count)
        chats.reserveCapacity(count)
        kinds.reserveCapacity(count)
        contents.reserveCapacity(count)
        whatsAppIDs.reserveCapacity(count)
        repliesTo.reserveCapacity(count)
        references.reserveCapacity(count)
        due.reserveCapacity(count)
        created.reserveCapacity(count)
        senders.reserveCapacity(count)
    }

    mutating func append(_ item: NewMessages, place: Int32) {
        let sender = item.sender?.description
        for message in item.messages {
            ids.append(message.id)
            places.append(place)
            batches.append(item.batch)
            instances.append(item.instance)
            chats.append(message.recipient.chat.description)
            kinds.append(item.kind.rawValue)
            contents.append(item.contentBytes)
            whatsAppIDs.append(message.whatsAppID)
            repliesTo.append(item.replyTo)
            references.append(item.clientReference)
            due.append(item.dueAt)
            created.append(item.createdAt)
            senders.append(sender)
        }
    }
}
