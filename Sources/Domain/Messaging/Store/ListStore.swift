import Contracts
import Core
import Database

/// The statements that list a tenant's messages, the newest first, whatever is asked of them.
///
/// Ids are made in the order of time. Where an index holds just what is asked for, it is read backwards; otherwise the tenant's newest messages are
/// gone through, a bounded number in one statement, so that a question that hardly anything fits takes many short statements and not one long one.
enum ListStore {
    /// Some of the messages that were asked for.
    struct Portion: Sendable {
        let records: [MessageRecord]
        /// The oldest message that was looked at, where there may be older ones that fit and less than `limit` were found; nil if there are none.
        let edge: MessageID?
    }

    /// Up to `limit` messages older than `cursor` that fit the filter. Of those that no index tells apart, `window` are looked at.
    static func portion(
        _ filter: MessageFilter, of tenant: TenantID, before cursor: MessageID?, limit: Int, window: Int, in tx: borrowing Transaction
    ) throws -> Portion {
        let older: SQL = cursor.map { "AND m.id < \($0)" } ?? ""
        let fits: SQL = "\(conditions(filter)) \(older)"
        if let sources = sources(filter, of: tenant, fits: fits, limit: limit) {
            let records = try tx.rows(
                "WITH m AS MATERIALIZED (\(sources)) SELECT \(raw: MessageStore.columns) FROM m WHERE true \(fits) ORDER BY m.id DESC LIMIT \(limit)"
            ) { row in try MessageStore.record(&row) }
            return Portion(records: records, edge: nil)
        }
        let base: SQL = "m.tenant_id = \(tenant) \(narrowed(filter)) \(older)"
        let edge: MessageID? = try tx.first(
            "SELECT m.id FROM messaging.message m WHERE \(base) ORDER BY m.tenant_id DESC, m.id DESC OFFSET \(window - 1) LIMIT 1"
        ) { row in try row.next() }
        let looked: SQL = edge.map { "AND m.id >= \($0)" } ?? ""
        let records = try tx.rows(
            """
            SELECT \(raw: MessageStore.columns) FROM messaging.message m
             WHERE \(base) \(looked) \(fits) ORDER BY m.tenant_id DESC, m.id DESC LIMIT \(limit)
            """
        ) { row in try MessageStore.record(&row) }
        return Portion(records: records, edge: records.count < limit ? edge : nil)
    }

    /// The few messages among which all that fit are, where an index holds them; nil where none does. Each source is bounded.
    private static func sources(_ filter: MessageFilter, of tenant: TenantID, fits: SQL, limit: Int) -> SQL? {
        if let whatsAppID = filter.whatsAppID {
            return "SELECT * FROM messaging.message WHERE tenant_id = \(tenant) AND whatsapp_id = \(whatsAppID)"
        }
        if let batch = filter.batch {
            return "SELECT * FROM messaging.message WHERE tenant_id = \(tenant) AND batch_id = \(batch)"
        }
        if let campaign = filter.campaign {
            return """
                SELECT found.* FROM unnest(\(MessageState.allCases.map(\.rawValue))) AS each (state) CROSS JOIN LATERAL (
                    SELECT * FROM messaging.message m
                     WHERE m.tenant_id = \(tenant) AND m.campaign_id = \(campaign) AND m.state = each.state \(fits) ORDER BY m.id DESC LIMIT \(limit)
                ) AS found
                """
        }
        if let chat = filter.chat {
            // The index holds chats by instance: one probe for each that the tenant ever wrote from.
            let instances: SQL =
                filter.instance.map { "SELECT \($0) AS id" } ?? """
                    WITH RECURSIVE each AS (
                        (SELECT instance_id AS id FROM messaging.message WHERE tenant_id = \(tenant) ORDER BY instance_id LIMIT 1)
                        UNION ALL
                        SELECT (SELECT instance_id FROM messaging.message
                                 WHERE tenant_id = \(tenant) AND instance_id > each.id ORDER BY instance_id LIMIT 1)
                          FROM each WHERE each.id IS NOT NULL
                    ) SELECT id FROM each WHERE id IS NOT NULL
                    """
            return """
                SELECT found.* FROM (\(instances)) AS each CROSS JOIN LATERAL (
                    SELECT * FROM messaging.message m
                     WHERE m.tenant_id = \(tenant) AND m.instance_id = each.id AND m.chat = \(chat.description) \(fits) ORDER BY m.id DESC LIMIT \(limit)
                ) AS found
                """
        }
        return nil
    }

    /// What an index in the order of ids narrows the search to.
    private static func narrowed(_ filter: MessageFilter) -> SQL {
        if let reference = filter.clientReference { return "AND m.client_reference = \(reference)" }
        switch filter.status {
        case .failed, .withdrawn, .scheduled: return "AND m.state IN ('scheduled', 'held', 'failed', 'withdrawn')"
        case .pending, .sent, .delivered, .read, nil: return ""
        }
    }

    /// All that is asked of a message.
    private static func conditions(_ filter: MessageFilter) -> SQL {
        var conditions: SQL = ""
        if let batch = filter.batch { conditions = "\(conditions) AND m.batch_id = \(batch)" }
        if let whatsAppID = filter.whatsAppID { conditions = "\(conditions) AND m.whatsapp_id = \(whatsAppID)" }
        if let reference = filter.clientReference { conditions = "\(conditions) AND m.client_reference = \(reference)" }
        if let instance = filter.instance { conditions = "\(conditions) AND m.instance_id = \(instance)" }
        if let direction = filter.direction { conditions = "\(conditions) AND m.direction = \(direction)" }
        if let chat = filter.chat { conditions = "\(conditions) AND m.chat = \(chat.description)" }
        if let campaign = filter.campaign { conditions = "\(conditions) AND m.campaign_id = \(campaign)" }
        if let status = filter.status {
            let states = MessageState.allCases.filter { $0.status == status }
            conditions = "\(conditions) AND m.state = ANY (\(states.map(\.rawValue)))"
        }
        return conditions
    }
}
