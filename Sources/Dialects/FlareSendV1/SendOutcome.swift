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

    /// Throws unless somebody was written to; `rest` is how long the instance writes to no strangers any more, in seconds.
    func check(rest: () async throws -> Int) async throws {
        switch self {
        case .sent: return
        case .nobodyOnWhatsApp: throw Problem.invalid([Self.nobodyRule])
        case .refused: throw Problem.invalid([Self.refusedRule])
        case .reachOutLocked: throw Problem.limited(retryAfter: try await rest())
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
