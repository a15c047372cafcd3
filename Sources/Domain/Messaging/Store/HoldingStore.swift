import Contracts
import Core
import Database

/// The statements on the schema `messaging` that hand out or erase what a tenant has in it.
enum HoldingStore {
    /// A message as it is handed out.
    struct HeldMessage {
        let id: MessageID
        let json: JSON
    }

    /// The tenant's messages after `cursor`, oldest first.
    static func messages(
        of tenant: TenantID, after cursor: MessageID?, limit: Int, now: Instant, in tx: borrowing Transaction
    ) throws -> [HeldMessage] {
        let rest: SQL = cursor.map { "AND id > \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT id, batch_id, instance_id, direction, chat, sender, kind, content, whatsapp_id, reply_to, client_reference, error_code,
                   state, due_at, created_at, sent_at, delivered_at, read_at
              FROM messaging.message WHERE tenant_id = \(tenant) \(rest) ORDER BY id LIMIT \(limit)
            """
        ) { row in try message(&row, now: now) }
    }

    /// Erases at most `limit` of the tenant's messages; how many there were.
    static func eraseMessages(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM messaging.message
             WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM messaging.message WHERE tenant_id = \(tenant) ORDER BY id LIMIT \(limit))
            """)
    }

    private static func message(_ row: inout RowReader, now: Instant) throws -> HeldMessage {
        let id: MessageID = try row.next()
        var members = [JSON.Member("id", .string(id.description))]
        members.append(JSON.Member("batch_id", .string(try row.next(BatchID.self).description)))
        members.append(JSON.Member("instance_id", .string(try row.next(InstanceID.self).description)))
        for name in ["direction", "chat"] { members.append(JSON.Member(name, .string(try row.next(String.self)))) }
        members.append(JSON.Member("sender", .optional(try row.next(String?.self))))
        members.append(JSON.Member("type", .string(try row.next(String.self))))
        members.append(JSON.Member("content", try row.next(JSON.self)))
        members.append(JSON.Member("whatsapp_id", .string(try row.next(String.self))))
        for name in ["reply_to", "client_reference", "error_code"] { members.append(JSON.Member(name, .optional(try row.next(String?.self)))) }
        let state: MessageState = try row.next()
        let dueAt: Instant = try row.next()
        members.append(JSON.Member("status", .string(state.status(dueAt: dueAt, now: now).rawValue)))
        members.append(JSON.Member("due_at", .string(dueAt.description)))
        for name in ["created_at", "sent_at", "delivered_at", "read_at"] {
            members.append(JSON.Member(name, .optional(try row.next(Instant?.self)?.description)))
        }
        return HeldMessage(id: id, json: .object(members))
    }
}
