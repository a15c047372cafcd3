import Contracts
import Core
import Database

/// A campaign that a runner has claimed.
struct ClaimedCampaign: Sendable {
    let tenant: TenantID
    let id: CampaignID
    /// The look that it is under way in; somebody else's once the lease has ended.
    let lease: ID<Lease>

    /// What a lease's id names: one look at one campaign.
    enum Lease {}
}

/// The statements of running campaigns, and of when they are due.
enum RunStore {
    /// Claims the campaign of any tenant that has been due for longest; nil if none is.
    static func claim(
        as lease: ID<ClaimedCampaign.Lease>, at now: Instant, until: Instant, in tx: borrowing Transaction
    ) throws -> ClaimedCampaign? {
        try tx.first(
            """
            WITH due AS MATERIALIZED (
                SELECT tenant_id, id FROM campaigns.campaign
                 WHERE (status IN ('scheduled', 'running') OR is_withdrawing) AND due_at <= \(now)
                   AND (lease_until IS NULL OR lease_until <= \(now))
                 ORDER BY due_at, tenant_id, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
            )
            UPDATE campaigns.campaign c SET lease = \(lease), lease_until = \(until)
              FROM due WHERE c.tenant_id = due.tenant_id AND c.id = due.id
            RETURNING c.tenant_id, c.id
            """
        ) { row in ClaimedCampaign(tenant: try row.next(), id: try row.next(), lease: lease) }
    }

    /// Whether the claim still holds; asked of a row that is locked.
    static func isHeld(_ claim: ClaimedCampaign, in tx: borrowing Transaction) throws -> Bool {
        try tx.first(
            "SELECT lease = \(claim.lease) FROM campaigns.campaign WHERE tenant_id = \(claim.tenant) AND id = \(claim.id) AND lease IS NOT NULL"
        ) { row in try row.next(Bool.self) } ?? false
    }

    /// Lets go of the campaign, if it is still held. It is looked at again when it is due, which is not before `notBefore`.
    static func release(_ claim: ClaimedCampaign, notBefore: Instant? = nil, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE campaigns.campaign SET lease = NULL, lease_until = NULL, due_at = greatest(due_at, \(notBefore))
             WHERE tenant_id = \(claim.tenant) AND id = \(claim.id) AND lease = \(claim.lease)
            """)
    }

    /// What clocks in the zone show at that instant, as it is kept for repetitions.
    static func localTime(of instant: Instant, in zone: String, in tx: borrowing Transaction) throws -> String {
        let text = try tx.first("SELECT to_char(\(instant) AT TIME ZONE \(zone), 'YYYY-MM-DD\"T\"HH24:MI:SS.US')") { row in
            try row.next(String.self)
        }
        guard let text else { throw DatabaseError(.unreadable, detail: "a local time") }
        return text
    }

    /// The first time after `now` at which clocks in the zone show the same time of the day, so many days or a multiple of them later.
    static func next(
        after now: Instant, from localStart: String, everyDays days: Int, in zone: String, in tx: borrowing Transaction
    ) throws -> Instant? {
        try tx.first(
            """
            SELECT min(at) FROM (
                SELECT campaigns.instant(s.start + n * \(days) * interval '1 day', \(zone)) AS at
                  FROM (SELECT \(localStart)::timestamp AS start) AS s,
                       LATERAL (SELECT ((\(now) AT TIME ZONE \(zone))::date - s.start::date) / \(days) AS passed) AS p,
                       LATERAL generate_series(greatest(p.passed - 1, 1), greatest(p.passed, 1) + 2) AS n
            ) AS occurrences WHERE at > \(now)
            """
        ) { row in try row.next(Instant?.self) } ?? nil
    }
}
