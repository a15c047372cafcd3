import Contracts
import Core
import Database

/// The statements on the numbers that campaigns name.
enum RecipientStore {
    static func insert(_ numbers: [PhoneNumber], for campaign: CampaignID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO campaigns.recipient (tenant_id, campaign_id, number)
            SELECT \(tenant), \(campaign), number FROM unnest(\(numbers.map(\.digits))) AS n (number)
            """)
    }

    /// In their order, beginning after `position`.
    static func walk(
        _ campaign: CampaignID, of tenant: TenantID, from position: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> [PhoneNumber] {
        try tx.rows(
            """
            SELECT number FROM campaigns.recipient
             WHERE tenant_id = \(tenant) AND campaign_id = \(campaign) \(position.map { "AND number > \($0)" as SQL } ?? "")
             ORDER BY number LIMIT \(limit)
            """, number)
    }

    static func count(_ campaign: CampaignID, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.first("SELECT count(*) FROM campaigns.recipient WHERE tenant_id = \(tenant) AND campaign_id = \(campaign)") { row in
            try row.next(Int.self)
        } ?? 0
    }

    /// The first of each campaign's numbers, `limit` at most.
    static func shown(
        of campaigns: [CampaignID], limit: Int, of tenant: TenantID, in tx: borrowing Transaction
    ) throws -> [CampaignID: [PhoneNumber]] {
        let found = try tx.rows(
            """
            SELECT c.id, r.number FROM unnest(\(campaigns)) AS c (id) CROSS JOIN LATERAL (
                SELECT number FROM campaigns.recipient
                 WHERE tenant_id = \(tenant) AND campaign_id = c.id ORDER BY number LIMIT \(limit)
            ) AS r
            """
        ) { row in (try row.next(CampaignID.self), try number(&row)) }
        return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
    }

    private static func number(_ row: inout RowReader) throws -> PhoneNumber {
        guard let number = PhoneNumber(try row.next(String.self)) else { throw DatabaseError(.unreadable, detail: "a recipient's number") }
        return number
    }
}
