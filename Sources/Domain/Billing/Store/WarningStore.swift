import Contracts
import Core
import Database

/// All SQL on warnings.
enum WarningStore {
    /// Takes up to `limit` warnings of any tenant that nobody was told of, each once, however many processes do so, and gives each event the next of
    /// those ids.
    static func take(_ ids: [EventID], in tx: borrowing Transaction) throws -> [UsageWarning] {
        try tx.rows(
            """
            WITH untold AS MATERIALIZED (
                SELECT tenant_id, day, threshold, row_number() OVER () AS place FROM (
                    SELECT tenant_id, day, threshold FROM billing.warning
                    WHERE NOT is_told ORDER BY at, tenant_id, threshold LIMIT \(ids.count) FOR UPDATE SKIP LOCKED) AS next
            )
            UPDATE billing.warning SET is_told = true FROM untold
            WHERE warning.tenant_id = untold.tenant_id AND warning.day = untold.day AND warning.threshold = untold.threshold
            RETURNING (\(ids))[untold.place], warning.tenant_id, warning.day, warning.threshold, warning.messages, warning.allowed, warning.at
            """
        ) { row in
            UsageWarning(
                id: try row.next(), tenant: try row.next(), day: try row.next(), threshold: try row.next(), messages: try row.next(),
                allowed: try row.next(), occurredAt: try row.next())
        }
    }
}
