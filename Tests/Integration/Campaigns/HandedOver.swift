import Billing
import Contracts
import Core
import Database
import TestSupport

/// What Messaging would have been handed, kept in a table, so that it comes and goes with the transactions that hand it over.
final class HandedOver: BulkMessages {
    /// What happens to a transaction that has handed messages over.
    struct Crash: Error {}

    private let node: Node
    private let crashes = Lock(0)

    init(_ node: Node) { self.node = node }

    static func prepare(_ test: TestDatabase) async throws {
        try await test.script(
            """
            CREATE SCHEMA outside;
            GRANT USAGE ON SCHEMA outside TO app_tenant, app_system;
            CREATE TABLE outside.handed (
                tenant_id uuid, campaign_id uuid, recipient text, content jsonb, contact_id uuid, state text, at bigserial);
            GRANT ALL ON outside.handed, outside.handed_at_seq TO app_tenant, app_system;
            """)
    }

    /// The next so many transactions die right after they have handed messages over.
    func crash(_ times: Int) { crashes.withLock { $0 = times } }

    func submit(
        _ entries: [BulkMessage], for campaign: CampaignID, from instance: InstanceReference, sender: JID?, in tx: borrowing Transaction
    ) throws {
        let entry = QuotaEntry(node.runtime.ids.next(), of: node.runtime.ids.next(), .bulk, messages: entries.count, at: node.clock.now)
        try node.billing.reserve(entry, for: instance.tenant, on: node.clock.now.day, in: tx)
        for entry in entries {
            try tx.run(
                """
                INSERT INTO outside.handed (tenant_id, campaign_id, recipient, content, contact_id, state)
                VALUES (\(instance.tenant), \(campaign), \(entry.recipient.chat.description), \(entry.content.json), \(entry.contact), 'queued')
                """)
        }
        let isCrashing = crashes.withLock { left in
            defer { left = max(0, left - 1) }
            return left > 0
        }
        if isCrashing { throw Crash() }
    }

    func tallies(of campaigns: [CampaignID], of tenant: TenantID, in tx: borrowing Transaction) throws -> [CampaignID: CampaignTally] {
        let rows = try tx.rows(
            """
            SELECT campaign_id, count(*) FILTER (WHERE state IN ('queued', 'held')), count(*) FILTER (WHERE state = 'sent'),
                   count(*) FILTER (WHERE state = 'withdrawn')
              FROM outside.handed WHERE tenant_id = \(tenant) AND campaign_id = ANY (\(campaigns)) GROUP BY campaign_id
            """
        ) { row in
            let id: CampaignID = try row.next()
            var tally = CampaignTally()
            (tally.queued, tally.sent, tally.cancelled) = (try row.next(), try row.next(), try row.next())
            return (id, tally)
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    func hold(_ isHeld: Bool, _ campaign: CampaignID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        let (old, new) = isHeld ? ("queued", "held") : ("held", "queued")
        try tx.run(
            "UPDATE outside.handed SET state = \(new) WHERE tenant_id = \(tenant) AND campaign_id = \(campaign) AND state = \(old)")
    }

    func withdraw(_ campaign: CampaignID, limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.run(
            """
            UPDATE outside.handed SET state = 'withdrawn' WHERE at IN (
                SELECT at FROM outside.handed
                 WHERE tenant_id = \(tenant) AND campaign_id = \(campaign) AND state IN ('queued', 'held') ORDER BY at LIMIT \(limit))
            """)
    }

    func ring(_ instance: InstanceReference) {}
}
