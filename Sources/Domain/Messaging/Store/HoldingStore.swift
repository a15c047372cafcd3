import Contracts
import Core
import Database

/// The statements on the schema `messaging` that hand out or erase what a tenant has in it.
enum HoldingStore {
    /// Something as it is handed out.
    struct Held {
        /// Where the next page begins.
        let cursor: String
        let json: JSON
    }

    /// The tenant's messages after `cursor`, oldest first.
    static func messages(of tenant: TenantID, after cursor: MessageID?, limit: Int, in tx: borrowing Transaction) throws -> [Held] {
        let rest: SQL = cursor.map { "AND id > \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT id, batch_id, instance_id, direction, chat, sender, kind, content, whatsapp_id, reply_to, client_reference, error_code,
                   state, lane, campaign_id, contact_id, due_at, created_at, send_at, sent_at, delivered_at, read_at, ended_at
              FROM messaging.message WHERE tenant_id = \(tenant) \(rest) ORDER BY id LIMIT \(limit)
            """
        ) { row in try message(&row) }
    }

    /// The tenant's requests to send later after `cursor`, oldest first.
    static func schedules(of tenant: TenantID, after cursor: BatchID?, limit: Int, in tx: borrowing Transaction) throws -> [Held] {
        let rest: SQL = cursor.map { "AND batch_id > \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT batch_id, number, instance_id, send_at, due_at, state, created_at
              FROM messaging.schedule WHERE tenant_id = \(tenant) \(rest) ORDER BY batch_id LIMIT \(limit)
            """
        ) { row in
            let batch: BatchID = try row.next()
            return Held(
                cursor: batch.description,
                json: .object([
                    JSON.Member("batch_id", .string(batch.description)), JSON.Member("number", .integer(try row.next())),
                    JSON.Member("instance_id", .string(try row.next(InstanceID.self).description)),
                    JSON.Member("send_at", .string(try row.next())), JSON.Member("due_at", .string(try row.next(Instant.self).description)),
                    JSON.Member("state", .string(try row.next())), JSON.Member("created_at", .string(try row.next(Instant.self).description)),
                ]))
        }
    }

    /// The steps of the tenant's messages after `cursor`, message by message.
    static func steps(
        of tenant: TenantID, after cursor: (message: MessageID, step: ID<Occurrence>)?, limit: Int, in tx: borrowing Transaction
    ) throws -> [Held] {
        let rest: SQL = cursor.map { "AND (message_id, id) > (\($0.message), \($0.step))" } ?? ""
        return try tx.rows(
            """
            SELECT message_id, id, at, step, detail
              FROM messaging.step WHERE tenant_id = \(tenant) \(rest) ORDER BY message_id, id LIMIT \(limit)
            """
        ) { row in
            let message: MessageID = try row.next()
            let step: ID<Occurrence> = try row.next()
            return Held(
                cursor: "\(message)\(stepSeparator)\(step)",
                json: .object([
                    JSON.Member("message_id", .string(message.description)), JSON.Member("at", .string(try row.next(Instant.self).description)),
                    JSON.Member("step", .string(try row.next())), JSON.Member("detail", .optional(try row.next(String?.self))),
                ]))
        }
    }

    /// What stands between the two ids of a cursor through steps.
    static let stepSeparator: Character = "/"

    /// Erases at most about `limit` of what the tenant has; how much there was.
    static func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        let messages = try tx.run(
            """
            DELETE FROM messaging.message
             WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM messaging.message WHERE tenant_id = \(tenant) ORDER BY id LIMIT \(limit))
            """)
        guard messages == 0 else { return messages }
        let schedules = try tx.run(
            """
            DELETE FROM messaging.schedule
             WHERE tenant_id = \(tenant) AND batch_id IN (SELECT batch_id FROM messaging.schedule WHERE tenant_id = \(tenant) LIMIT \(limit))
            """)
        guard schedules == 0 else { return schedules }
        let steps = try tx.run(
            """
            DELETE FROM messaging.step WHERE tenant_id = \(tenant) AND (message_id, id) IN
                (SELECT message_id, id FROM messaging.step WHERE tenant_id = \(tenant) LIMIT \(limit))
            """)
        guard steps == 0 else { return steps }
        // At most two of an instance, and one.
        let pauses = try tx.run("DELETE FROM messaging.pause WHERE tenant_id = \(tenant)")
        return try tx.run("DELETE FROM messaging.line WHERE tenant_id = \(tenant)") + pauses
    }

    private static func message(_ row: inout RowReader) throws -> Held {
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
        members.append(JSON.Member("status", .string(try row.next(MessageState.self).status.rawValue)))
        members.append(JSON.Member("lane", .string(MessageLane(rank: try row.next()).rawValue)))
        members.append(JSON.Member("campaign_id", .optional(try row.next(CampaignID?.self)?.description)))
        members.append(JSON.Member("contact_id", .optional(try row.next(ContactID?.self)?.description)))
        for name in ["due_at", "created_at", "send_at", "sent_at", "delivered_at", "read_at", "ended_at"] {
            members.append(JSON.Member(name, .optional(try row.next(Instant?.self)?.description)))
        }
        return Held(cursor: id.description, json: .object(members))
    }
}
