import Contracts
import Core

/// Lets one suspect of this process be under way at a time: a message at which a process has died before. If it dies again, it is known which
/// message it was, and no other is blamed for it.
final class Suspects: Sendable {
    /// How long a suspect is watched. A process that has survived it for so long has survived it, even if WhatsApp never answers.
    static let patience: Duration = .seconds(10)

    private struct State {
        var holder: InstanceReference?
        var since = Duration.zero
        var waiting: Set<InstanceReference> = []
    }

    private let state = Lock(State())

    /// Whether the instance may send its suspect now; where not, it is named when the one under way is done with.
    func take(for instance: InstanceReference, at now: Duration) -> Bool {
        state.withLock { state in
            if state.holder != nil, now - state.since < Self.patience {
                state.waiting.insert(instance)
                return false
            }
            (state.holder, state.since) = (instance, now)
            return true
        }
    }

    /// The instance's suspect is done with; answers who waits for that.
    func release(by instance: InstanceReference) -> Set<InstanceReference> {
        state.withLock { state in
            guard state.holder == instance else { return [] }
            state.holder = nil
            defer { state.waiting = [] }
            return state.waiting
        }
    }
}
