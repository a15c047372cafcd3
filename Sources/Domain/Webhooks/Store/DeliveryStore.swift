import Contracts
import Core
import Database

/// A delivery that this process has claimed, and all that is needed to make it.
struct ClaimedDelivery: Sendable {
    let tenant: TenantID
    let id: DeliveryID
    let endpoint: EndpointID
    let event: EventID
    let url: String
    let secret: [UInt8]
    let headers: JSON
    let body: String
    /// How often it has been tried, this time included.
    let tries: Int
}

/// The statements of deliveries that run one transaction at a time.
enum DeliveryStore {
    /// How many of an endpoint's pending deliveries are looked at for those that may go next.
    static let window = 200
    /// How many requests to one endpoint may be under way at once (promise W7).
    static let perEndpoint = 4

    static func enqueue(
        _ body: [UInt8], telling notice: Notice, to endpoint: EndpointID, as id: DeliveryID, at now: Instant, in tx: borrowing Transaction
    ) throws {
        let chat = "\(notice.instance?.description ?? "")/\(notice.chat?.description ?? "")"
        try tx.run(
            """
            INSERT INTO webhooks.delivery (tenant_id, id, endpoint_id, event_id, event_type, chat, body, due_at, created_at)
            VALUES (\(notice.tenant), \(id), \(endpoint), \(notice.id), \(notice.kind.rawValue), \(chat), \(String(decoding: body, as: UTF8.self)),
                    \(now), \(now))
            ON CONFLICT DO NOTHING
            """)
    }

    /// Claims up to `limit` due deliveries of any tenant: at most `perEndpoint` at once for one endpoint, and for one chat the first alone,
    /// unless it has failed so often that its chat goes on without it. The try is counted now, before the request is made.
    static func claim(_ limit: Int, at now: Instant, leaseUntil: Instant, in tx: borrowing Transaction) throws -> [ClaimedDelivery] {
        try tx.rows(
            """
            WITH chosen AS MATERIALIZED (
                SELECT w.tenant_id, w.id
                  FROM webhooks.endpoint e CROSS JOIN LATERAL (
                    SELECT v.tenant_id, v.id, v.is_free,
                           count(*) FILTER (WHERE v.is_leased) OVER () AS leased,
                           row_number() OVER (PARTITION BY v.is_free ORDER BY v.id) AS place
                      FROM (
                        SELECT u.*, NOT u.is_leased AND u.due_at <= \(now)
                               AND NOT coalesce(bool_or(u.tries < \(RetrySchedule.patience) OR u.is_leased) OVER (
                                   PARTITION BY u.chat ORDER BY u.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS is_free
                          FROM (
                            SELECT d.tenant_id, d.id, d.chat, d.tries, d.due_at, coalesce(d.lease_until > \(now), false) AS is_leased
                              FROM webhooks.delivery d
                             WHERE d.tenant_id = e.tenant_id AND d.endpoint_id = e.id AND d.status = 'pending'
                             ORDER BY d.id LIMIT \(window)
                          ) AS u
                      ) AS v
                  ) AS w
                 WHERE e.status = 'enabled' AND w.is_free AND w.place + w.leased <= \(perEndpoint)
                 ORDER BY w.id LIMIT \(limit)
            ), claimed AS (
                UPDATE webhooks.delivery d SET tries = tries + 1, lease_until = \(leaseUntil)
                  FROM chosen
                 WHERE d.tenant_id = chosen.tenant_id AND d.id = chosen.id AND d.status = 'pending'
                   AND (d.lease_until IS NULL OR d.lease_until <= \(now))
                RETURNING d.tenant_id, d.id, d.endpoint_id, d.event_id, d.body, d.tries
            )
            SELECT c.tenant_id, c.id, c.endpoint_id, c.event_id, e.url, e.secret, e.headers, c.body, c.tries
              FROM claimed c JOIN webhooks.endpoint e ON e.tenant_id = c.tenant_id AND e.id = c.endpoint_id
             ORDER BY c.id
            """
        ) { row in
            ClaimedDelivery(
                tenant: try row.next(), id: try row.next(), endpoint: try row.next(), event: try row.next(), url: try row.next(),
                secret: try row.next(), headers: try row.next(), body: try row.next(), tries: Int(try row.next(Int16.self)))
        }
    }

    /// Gives a claimed delivery back untried, until that time.
    static func giveBack(_ delivery: ClaimedDelivery, until due: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE webhooks.delivery SET tries = tries - 1, lease_until = NULL, due_at = \(due)
            WHERE tenant_id = \(delivery.tenant) AND id = \(delivery.id) AND status = 'pending' AND tries = \(Int16(clamping: delivery.tries))
            """)
    }
}
