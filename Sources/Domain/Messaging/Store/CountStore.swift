import Contracts
import Core
import Database

/// The statements that say what of the messages must have been counted. They read all of a tenant's messages and run across tenants.
enum CountStore {
    static func tally(of tenant: TenantID, in tx: borrowing Transaction) throws -> CountedTally {
        let counts = try tx.first(
            """
            SELECT count(*) FILTER (WHERE send_at IS NULL AND campaign_id IS NULL), count(*) FILTER (WHERE campaign_id IS NOT NULL),
                   count(*) FILTER (WHERE send_at IS NOT NULL AND state NOT IN ('scheduled', 'failed', 'withdrawn')),
                   count(*) FILTER (WHERE state = 'withdrawn' AND send_at IS NULL),
                   count(*) FILTER (WHERE state = 'failed' AND error_code = \(MessageFailureCode.notOnWhatsApp.rawValue))
              FROM messaging.message WHERE tenant_id = \(tenant) AND direction = 'out'
            """
        ) { row in
            (
                accepted: try row.next(Int.self), bulk: try row.next(Int.self), scheduled: try row.next(Int.self), withdrawn: try row.next(Int.self),
                unknown: try row.next(Int.self)
            )
        }
        let steps = try tx.first(
            """
            SELECT count(*) FILTER (WHERE s.step = 'resent'),
                   count(*) FILTER (WHERE s.step = 'failed' AND s.detail = \(MessageFailureCode.notOnWhatsApp.rawValue)),
                   count(DISTINCT m.id) FILTER (WHERE s.step = 'resent' AND m.send_at IS NOT NULL AND m.state NOT IN ('scheduled', 'failed', 'withdrawn'))
              FROM messaging.step s JOIN messaging.message m ON m.tenant_id = s.tenant_id AND m.id = s.message_id
             WHERE s.tenant_id = \(tenant) AND s.step IN ('resent', 'failed')
            """
        ) { row in (resent: try row.next(Int.self), unknown: try row.next(Int.self), uncertain: try row.next(Int.self)) }
        guard let counts, let steps else { return CountedTally(accepted: 0, bulk: 0, scheduled: 0, resent: 0, returned: 0) }
        return CountedTally(
            accepted: counts.accepted, bulk: counts.bulk, scheduled: counts.scheduled - steps.uncertain, resent: steps.resent,
            returned: counts.withdrawn + counts.unknown + steps.unknown)
    }

    static func uncertain(
        of tenant: TenantID, after: MessageID?, limit: Int, in tx: borrowing Transaction
    ) throws -> [UncertainMessage] {
        let rest: SQL = after.map { "AND m.id > \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT m.id, m.state = 'withdrawn', r.is_resent FROM messaging.message m CROSS JOIN LATERAL (
                SELECT EXISTS (SELECT 1 FROM messaging.step s
                                WHERE s.tenant_id = m.tenant_id AND s.message_id = m.id AND s.step = 'resent') AS is_resent) AS r
             WHERE m.tenant_id = \(tenant) AND m.direction = 'out' AND m.send_at IS NOT NULL AND (m.state IN ('failed', 'withdrawn') OR r.is_resent)
                   \(rest)
             ORDER BY m.id LIMIT \(limit)
            """
        ) { row in UncertainMessage(id: try row.next(), isWithdrawn: try row.next(), isResent: try row.next()) }
    }
}
