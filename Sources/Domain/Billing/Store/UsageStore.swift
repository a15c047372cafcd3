import Contracts
import Core
import Database

/// All SQL on what tenants use up.
enum UsageStore {
    /// How many messages each of the tenants has used up on that day; those that none are left out. Across tenants.
    static func messages(of tenants: [TenantID], on day: CivilDay, in tx: borrowing Transaction) throws -> [TenantID: Int] {
        let rows = try tx.rows("SELECT tenant_id, messages FROM billing.usage_day WHERE tenant_id = ANY (\(tenants)) AND day = \(day)") { row in
            (tenant: try row.next(TenantID.self), messages: try row.next(Int.self))
        }
        return Dictionary(rows.map { ($0.tenant, $0.messages) }, uniquingKeysWith: { first, _ in first })
    }

    /// What the tenant used up on the days of that range on which it used up anything, the earliest first.
    static func days(of tenant: TenantID, in range: ClosedRange<CivilDay>, tx: borrowing Transaction) throws -> [UsageDay] {
        try tx.rows(
            """
            SELECT day, messages, api_requests FROM billing.usage_day
            WHERE tenant_id = \(tenant) AND day BETWEEN \(range.lowerBound) AND \(range.upperBound) ORDER BY day
            """
        ) { row in UsageDay(day: try row.next(), messages: try row.next(), apiRequests: try row.next()) }
    }

    /// Counts requests that were answered; tenants without a plan are left out. Locks the days in the order of tenants, as every batch of messages
    /// does. Across tenants.
    static func count(_ requests: [TenantID: Int], on day: CivilDay, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO billing.usage_day (tenant_id, day, api_requests)
            SELECT counted.tenant_id, \(day), counted.requests
            FROM unnest(\(Array(requests.keys)), \(Array(requests.values))) AS counted (tenant_id, requests)
            JOIN billing.subscription USING (tenant_id) ORDER BY counted.tenant_id
            ON CONFLICT (tenant_id, day) DO UPDATE SET api_requests = usage_day.api_requests + excluded.api_requests
            """)
    }
}
