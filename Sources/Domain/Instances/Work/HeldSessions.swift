import Contracts
import Core

/// The sessions that this process holds and that are not being closed, for whoever wants something of one.
final class HeldSessions: Sendable {
    private let holds: Lock<[InstanceReference: Hold]> = Lock([:])

    /// The one of that instance, nil where another process has it or nobody.
    func hold(of instance: InstanceReference) -> Hold? { holds.withLock { $0[instance] } }

    func insert(_ hold: Hold) { holds.withLock { $0[hold.claim.instance] = hold } }

    func remove(_ hold: Hold) {
        holds.withLock { holds in
            if holds[hold.claim.instance] === hold { holds[hold.claim.instance] = nil }
        }
    }
}
