import Contracts
import Core

/// Which lanes of an instance rest, why, and until when.
struct Rests {
    private var pauses: [LanePause] = []

    init(_ pauses: [LanePause] = []) { self.pauses = pauses }

    /// How often in a row WhatsApp has held the account back.
    var times: Int { pauses.first { $0.reason == .reachOutLocked }?.times ?? 0 }

    mutating func add(_ pause: LanePause) {
        pauses.removeAll { $0.lane == pause.lane && $0.reason == pause.reason }
        pauses.append(pause)
    }

    func end(of reason: LanePause.Reason, in lane: MessageLane) -> Instant? {
        pauses.first { $0.reason == reason && $0.lane == lane }?.until
    }

    /// Those that rest as a whole at that time. Where today's new contacts are used up, only new contacts wait.
    func lanes(at now: Instant) -> Set<MessageLane> {
        Set(pauses.filter { $0.until > now && $0.reason != .newContacts }.map(\.lane))
    }
}
