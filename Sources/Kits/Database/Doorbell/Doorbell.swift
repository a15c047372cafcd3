import CLinux
package import Core
import Glibc

/// Says across processes that there may be work: at once within this process, within a tenth of a second in the others.
///
/// A bell may get lost (the connection breaks), so whoever listens also looks now and then. It is rung outside business transactions,
/// because PostgreSQL takes a lock over all of its databases to commit a NOTIFY.
package final class Doorbell: Service {
    private struct State {
        var listeners: [Topic: [UInt64: AsyncStream<Void>.Continuation]] = [:]
        var made: UInt64 = 0
        /// What the others have not been told yet.
        var unsaid: Set<Topic> = []
        var isStopping = false
        var isRunning = false
        var stopped: CheckedContinuation<Void, Never>?
    }

    package let name = "doorbell"

    /// Each topic is passed on to other processes at most once in this time.
    package static let interval: Duration = .milliseconds(100)

    private let state = Lock(State())
    private let settings: ConnectionSettings
    private let runtime: Runtime
    private let wake: Int32

    /// A doorbell on a connection of its own. Until it is started it rings within this process only.
    package init(_ settings: ConnectionSettings, runtime: Runtime) {
        self.settings = settings
        self.runtime = runtime
        wake = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    }

    deinit { close(wake) }

    /// Says that there may be work. Never fails and never waits.
    package func ring(_ topic: Topic) {
        let (listeners, isNews) = state.withLock { state in
            (state.listeners[topic] ?? [:], state.isRunning && state.unsaid.insert(topic).inserted)
        }
        for listener in listeners.values { listener.yield() }
        if isNews { eventfd_write(wake, 1) }
    }

    /// The bells of a topic, from this process and others; several that ring before anybody looks are one. Ends when the doorbell stops.
    package func rings(_ topic: Topic) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.made += 1
            state.listeners[topic, default: [:]][state.made] = continuation
            return state.made
        }
        continuation.onTermination = { [weak self] _ in self?.forget(topic, number) }
        return stream
    }

    package func start() async throws {
        state.withLock { $0.isRunning = true }
        Thread.start(name: "doorbell") { [self] in run() }
    }

    package func stop() async {
        await withCheckedContinuation { continuation in
            let isRunning = state.withLock { state in
                state.isStopping = true
                if state.isRunning { state.stopped = continuation }
                return state.isRunning
            }
            if isRunning { eventfd_write(wake, 1) } else { continuation.resume() }
        }
        let listeners = state.withLock { state in
            defer { state.listeners = [:] }
            return state.listeners.values.flatMap(\.values)
        }
        for listener in listeners { listener.finish() }
    }

    private func forget(_ topic: Topic, _ number: UInt64) {
        state.withLock { $0.listeners[topic]?[number] = nil }
    }

    private var isStopping: Bool { state.withLock { $0.isStopping } }

    // MARK: On the thread

    private func run() {
        let line = DoorbellLine(settings: settings, wake: wake)
        var failures = 0
        while !isStopping {
            do {
                try line.connect()
                if failures > 0 { runtime.log.info("doorbell restored") }
                failures = 0
                // While nobody listened, somebody may have rung.
                ringAll()
                while !isStopping {
                    let unsaid = state.withLock { state in
                        defer { state.unsaid = [] }
                        return state.unsaid
                    }
                    for topic in try line.turn(saying: unsaid) { ringHere(topic) }
                }
            } catch {
                failures += 1
                if failures == 1 { runtime.log.warning("doorbell lost", ["error": .string(String(reflecting: error))]) }
                line.pause(min(.milliseconds(100) * (1 << min(failures, 6)), .seconds(5)))
            }
        }
        line.disconnect()
        let stopped = state.withLock { state in
            state.isRunning = false
            return state.stopped.take()
        }
        stopped?.resume()
    }

    private func ringHere(_ topic: Topic) {
        let listeners = state.withLock { $0.listeners[topic] ?? [:] }
        for listener in listeners.values { listener.yield() }
    }

    private func ringAll() {
        let topics = state.withLock { Array($0.listeners.keys) }
        for topic in topics { ringHere(topic) }
    }
}
