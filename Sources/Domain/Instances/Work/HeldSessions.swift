import Contracts
import Core

/// The sessions that this process holds and that are not being closed, for whoever wants something of one.
final class HeldSessions: Sendable {
    private struct State {
        var holder: HolderID?
        var holds: [InstanceReference: Hold] = [:]
    }

    private let state = Lock(State())

    /// This process's name as a holder, nil while it has no lease.
    var holder: HolderID? {
        get { state.withLock { $0.holder } }
        set { state.withLock { $0.holder = newValue } }
    }

    /// Whether there are none.
    var isEmpty: Bool { state.withLock { $0.holds.isEmpty } }

    /// The one of that instance, nil where another process has it or nobody.
    func hold(of instance: InstanceReference) -> Hold? { state.withLock { $0.holds[instance] } }

    func insert(_ hold: Hold) { state.withLock { $0.holds[hold.claim.instance] = hold } }

    func remove(_ hold: Hold) {
        state.withLock { state in
            if state.holds[hold.claim.instance] === hold { state.holds[hold.claim.instance] = nil }
        }
    }
}
