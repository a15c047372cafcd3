import Core

/// Lends connections, at most one caller each, in the order in which callers came.
///
/// Connections are made when they are needed, on their own threads; whoever asks waits for one at most `acquireTimeout`, whatever
/// PostgreSQL does meanwhile.
final class Pool: Sendable {
    private struct Waiter {
        let number: UInt64
        let deadline: Duration
        let continuation: CheckedContinuation<Connection, any Error>
    }

    private struct State {
        var idle: [Connection] = []
        var cold: [Connection] = []
        var connecting = 0
        var waiters: [Waiter] = []
        var made: UInt64 = 0
        var failures = 0
        var isSweeping = false
        var isClosed = false
        var out = 0
        var drained: CheckedContinuation<Void, Never>?
    }

    /// How many callers may wait at a time.
    static let waitersLimit = 512
    /// The longest pause between two attempts to connect while somebody waits.
    static let longestBackoff: Duration = .milliseconds(500)

    private let state: Lock<State>
    private let connections: [Connection]
    private let settings: ConnectionSettings
    private let log: Log
    private let clock = SystemClock()
    private let waiting: Gauge

    init(settings: ConnectionSettings, runtime: Runtime) {
        let connections = (1...settings.connections).map { Connection(number: $0, settings: settings, failpoints: runtime.failpoints) }
        self.connections = connections
        self.settings = settings
        log = runtime.log
        waiting = runtime.metrics.gauge("herald_database_waiting", "Callers that wait for a database connection.")
        state = Lock(State(cold: connections.reversed()))
    }

    /// A connection for the caller alone; given back with `release`.
    func acquire() async throws -> Connection {
        enum Step {
            case lend(Connection)
            case wait(UInt64)
            case refuse(DatabaseError)
        }
        let step: Step = state.withLock { state in
            if state.isClosed { return .refuse(.unavailable("the server is stopping")) }
            if let connection = state.idle.popLast() {
                state.out += 1
                return .lend(connection)
            }
            if state.waiters.count >= Self.waitersLimit { return .refuse(DatabaseError(.overloaded)) }
            state.made += 1
            return .wait(state.made)
        }
        switch step {
        case .lend(let connection): return connection
        case .refuse(let error): throw error
        case .wait(let number): return try await wait(number)
        }
    }

    /// Takes a connection back; one that is not usable is connected again when somebody needs it.
    func release(_ connection: Connection, isUsable: Bool) {
        state.withLock { $0.out -= 1 }
        if isUsable {
            offer(connection)
        } else {
            chill(connection)
        }
    }

    /// Lends no more, waits until all that is lent is back, and closes everything. The second time it does nothing.
    func close() async {
        let refused = state.withLock { state -> [Waiter]? in
            if state.isClosed { return nil }
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        guard let refused else { return }
        for waiter in refused { waiter.continuation.resume(throwing: DatabaseError.unavailable("the server is stopping")) }
        await withCheckedContinuation { continuation in
            let isDrained = state.withLock { state in
                if state.out == 0, state.connecting == 0 { return true }
                state.drained = continuation
                return false
            }
            if isDrained { continuation.resume() }
        }
        for connection in connections {
            await connection.disconnect()
            connection.retire()
        }
    }

    private func wait(_ number: UInt64) async throws -> Connection {
        let deadline = clock.monotonic + settings.acquireTimeout
        waiting.add(1)
        defer { waiting.add(-1) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(Waiter(number: number, deadline: deadline, continuation: continuation))
                if Task.isCancelled { forget(number) }
            }
        } onCancel: {
            forget(number)
        }
    }

    private func enqueue(_ waiter: Waiter) {
        // Between the look at the idle ones and now, one may have come back.
        let (ready, mustSweep) = state.withLock { state -> (Connection?, Bool) in
            if let connection = state.idle.popLast() {
                state.out += 1
                return (connection, false)
            }
            state.waiters.append(waiter)
            defer { state.isSweeping = true }
            return (nil, !state.isSweeping)
        }
        if let ready { return waiter.continuation.resume(returning: ready) }
        if mustSweep { Task { await sweep() } }
        connectIfNeeded()
    }

    private func forget(_ number: UInt64) {
        let waiter = state.withLock { state in
            state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    private func offer(_ connection: Connection) {
        let waiter = state.withLock { state -> Waiter? in
            guard !state.waiters.isEmpty, !state.isClosed else {
                state.idle.append(connection)
                return nil
            }
            state.out += 1
            return state.waiters.removeFirst()
        }
        waiter?.continuation.resume(returning: connection)
        finishClosing()
    }

    private func chill(_ connection: Connection) {
        state.withLock { $0.cold.append(connection) }
        connectIfNeeded()
        finishClosing()
    }

    private func finishClosing() {
        let drained = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.isClosed, state.out == 0, state.connecting == 0 else { return nil }
            defer { state.drained = nil }
            return state.drained
        }
        drained?.resume()
    }

    // MARK: Connecting

    /// Connects one more while more callers wait than connections are on their way.
    private func connectIfNeeded() {
        let next = state.withLock { state -> Connection? in
            guard !state.isClosed, state.connecting < state.waiters.count, let connection = state.cold.popLast() else { return nil }
            state.connecting += 1
            return connection
        }
        guard let next else { return }
        Task { await connect(next) }
    }

    private func connect(_ connection: Connection) async {
        var isPatient = true
        while isPatient {
            let failures = state.withLock { $0.failures }
            if failures > 0 {
                let pause = min(.milliseconds(25) * (1 << min(failures, 10)), Self.longestBackoff)
                // Nobody cancels this task; if somebody did, the next attempt would only come sooner.
                try? await clock.sleep(for: pause)
            }
            do {
                try await connection.connect()
                let recovered = state.withLock { state in
                    defer { state.failures = 0 }
                    state.connecting -= 1
                    return state.failures > 0
                }
                if recovered { log.info("database connection restored") }
                return offer(connection)
            } catch {
                isPatient = noteFailure(error)
            }
        }
        state.withLock { state in
            state.connecting -= 1
            state.cold.append(connection)
        }
        finishClosing()
    }

    /// Whether to go on: somebody still waits.
    private func noteFailure(_ error: any Error) -> Bool {
        let (isFirst, isAwaited) = state.withLock { state in
            state.failures += 1
            return (state.failures == 1, !state.waiters.isEmpty && !state.isClosed)
        }
        if isFirst { log.warning("database cannot be reached", ["error": .string(String(reflecting: error))]) }
        return isAwaited
    }

    // MARK: Deadlines

    /// Refuses callers whose time is up. All wait equally long, so the first in the queue is the first due.
    private func sweep() async {
        while true {
            let (due, pause) = state.withLock { state -> ([Waiter], Duration?) in
                let now = clock.monotonic
                let count = state.waiters.firstIndex { $0.deadline > now } ?? state.waiters.count
                let due = Array(state.waiters.prefix(count))
                state.waiters.removeFirst(count)
                guard let first = state.waiters.first else {
                    state.isSweeping = false
                    return (due, nil)
                }
                return (due, first.deadline - now)
            }
            for waiter in due { waiter.continuation.resume(throwing: DatabaseError.unavailable("no connection in time")) }
            guard let pause else { return }
            // Nobody cancels this task; if somebody did, it would only look sooner.
            try? await clock.sleep(for: pause)
        }
    }
}
