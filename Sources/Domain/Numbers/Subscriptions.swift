import Contracts
import Database
package import Events

extension Numbers {
    /// What the module hears, each as a named subscriber.
    package func subscribe(to subscriptions: Subscriptions) {
        subscriptions.on(InstanceRemoved.self, "numbers.forget") { event, tx in
            try AllowanceStore.delete(of: InstanceReference(tenant: event.facts.tenant, id: event.facts.instance), in: tx)
        }
    }
}
