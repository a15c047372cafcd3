import Contracts
import Core
import Database
package import Events

extension Groups {
    /// What the module hears, each as a named subscriber.
    package func subscribe(to subscriptions: Subscriptions) {
        // While there was no connection groups may have changed without a word.
        subscriptions.on(InstanceConnected.self, "groups.doubt") { event, tx in
            try ListingStore.connected(event.facts.reference, at: event.facts.occurredAt, in: tx)
        }
        // The next phone that is linked may be another number's. What was read after the event is that one's.
        subscriptions.on(InstanceLoggedOut.self, "groups.forget") { event, tx in
            try GroupStore.forget(allOf: event.facts.reference, until: event.facts.occurredAt, in: tx)
        }
        subscriptions.on(InstanceRemoved.self, "groups.forget") { event, tx in
            try GroupStore.forget(allOf: event.facts.reference, until: nil, in: tx)
            try ListingStore.delete(of: event.facts.reference, in: tx)
        }
    }
}

extension InstanceFacts {
    fileprivate var reference: InstanceReference { InstanceReference(tenant: tenant, id: instance) }
}
