package import Core
package import Database

/// The only way to publish a durable event.
package struct Outbox: Sendable {
    /// Rung when there may be something to relay.
    package static let topic = Topic("events.delivery")

    private let subscriptions: Subscriptions
    private let ids: any IDSource

    /// An outbox for those subscribers.
    package init(_ subscriptions: Subscriptions, runtime: Runtime) {
        self.subscriptions = subscriptions
        ids = runtime.ids
    }

    /// Records an event in the transaction in which it becomes true: a row for each subscriber, none if nobody subscribes.
    package func record<Event: DurableEvent>(_ event: Event, in tx: borrowing Transaction) throws(DatabaseError) {
        let subscribers = subscribers(of: Event.name)
        guard !subscribers.isEmpty else { return }
        let id: ID<Event> = ids.next()
        try tx.run("SELECT events.record(\(event.tenant), \(Event.name), \([id]), \([event.json]), \(subscribers))")
        tx.ring(Self.topic)
    }

    /// Who is to be told of an event: the last argument of `events.record`, for statements that record events themselves.
    package func subscribers(of event: String) -> [String] { subscriptions.subscribers(of: event) }

    /// Erases at most `limit` of what is still to be told of a tenant's events, or was given up; how many there were. Across tenants.
    package static func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        let waiting = try DeliveryStore.eraseWaiting(limit, of: tenant, in: tx)
        return waiting > 0 ? waiting : try DeliveryStore.eraseDead(limit, of: tenant, in: tx)
    }
}
