import Core
import Database

/// The statements with which a person looks at what was given up. Across tenants.
enum DeadStore {
    static func list(
        _ filter: DeadEventFilter, after place: DeadEvent.Place?, limit: Int, in tx: borrowing Transaction
    ) throws -> [DeadEvent] {
        let rest: SQL = place.map { "AND (id, subscriber) < (\($0.id), \($0.subscriber))" } ?? ""
        return try tx.rows(
            """
            SELECT id, subscriber, tenant_id, event, tries, error, died_at FROM events.dead
            WHERE \(condition(filter)) \(rest) ORDER BY id DESC, subscriber DESC LIMIT \(limit)
            """
        ) { row in
            DeadEvent(
                place: DeadEvent.Place(id: try row.next(), subscriber: try row.next()), tenant: try row.next(), name: try row.next(),
                tries: Int(try row.next(Int16.self)), error: try row.next(), diedAt: try row.next())
        }
    }

    /// Puts at most `limit` of them, the oldest, back among what is to be told; whose each of them was.
    static func revive(_ filter: DeadEventFilter, limit: Int, in tx: borrowing Transaction) throws -> [TenantID] {
        try tx.rows(
            """
            WITH meant AS MATERIALIZED (
                SELECT tenant_id, id, subscriber FROM events.dead WHERE \(condition(filter)) ORDER BY id, subscriber LIMIT \(limit) FOR UPDATE
            ), gone AS (
                DELETE FROM events.dead USING meant
                WHERE dead.tenant_id = meant.tenant_id AND dead.id = meant.id AND dead.subscriber = meant.subscriber
                RETURNING dead.tenant_id, dead.id, dead.subscriber, dead.event, dead.payload
            ), back AS (
                INSERT INTO events.delivery (tenant_id, id, subscriber, event, payload)
                SELECT tenant_id, id, subscriber, event, payload FROM gone
                ON CONFLICT (tenant_id, id, subscriber) DO NOTHING
            )
            SELECT tenant_id FROM gone
            """
        ) { row in try row.next(TenantID.self) }
    }

    private static func condition(_ filter: DeadEventFilter) -> SQL {
        var condition: SQL = "true"
        if let tenant = filter.tenant { condition = "\(condition) AND tenant_id = \(tenant)" }
        if let subscriber = filter.subscriber { condition = "\(condition) AND subscriber = \(subscriber)" }
        if let name = filter.name { condition = "\(condition) AND event = \(name)" }
        if let id = filter.id { condition = "\(condition) AND id = \(id)" }
        return condition
    }
}
