import Contracts
import Core
import Database

/// The messages of one request that waits for its time, and the number it is known by.
struct NewSchedule: Sendable {
    let messages: NewMessages
    let number: Int64
    /// When they are to be sent, as it was asked for.
    let text: String
}

/// Accepts messages that are to be sent later, many requests in one statement: nothing is counted yet. Repeating it changes nothing, so it may be
/// sent again; a number that another request of the tenant has is refused as a broken rule of the schema.
struct SchedulingStore: CoalescedWrite {
    static let name = "messaging_schedule"
    /// What is broken when a number is taken.
    static let numberRule = "schedule_number"

    static let accepted: StaticString = """
        accepted AS (
            INSERT INTO messaging.message (tenant_id, id, batch_id, instance_id, direction, chat, kind, content, whatsapp_id, reply_to,
                                           client_reference, state, due_at, send_at, created_at, sender, lane)
            SELECT $1, m.id, m.batch_id, m.instance_id, 'out', m.chat, m.kind, m.content, m.whatsapp_id, m.reply_to, m.client_reference,
                   'scheduled', m.due_at, m.due_at, m.created_at, m.sender, m.lane
              FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                   AS m (id, batch_id, instance_id, chat, kind, content, whatsapp_id, reply_to, client_reference, due_at, created_at, sender, lane)
            ON CONFLICT DO NOTHING
        )
        """
    static let scheduled: StaticString = """
        INSERT INTO messaging.schedule (tenant_id, batch_id, number, instance_id, send_at, due_at, state, created_at)
        SELECT $1, s.batch_id, s.number, s.instance_id, s.send_at, s.due_at, 'pending', s.created_at
          FROM unnest($15, $16, $17, $18, $19, $20) AS s (batch_id, number, instance_id, send_at, due_at, created_at)
        ON CONFLICT (tenant_id, batch_id) DO NOTHING
        """

    /// The types of what `encode` appends.
    static let types: [ParameterType] =
        [.one(.uuid), .array(.uuid)] + AcceptedColumns.restTypes + [
            .array(.uuid), .array(.int8), .array(.uuid), .array(.text), .array(.timestamptz), .array(.timestamptz),
        ]

    let statement = PreparedText(["WITH ", accepted, " ", scheduled], types)

    func weight(of item: NewSchedule) -> Int { item.messages.messages.count }

    func size(of item: NewSchedule) -> Int { item.messages.size + item.text.utf8.count }

    func encode(_ items: [NewSchedule], tenant: TenantID, into parameters: inout BinaryParameters) {
        Self.encode(items, tenant: tenant, into: &parameters)
    }

    static func encode(_ items: [NewSchedule], tenant: TenantID, into parameters: inout BinaryParameters) {
        let columns = AcceptedColumns(items.map(\.messages))
        parameters.append(tenant)
        parameters.appendUUIDs(columns.ids)
        columns.appendRest(to: &parameters)
        parameters.appendUUIDs(items.map(\.messages.batch))
        parameters.appendInt64s(items.map(\.number))
        parameters.appendUUIDs(items.map(\.messages.instance))
        parameters.appendTexts(items.map(\.text))
        parameters.appendInstants(items.map(\.messages.dueAt))
        parameters.appendInstants(items.map(\.messages.createdAt))
    }
}
