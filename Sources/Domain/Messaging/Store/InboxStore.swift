import Contracts
import Core
import Database
import Events

/// Messages that came in on one instance.
struct NewInbound: Sendable {
    /// A message, the id it gets here, and the id of the event that tells of it.
    struct Entry: Sendable {
        let message: InboundMessage
        let id: MessageID
        let event: EventID
    }

    let instance: InstanceID
    let receivedAt: Instant
    let entries: [Entry]
}

/// Keeps what came in and records the event that tells of it, once however often the network offers it.
struct InboxStore: CoalescedWrite {
    static let name = "messaging_receive"
    let statement: PreparedText
    private let outbox: Outbox

    init(outbox: Outbox) {
        self.outbox = outbox
        statement = PreparedText(
            """
            WITH offered AS MATERIALIZED (
                SELECT * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $14)
                       AS o (id, instance_id, chat, sender, kind, content, whatsapp_id, at, event, facts, reply_to)
            ), kept AS (
                INSERT INTO messaging.message (tenant_id, id, batch_id, instance_id, direction, chat, sender, kind, content, whatsapp_id,
                                               reply_to, state, due_at, created_at)
                SELECT $1, id, id, instance_id, 'in', chat, sender, kind, content, whatsapp_id, reply_to, 'received', at, at
                  FROM offered
                ON CONFLICT DO NOTHING
                RETURNING id
            )
            SELECT events.record($1, $12, array_agg(offered.event), array_agg(offered.facts), $13) FROM offered JOIN kept USING (id)
            """, .one(.uuid), .array(.uuid), .array(.uuid), .array(.text), .array(.text), .array(.text), .array(.jsonb), .array(.text),
            .array(.timestamptz), .array(.uuid), .array(.jsonb), .one(.text), .array(.text), .array(.text))
    }

    func weight(of item: NewInbound) -> Int { item.entries.count }

    func encode(_ items: [NewInbound], tenant: TenantID, into parameters: inout BinaryParameters) {
        let rows = items.flatMap { item in item.entries.map { (item: item, entry: $0) } }
        parameters.append(tenant)
        parameters.appendUUIDs(rows.lazy.map(\.entry.id))
        parameters.appendUUIDs(rows.lazy.map(\.item.instance))
        parameters.appendTexts(rows.lazy.map(\.entry.message.chat.description))
        parameters.appendTexts(rows.lazy.map(\.entry.message.sender.description))
        parameters.appendTexts(rows.lazy.map { $0.entry.message.content?.kind.rawValue ?? MessageFacts.unknownKind })
        parameters.appendJSONB(rows.lazy.map { $0.entry.message.content?.json ?? .object([]) })
        parameters.appendTexts(rows.lazy.map(\.entry.message.whatsAppID))
        parameters.appendInstants(rows.lazy.map(\.item.receivedAt))
        parameters.appendUUIDs(rows.lazy.map(\.entry.event))
        parameters.appendJSONB(
            rows.lazy.map { row in
                MessageReceived(
                    id: row.entry.event, tenant: tenant,
                    facts: MessageFacts(row.entry.message, id: row.entry.id, instance: row.item.instance, at: row.item.receivedAt)
                ).json
            })
        parameters.append(MessageReceived.name)
        parameters.appendTexts(outbox.subscribers(of: MessageReceived.name))
        parameters.appendTexts(rows.lazy.map(\.entry.message.replyTo))
    }
}
