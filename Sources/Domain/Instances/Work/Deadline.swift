import Contracts
import Core

extension Clock {
    /// What `work` returns or throws; `Problem.unavailable` when that takes longer than `limit`. Work that does not heed its cancellation is left
    /// behind, not waited for.
    func within<Value: Sendable>(_ limit: Duration, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let race = Race<Value>()
        let runner = Task {
            do { race.finish(.success(try await work())) } catch { race.finish(.failure(error)) }
        }
        let alarm = Task { [self] in
            // Cut short when the race is over.
            guard (try? await sleep(for: limit)) != nil else { return }
            race.finish(.failure(Problem.unavailable(retryAfter: 1)))
        }
        defer {
            runner.cancel()
            alarm.cancel()
        }
        return try await withTaskCancellationHandler {
            try await race.outcome()
        } onCancel: {
            race.finish(.failure(CancellationError()))
        }
    }
}

/// The first of several outcomes; the others come too late.
private final class Race<Value: Sendable>: Sendable {
    private enum State {
        case running
        case awaited(CheckedContinuation<Value, any Error>)
        case over(Result<Value, any Error>)
    }

    private let state: Lock<State> = Lock(.running)

    func finish(_ result: Result<Value, any Error>) {
        let waiter = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            switch state {
            case .over: return nil
            case .running:
                state = .over(result)
                return nil
            case .awaited(let waiter):
                state = .over(result)
                return waiter
            }
        }
        waiter?.resume(with: result)
    }

    /// To be asked once.
    func outcome() async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let result = state.withLock { state -> Result<Value, any Error>? in
                if case .over(let result) = state { return result }
                state = .awaited(continuation)
                return nil
            }
            if let result { continuation.resume(with: result) }
        }
    }
}
