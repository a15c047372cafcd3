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
    let lane: MessageLane
    var dueAt: Instant
    let createdAt: Instant
    let messages: [Acceptance.Accepted]

    /// The same, due at that time or later.
    func due(from time: Instant) -> NewMessages {
        var later = self
        later.dueAt = max(dueAt, time)
        return later
    }

    /// About how many bytes it takes in a statement.
    var size: Int { messages.count * (Self.rowSize + contentBytes.count) }
    /// About what a row takes beside its content, in bytes.
    private static let rowSize = 300
}

extension MessageLane {
    /// As it is stored: the lower goes first.
    var rank: Int32 {
        switch self {
        case .transactional: 0
        case .bulk: 1
        }
    }

    /// Reads what `rank` wrote.
    init(rank: Int) { self = rank == 0 ? .transactional : .bulk }
}

/// Accepts messages: counts each request against the day and inserts the messages of those that fit, many requests in one statement.
struct AcceptanceStore: CoalescedWrite {
    static let name = "messaging_accept"
    let statement: PreparedText
    let resendStatement: PreparedText?

    /// `reservation` is Billing's function, `QuotaGate.reservation`: the request's id is its entry's, so that none can be counted twice.
    init(reservation: StaticString) {
        let types = Self.types
        statement = PreparedText(
            [
                "WITH granted AS MATERIALIZED (SELECT ", reservation, "($1, $2, $19, 'accepted', $20, $20, $3) AS request), ", Self.insert, ") ",
                Self.answer,
            ], types)
        // A request whose first message is there already was committed before the connection broke: it is granted and not counted again.
        resendStatement = PreparedText(
            [
                """
                WITH asked AS MATERIALIZED (
                    SELECT a.place, a.amount, EXISTS (SELECT 1 FROM messaging.message m WHERE m.tenant_id = $1 AND m.id = a.first_id) AS there
                      FROM unnest($3, $4) WITH ORDINALITY AS a (amount, first_id, place)
                ), granted AS MATERIALIZED (SELECT 
                """, " ", reservation,
                """
                ($1, $2, $19, 'accepted', $20, $20, (SELECT array_agg(CASE WHEN there THEN 0 ELSE amount END ORDER BY place) FROM asked)) AS request), 
                """,
                Self.insert, " ON CONFLICT DO NOTHING) ", Self.answer,
            ], types)
    }

    /// The types of what `encode` appends.
    static let types: [ParameterType] =
        [.one(.uuid), .one(.date), .array(.int4), .array(.uuid), .array(.uuid), .array(.int4)] + AcceptedColumns.restTypes
        + [.one(.timestamptz), .array(.uuid)]

    static let insert: StaticString = """
        accepted AS (
            INSERT INTO messaging.message (tenant_id, id, batch_id, instance_id, direction, chat, kind, content, whatsapp_id, reply_to,
                                           client_reference, state, due_at, created_at, sender, lane)
            SELECT $1, m.id, m.batch_id, m.instance_id, 'out', m.chat, m.kind, m.content, m.whatsapp_id, m.reply_to, m.client_reference,
                   'queued', m.due_at, m.created_at, m.sender, m.lane
              FROM granted, unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
                   AS m (id, place, batch_id, instance_id, chat, kind, content, whatsapp_id, reply_to, client_reference, due_at, created_at,
                         sender, lane)
             WHERE granted.request[m.place] IS NOT NULL
        """
    private static let answer: StaticString = "SELECT unnest(request) FROM granted"

    func weight(of item: NewMessages) -> Int { item.messages.count }

    func size(of item: NewMessages) -> Int { item.size }

    func encode(_ items: [NewMessages], tenant: TenantID, into parameters: inout BinaryParameters) {
        Self.encode(items, tenant: tenant, into: &parameters)
    }

    static func encode(_ items: [NewMessages], tenant: TenantID, into parameters: inout BinaryParameters) {
        let now = items.last?.createdAt ?? Instant(microseconds: 0)
        // All are counted on one day. What came a moment before midnight and is counted after it is also due after it: when it is given back, its time
        // says to which day.
        let items = items.contains { $0.dueAt < now.day.start } ? items.map { $0.due(from: now.day.start) } : items
        let columns = AcceptedColumns(items)
        parameters.append(tenant)
        parameters.append(now.day)
        parameters.appendInt32s(items.map { Int32($0.messages.count) })
        parameters.appendUUIDs(items.compactMap { $0.messages.first?.id })
        parameters.appendUUIDs(columns.ids)
        parameters.appendInt32s(columns.places)
        columns.appendRest(to: &parameters)
        parameters.append(now)
        parameters.appendUUIDs(items.map(\.batch))
    }

    /// How much of the day is used up after the request was accepted; nil when the day's allowance has no room for all of it.
    func outcomes(of items: [NewMessages], from result: borrowing BatchRows) throws -> [Int?] {
        try result.map { row in try row.next() }
    }
}
