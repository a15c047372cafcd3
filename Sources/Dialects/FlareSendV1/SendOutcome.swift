import Contracts
import Messaging

/// What became of a request's messages, as far as this dialect, which knows success and failure only, can say it (decisions, "Errors the
/// documents do not print").
enum SendOutcome: Sendable, Hashable {
    /// Somebody was written to, or will be: what is still open when the time is up is accepted and on its way.
    case sent
    case nobodyOnWhatsApp
    case refused
    case reachOutLocked

    /// How long to wait when WhatsApp holds an account back from writing to strangers, in seconds. It does not say until when it does; asking
    /// once an hour makes nothing worse.
    static let reachOutPause = 3600

    private static let nobodyRule = Violation("/recipients", "No recipient is on WhatsApp")
    private static let refusedRule = Violation("/recipients", "Message not sent")
    private static let instancePointer = "/instance_id"

    init(_ records: [MessageRecord]) {
        let causes = Set(records.map(Self.cause))
        if causes.contains(nil) || causes.isEmpty {
            self = .sent
        } else if causes == [.notOnWhatsApp] {
            self = .nobodyOnWhatsApp
        } else if causes == [.reachOutLocked] {
            self = .reachOutLocked
        } else {
            self = .refused
        }
    }

    /// Throws unless somebody was written to.
    func check() throws(Problem) {
        switch self {
        case .sent: return
        case .nobodyOnWhatsApp: throw .invalid([Self.nobodyRule])
        case .refused: throw .invalid([Self.refusedRule])
        case .reachOutLocked: throw .limited(retryAfter: Self.reachOutPause)
        }
    }

    /// Whether this is not about what the request says but about what stands in its way.
    static func isTold(_ violation: Violation) -> Bool {
        violation == nobodyRule || violation == refusedRule || violation.pointer == instancePointer
    }

    /// Why the message will not arrive; nil if it may.
    private static func cause(_ record: MessageRecord) -> MessageFailureCode? {
        switch record.status {
        case .scheduled, .pending, .sent, .delivered, .read: nil
        case .failed, .withdrawn: record.failure ?? .refused
        }
    }
}
