package import Contracts
package import Core
package import Database

extension Messaging: BulkMessages {
    package func submit(
        _ entries: [BulkMessage], for campaign: CampaignID, from instance: InstanceReference, sender: JID?, in tx: borrowing Transaction
    ) throws {
        guard !entries.isEmpty else { return }
        let now = runtime.clock.now
        let batch: BatchID = runtime.ids.next()
        try BulkStore.insert(
            entries.map { BulkStore.Entry(id: runtime.ids.next(), message: $0) }, batch: batch, campaign: campaign, from: instance, sender: sender,
            at: now, in: tx)
        // Last: it locks the tenant's day for everybody until the transaction ends.
        try quota.reserve(
            QuotaEntry(batch.asID(), of: batch, .bulk, messages: entries.count, at: now), for: instance.tenant, on: now.day, in: tx)
    }

    package func tallies(of campaigns: [CampaignID], of tenant: TenantID, in tx: borrowing Transaction) throws -> [CampaignID: CampaignTally] {
        try BulkStore.counts(of: campaigns, of: tenant, in: tx).reduce(into: [:]) { tallies, row in
            tallies[row.campaign, default: CampaignTally()].add(row.count, in: row.state)
        }
    }

    package func hold(_ isHeld: Bool, _ campaign: CampaignID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        let (from, to): (MessageState, MessageState) = isHeld ? (.queued, .held) : (.held, .queued)
        while try BulkStore.move(from: from, to: to, campaign, of: tenant, in: tx) == BulkStore.portion {}
    }

    package func withdraw(_ campaign: CampaignID, limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try BulkStore.withdraw(campaign, limit: limit, giving: quota.giveBack, of: tenant, at: runtime.clock.now, in: tx)
    }

    package func ring(_ instance: InstanceReference) { dispatcher.ring(instance) }
}

extension CampaignTally {
    fileprivate mutating func add(_ count: Int, in state: MessageState) {
        switch state {
        case .scheduled, .held, .queued, .sending: queued += count
        case .sent: sent += count
        case .delivered, .received:
            sent += count
            delivered += count
        case .read:
            sent += count
            delivered += count
            read += count
        case .failed: failed += count
        case .withdrawn: cancelled += count
        }
    }
}
