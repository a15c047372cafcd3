import Contracts
import Core

/// What the network remembers of one linked instance from one connection to the next.
struct LineMemory: Sendable {
    /// WhatsApp ids that were taken, to know a repetition.
    var taken = RecentNames()
    /// WhatsApp ids at which the line broke already.
    var interrupted = RecentNames()
    /// Taken and not answered: the network holds its answers, or the session is behind.
    var unanswered = Queue<Transmission>()
    /// Taken, to be answered at the monotonic time beside it; times ascend.
    var late = Queue<(due: Duration, transmission: Transmission)>()
    /// Answered, but not kept by the observer of a session that has closed since; offered again, as WhatsApp's own offline queue does.
    var offline: [Happening] = []

    /// How many messages it holds in transit.
    var count: Int { unanswered.count + late.count }

    /// Moves what has come due to what is to be answered.
    mutating func ripen(at now: Duration) {
        while let next = late.first, next.due <= now {
            _ = late.popFirst()
            unanswered.append(next.transmission)
        }
    }
}
