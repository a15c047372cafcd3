import Contracts
import Core
import Database
package import Events

extension Messaging {
    /// What the module hears, each as a named subscriber.
    package func subscribe(to subscriptions: Subscriptions) {
        subscriptions.on(InstanceLoggedOut.self, "messaging.fail_waiting") { [self] event, tx in try failWaiting(of: event.facts, in: tx) }
        subscriptions.on(InstanceRemoved.self, "messaging.fail_waiting") { [self] event, tx in try failWaiting(of: event.facts, in: tx) }
    }

    /// What waits for an instance that has lost its link will never go out: a new link may be another number.
    private func failWaiting(of facts: InstanceFacts, in tx: borrowing Transaction) throws {
        let instance = InstanceReference(tenant: facts.tenant, id: facts.instance)
        var failed = 0
        repeat {
            failed = try QueueStore.fail(
                waitingOf: instance, because: .instanceGone, events: (0..<QueueStore.failureBatch).map { _ in runtime.ids.next() },
                subscribers: outbox.subscribers(of: MessageFailed.name), at: runtime.clock.now, in: tx)
        } while failed == QueueStore.failureBatch
        try LineStore.forget(instance, in: tx)
        tx.ring(Outbox.topic)
    }
}
