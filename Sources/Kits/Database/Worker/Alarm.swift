import Core

/// Wakes one waiting task, early or at its time. An alarm that rings while nobody waits is remembered once.
final class Alarm: Sendable {
    private struct State {
        var hasRung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Lock(State())

    /// Wakes the waiter.
    func ring() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let waiter = state.waiter.take() else {
                state.hasRung = true
                return nil
            }
            return waiter
        }
        waiter?.resume()
    }

    /// Returns when it rings, or after `duration` on `clock`. One waiter at a time.
    func wait(for duration: Duration, on clock: any Clock) async {
        let timer = Task {
            do { try await clock.sleep(for: duration) } catch { return }
            ring()
        }
        await withCheckedContinuation { continuation in
            let hasRung = state.withLock { state in
                if !state.hasRung { state.waiter = continuation }
                defer { state.hasRung = false }
                return state.hasRung
            }
            if hasRung { continuation.resume() }
        }
        timer.cancel()
    }
}
