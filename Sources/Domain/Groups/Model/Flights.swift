import Contracts
import Core

/// Questions under way, so that the same one is not asked twice at the same time: WhatsApp answers whoever asks too often with silence.
final class Flights: Sendable {
    private let running = Lock([InstanceReference: Task<Void, any Error>]())

    /// Asks with `body`, or waits for what is asked of the instance already.
    func share(_ instance: InstanceReference, _ body: @escaping @Sendable () async throws -> Void) async throws {
        let task = running.withLock { running in
            if let task = running[instance] { return task }
            let task = Task {
                defer { self.running.withLock { $0[instance] = nil } }
                try await body()
            }
            running[instance] = task
            return task
        }
        try await task.value
    }
}
