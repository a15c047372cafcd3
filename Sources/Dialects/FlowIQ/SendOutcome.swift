import Contracts
import Messaging

/// What became of the message of a request, as far as an answer can say it (decisions, "Errors the documents do not print").
enum SendOutcome {
    private static let notOnWhatsApp = Violation("/phone_number", "is not on WhatsApp")
    private static let refused = Violation("", "WhatsApp refused the message")
    private static let unanswered = Violation("", "WhatsApp did not take the message")

    /// Throws unless WhatsApp has the message, or may still take it: what is open when the time is up is accepted and on its way. `rest` is how long
    /// the instance writes to no strangers any more, in seconds.
    static func check(_ record: MessageRecord, rest: () async throws -> Int) async throws {
        switch record.status {
        case .scheduled, .pending, .sent, .delivered, .read: return
        case .withdrawn: throw Problem.invalid([unanswered])
        case .failed: break
        }
        switch record.failure {
        case .notOnWhatsApp: throw Problem.invalid([notOnWhatsApp])
        case .reachOutLocked: throw Problem.limited(retryAfter: try await rest())
        case .instanceGone: throw Problem.notReady(.loggedOut)
        case .expired, .unacknowledged, .quotaExceeded, .optedOut, .quarantined, .mediaGone: throw Problem.invalid([unanswered])
        case .refused, .unsupported, nil: throw Problem.invalid([refused])
        }
    }

    /// What is said where the request is fine and the message did not go; nil for rules that the request breaks.
    static func words(for violations: [Violation]) -> (error: String, message: String)? {
        switch violations {
        case [notOnWhatsApp]: ("Invalid recipient", "phone_number \(notOnWhatsApp.detail)")
        case [refused], [unanswered]: ("Message not sent", violations[0].detail)
        default: nil
        }
    }
}
