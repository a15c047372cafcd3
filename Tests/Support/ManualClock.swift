package import Core

/// Time that stands still until a test moves it.
package final class ManualClock: Clock {
    private struct Sleeper {
        let number: Int
        let due: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var elapsed: Duration = .zero
        var sleepers: [Sleeper] = []
        var made = 0
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let start: Instant
    private let state = Lock(State())

    /// A clock that shows `start` until it is moved.
    package init(_ start: Instant = Instant(seconds: 1_760_000_000)) { self.start = start }

    package var now: Instant { start + monotonic }
    package var monotonic: Duration { state.withLock { $0.elapsed } }

    package func sleep(for duration: Duration) async throws {
        let number = state.withLock { state in
            state.made += 1
            return state.made
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (isOver, watchers) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
                    if duration <= .zero { return (true, []) }
                    state.sleepers.append(Sleeper(number: number, due: state.elapsed + duration, continuation: continuation))
                    let ready = state.watchers.filter { $0.count <= state.sleepers.count }.map(\.continuation)
                    state.watchers.removeAll { $0.count <= state.sleepers.count }
                    return (false, ready)
                }
                if isOver { continuation.resume() }
                for watcher in watchers { watcher.resume() }
                if Task.isCancelled { wake(number) }
            }
        } onCancel: {
            wake(number)
        }
    }

    /// Moves time, waking whoever is due, in order.
    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.elapsed += duration
            let due = state.sleepers.filter { $0.due <= state.elapsed }.sorted { $0.due < $1.due }
            state.sleepers.removeAll { $0.due <= state.elapsed }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Returns once at least `count` tasks sleep on this clock, so that moving it will meet them.
    package func sleepers(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    private func wake(_ number: Int) {
        let sleeper = state.withLock { state in
            state.sleepers.firstIndex { $0.number == number }.map { state.sleepers.remove(at: $0) }
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
