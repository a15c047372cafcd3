import Core
package import Database

/// Who wants to be told what. Collected while the program is put together, then frozen.
package final class Subscriptions: Sendable {
    struct Handler: Sendable {
        let name: String
        let handle: @Sendable (JSON, TenantID, borrowing Transaction) throws -> Void
    }

    /// An event whose stored form names another tenant than its row: it is not handled.
    package struct ForeignTenant: Error {}

    private struct State {
        var handlers: [String: [Handler]] = [:]
        var isFrozen = false
    }

    private let state = Lock(State())

    /// Starts empty.
    package init() {}

    /// Calls `handle` for each event of that type, in a transaction fenced to the event's tenant; what it writes commits together with the
    /// fact that it was told. It does no I/O: it leaves a row for a worker instead. `subscriber` is stored with events on their way, so it never
    /// changes.
    package func on<Event: DurableEvent>(
        _ type: Event.Type, _ subscriber: StaticString, _ handle: @escaping @Sendable (Event, borrowing Transaction) throws -> Void
    ) {
        let handler = Handler(name: subscriber.description) { json, tenant, tx in
            let event = try Event.decode(json)
            guard event.tenant == tenant else { throw ForeignTenant() }
            try handle(event, tx)
        }
        state.withLock { state in
            precondition(!state.isFrozen, "\(subscriber) subscribes after the start")
            let known = state.handlers[Event.name] ?? []
            precondition(!known.contains { $0.name == handler.name }, "\(subscriber) subscribes to \(Event.name) twice")
            state.handlers[Event.name] = known + [handler]
        }
    }

    /// Accepts no more subscribers; from here on the answers below are final.
    package func freeze() { state.withLock { $0.isFrozen = true } }

    /// The names of those who want to be told of an event, in the order in which they subscribed.
    package func subscribers(of event: String) -> [String] { state.withLock { $0.handlers[event] ?? [] }.map(\.name) }

    func handler(of event: String, named name: String) -> Handler? {
        state.withLock { $0.handlers[event] }?.first { $0.name == name }
    }

    /// Every event with a subscriber, and the subscriber, side by side.
    var pairs: (events: [String], subscribers: [String]) {
        let handlers = state.withLock { $0.handlers }
        let pairs = handlers.sorted { $0.key < $1.key }.flatMap { event, handlers in handlers.map { (event, $0.name) } }
        return (pairs.map(\.0), pairs.map(\.1))
    }
}
