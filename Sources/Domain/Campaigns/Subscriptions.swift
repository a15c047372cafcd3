import Contracts
import Core
import Database
package import Events

extension Campaigns {
    /// How many campaigns of an instance are stopped at a time.
    static let stoppedAtOnce = 100

    /// What the module hears, each as a named subscriber.
    package func subscribe(to subscriptions: Subscriptions) {
        subscriptions.on(InstanceLoggedOut.self, "campaigns.pause") { [self] event, tx in
            try stop(of: event.facts, .paused, because: .instanceLoggedOut, in: tx)
        }
        subscriptions.on(InstanceRemoved.self, "campaigns.cancel") { [self] event, tx in
            try stop(of: event.facts, .cancelled, because: .instanceRemoved, in: tx)
        }
    }

    /// What waits for such an instance fails in Messaging, which hears of it, too; here no more is handed over.
    private func stop(
        of facts: InstanceFacts, _ status: CampaignRecord.Status, because reason: CampaignRecord.Reason, in tx: borrowing Transaction
    ) throws {
        let instance = InstanceReference(tenant: facts.tenant, id: facts.instance)
        var stopped = 0
        repeat {
            let rows = try CampaignStore.lock(openOf: instance, limit: Self.stoppedAtOnce, in: tx)
            for var row in rows {
                row.status = status
                row.reason = reason
                row.updatedAt = runtime.clock.now
                try CampaignStore.update(row, in: tx)
            }
            stopped = rows.count
        } while stopped == Self.stoppedAtOnce
    }
}
