package import Core

/// The machine's time, which a test can move forward: for real parts that retry by themselves, where time that stands still would stop them
/// for good.
package final class ShiftedClock: Clock {
    private struct State {
        var shift: Duration = .zero
        var naps: [Int: Task<Void, any Error>] = [:]
        var made = 0
    }

    private let system = SystemClock()
    private let state = Lock(State())

    /// A clock that shows the machine's time until it is moved.
    package init() {}

    package var now: Instant { system.now + state.withLock { $0.shift } }
    package var monotonic: Duration { system.monotonic + state.withLock { $0.shift } }

    package func sleep(for duration: Duration) async throws {
        let due = monotonic + duration
        while true {
            let rest = due - monotonic
            guard rest > .zero else { return try Task.checkCancellation() }
            let (number, nap) = state.withLock { state in
                let nap = Task { [system] in try await system.sleep(for: rest) }
                state.made += 1
                state.naps[state.made] = nap
                return (state.made, nap)
            }
            await withTaskCancellationHandler {
                // Cut short when time is moved; whether it was enough is asked again.
                _ = await nap.result
            } onCancel: {
                nap.cancel()
            }
            state.withLock { $0.naps[number] = nil }
            try Task.checkCancellation()
        }
    }

    /// Moves time, waking whoever is due.
    package func advance(by duration: Duration) {
        let naps = state.withLock { state in
            state.shift += duration
            return Array(state.naps.values)
        }
        for nap in naps { nap.cancel() }
    }
}
