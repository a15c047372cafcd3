package import Core

/// Says across processes that there may be work: at once within this process, within a tenth of a second in the others.
package final class Doorbell: Sendable {
    private struct State {
        var listeners: [Topic: [UInt64: AsyncStream<Void>.Continuation]] = [:]
        var made: UInt64 = 0
    }

    private let state = Lock(State())
    private let settings: ConnectionSettings
    private let runtime: Runtime

    /// A doorbell on a connection of its own.
    package init(_ settings: ConnectionSettings, runtime: Runtime) {
        self.settings = settings
        self.runtime = runtime
    }

    /// Says that there may be work. Never fails and never waits; a bell that is lost is made good by polling.
    package func ring(_ topic: Topic) {
        let listeners = state.withLock { $0.listeners[topic] ?? [:] }
        for listener in listeners.values { listener.yield() }
    }
}
