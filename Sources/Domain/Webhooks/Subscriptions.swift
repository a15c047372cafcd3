import Contracts
import Core
import Database
package import Events

extension Webhooks {
    /// What the module hears, each as a named subscriber: every piece of news becomes one delivery for each endpoint that wants it.
    package func subscribe(to subscriptions: Subscriptions) {
        hear(MessageReceived.self, in: subscriptions) { Notice.News.messageReceived($0.facts) }
        hear(MessageSent.self, in: subscriptions) { .messageSent($0.facts) }
        hear(MessageDelivered.self, in: subscriptions) { .messageDelivered($0.facts) }
        hear(MessageRead.self, in: subscriptions) { .messageRead($0.facts) }
        hear(MessageFailed.self, in: subscriptions) { .messageFailed($0.facts) }
        subscriptions.on(InstanceConnected.self, "webhooks.enqueue") { [self] event, tx in
            try enqueue(Notice(event.facts, .instanceConnected(number: event.facts.number)), in: tx)
        }
        subscriptions.on(InstanceDegraded.self, "webhooks.enqueue") { [self] event, tx in
            try enqueue(Notice(event.facts, .instanceDegraded), in: tx)
        }
        subscriptions.on(InstanceDisconnected.self, "webhooks.enqueue") { [self] event, tx in
            try enqueue(Notice(event.facts, .instanceDisconnected(reason: (event.facts.reason ?? .network).rawValue)), in: tx)
        }
        subscriptions.on(InstanceLoggedOut.self, "webhooks.enqueue") { [self] event, tx in
            try enqueue(Notice(event.facts, .instanceLoggedOut), in: tx)
        }
        subscriptions.on(UsageWarning.self, "webhooks.enqueue") { [self] event, tx in
            try enqueue(
                Notice(
                    id: event.id, tenant: event.tenant, instance: nil, occurredAt: event.occurredAt,
                    news: .usageWarning(day: event.day, threshold: event.threshold, messages: event.messages, allowed: event.allowed)),
                in: tx)
        }
        subscriptions.on(InstanceRemoved.self, "webhooks.forget") { event, tx in
            try EndpointStore.delete(allOf: event.facts.instance, of: event.facts.tenant, in: tx)
        }
    }

    private func hear<Event: MessageEvent>(
        _ event: Event.Type, in subscriptions: Subscriptions, _ news: @escaping @Sendable (Event) -> Notice.News
    ) {
        subscriptions.on(event, "webhooks.enqueue") { [self] event, tx in
            try enqueue(
                Notice(
                    id: event.id, tenant: event.tenant, instance: event.facts.instance, occurredAt: event.facts.occurredAt, news: news(event)),
                in: tx)
        }
    }

    func enqueue(_ notice: Notice, in tx: borrowing Transaction) throws {
        let now = runtime.clock.now
        for (endpoint, dialect) in try EndpointStore.listening(to: notice, in: tx) {
            // A dialect without a word for it does not tell it.
            guard let body = voices[dialect]?.body(telling: notice, at: now) else { continue }
            try DeliveryStore.enqueue(body, telling: notice, to: endpoint, as: runtime.ids.next(), at: now, in: tx)
            tx.ring(.webhooksDue)
        }
    }
}

extension Notice {
    fileprivate init(_ facts: InstanceFacts, _ news: News) {
        self.init(id: facts.id, tenant: facts.tenant, instance: facts.instance, occurredAt: facts.occurredAt, news: news)
    }
}
