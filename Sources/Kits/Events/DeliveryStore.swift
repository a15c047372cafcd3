import Core
import Database

/// What is still to be told, and what was given up.
enum DeliveryStore {
    struct Key: Sendable, Hashable {
        let tenant: TenantID
        let id: ID<Delivery>
        let subscriber: String
    }

    /// What the id of a delivery names: the event it tells.
    enum Delivery {}

    struct Claimed: Sendable {
        let key: Key
        let event: String
        let payload: String
        /// How often it was tried before.
        let tries: Int
    }

    struct Failure: Sendable {
        let claimed: Claimed
        let reason: String
    }

    /// Deliveries that are due and whose subscribers this program knows, oldest first, locked until the transaction ends. Those of others wait
    /// for a program that knows theirs: during a deployment two versions run side by side.
    static func claim(
        _ limit: Int, at now: Instant, events: [String], subscribers: [String], in tx: borrowing Transaction
    ) throws -> [Claimed] {
        try tx.rows(
            """
            SELECT tenant_id, id, subscriber, event, payload::text, tries FROM events.delivery
            WHERE due_at <= \(now)
              AND (event, subscriber) IN (SELECT known.event, known.subscriber FROM unnest(\(events), \(subscribers)) AS known (event, subscriber))
            ORDER BY due_at, id LIMIT \(limit) FOR UPDATE SKIP LOCKED
            """
        ) { row in
            Claimed(
                key: Key(tenant: try row.next(), id: try row.next(), subscriber: try row.next()), event: try row.next(),
                payload: try row.next(), tries: try row.next())
        }
    }

    /// Forgets deliveries that were made.
    static func remove(_ keys: [Key], in tx: borrowing Transaction) throws {
        guard !keys.isEmpty else { return }
        try tx.run(
            """
            DELETE FROM events.delivery USING unnest(\(keys.map(\.tenant)), \(keys.map(\.id)), \(keys.map(\.subscriber)))
                AS done (tenant_id, id, subscriber)
            WHERE delivery.tenant_id = done.tenant_id AND delivery.id = done.id AND delivery.subscriber = done.subscriber
            """)
    }

    /// Puts a delivery that failed off until `due`.
    static func postpone(_ failure: Failure, until due: Instant, in tx: borrowing Transaction) throws {
        let key = failure.claimed.key
        try tx.run(
            """
            UPDATE events.delivery SET tries = \(Int16(clamping: failure.claimed.tries + 1)), due_at = \(due), error = \(failure.reason)
            WHERE tenant_id = \(key.tenant) AND id = \(key.id) AND subscriber = \(key.subscriber)
            """)
    }

    /// Gives a delivery up, keeping it where a person can find it.
    static func bury(_ failure: Failure, at now: Instant, in tx: borrowing Transaction) throws {
        let key = failure.claimed.key
        try tx.run(
            """
            WITH given_up AS (
                DELETE FROM events.delivery
                WHERE tenant_id = \(key.tenant) AND id = \(key.id) AND subscriber = \(key.subscriber)
                RETURNING tenant_id, id, subscriber, event, payload
            )
            INSERT INTO events.dead (tenant_id, id, subscriber, event, payload, tries, error, died_at)
            SELECT tenant_id, id, subscriber, event, payload, \(Int16(clamping: failure.claimed.tries + 1)), \(failure.reason), \(now)
            FROM given_up
            ON CONFLICT (tenant_id, id, subscriber) DO UPDATE
            SET tries = excluded.tries, error = excluded.error, died_at = excluded.died_at
            """)
    }

    /// The subscribers of waiting deliveries that are none of `known`; one that was renamed would show here.
    static func strangers(to known: [String], in tx: borrowing Transaction) throws -> [String] {
        try tx.rows("SELECT DISTINCT subscriber FROM events.delivery WHERE subscriber <> ALL (\(known)) ORDER BY 1 LIMIT 20") { row in
            try row.next(String.self)
        }
    }

    /// Erases at most `limit` of the tenant's waiting deliveries; how many there were.
    static func eraseWaiting(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM events.delivery WHERE tenant_id = \(tenant) AND (id, subscriber) IN
                (SELECT id, subscriber FROM events.delivery WHERE tenant_id = \(tenant) ORDER BY id, subscriber LIMIT \(limit))
            """)
    }

    /// Erases at most `limit` of the tenant's deliveries that were given up; how many there were.
    static func eraseDead(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            DELETE FROM events.dead WHERE tenant_id = \(tenant) AND (id, subscriber) IN
                (SELECT id, subscriber FROM events.dead WHERE tenant_id = \(tenant) ORDER BY id, subscriber LIMIT \(limit))
            """)
    }
}
