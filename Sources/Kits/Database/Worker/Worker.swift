package import Core

/// Runs turns of work for as long as there is some, then waits for a bell or for the next look.
///
/// What is claimed, how, and how it is settled is the business of whose work it is; a turn does one portion and says how much that was.
package final class Worker: Service {
    private struct State {
        var isStopping = false
        var task: Task<Void, Never>?
        var listener: Task<Void, Never>?
    }

    package let name: String

    /// The longest pause after errors.
    package static let longestBackoff: Duration = .seconds(30)
    /// The pause after the first error, doubled with each further one.
    package static let shortestBackoff: Duration = .milliseconds(250)

    private let bell: (doorbell: Doorbell, topic: Topic)?
    private let poll: Duration
    private let longestBackoff: Duration
    private let executor: (any TaskExecutor)?
    private let runtime: Runtime
    private let turn: @Sendable () async throws -> Int
    private let state = Lock(State())
    private let alarm = Alarm()

    /// A worker whose `turn` returns how many it did; it is called again at once while that is more than none. Looks every `poll`, and
    /// whenever `topic` rings; after errors it pauses for at most `longestBackoff`. Runs on `executor` if one is given.
    package init(
        _ name: String, doorbell: Doorbell? = nil, topic: Topic? = nil, poll: Duration = .seconds(1),
        longestBackoff: Duration = Worker.longestBackoff, executor: (any TaskExecutor)? = nil, runtime: Runtime,
        turn: @escaping @Sendable () async throws -> Int
    ) {
        self.name = name
        bell = if let doorbell, let topic { (doorbell, topic) } else { nil }
        self.poll = poll
        self.longestBackoff = longestBackoff
        self.executor = executor
        self.runtime = runtime
        self.turn = turn
    }

    package func start() async throws {
        if let bell {
            let rings = bell.doorbell.rings(bell.topic)
            let alarm = alarm
            let listener = Task { for await _ in rings { alarm.ring() } }
            state.withLock { $0.listener = listener }
        }
        let task = Task(executorPreference: executor) { await self.run() }
        state.withLock { $0.task = task }
    }

    /// Lets the turn under way finish, and starts no other.
    package func stop() async {
        let (task, listener) = state.withLock { state in
            state.isStopping = true
            return (state.task.take(), state.listener.take())
        }
        alarm.ring()
        await task?.value
        listener?.cancel()
    }

    /// Looks for work now rather than at the next bell or poll.
    package func nudge() { alarm.ring() }

    private func run() async {
        var failures = 0
        var known: Set<String> = []
        while !state.withLock({ $0.isStopping }) {
            do {
                let done = try await turn()
                if failures > 0 {
                    runtime.log.info("worker recovered", ["worker": .string(name)])
                    failures = 0
                    known = []
                }
                if done == 0 { await alarm.wait(for: poll, on: runtime.clock) }
            } catch {
                failures += 1
                note(error, known: &known)
                await alarm.wait(for: backoff(after: failures), on: runtime.clock)
            }
        }
    }

    /// Each kind of error once until a turn succeeds: a database that is down for an hour is one line.
    private func note(_ error: any Error, known: inout Set<String>) {
        let kind = (error as? DatabaseError)?.description ?? "\(type(of: error))"
        guard known.insert(kind).inserted else { return }
        runtime.log.warning("worker failed", ["worker": .string(name), "error": .string(String(reflecting: error))])
    }

    private func backoff(after failures: Int) -> Duration {
        let pause = min(Self.shortestBackoff * (1 << min(failures - 1, 10)), longestBackoff)
        return pause * (0.5 + runtime.chance.fraction() / 2)
    }
}
