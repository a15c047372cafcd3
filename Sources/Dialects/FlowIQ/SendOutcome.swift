import Contracts
import Messaging

/// What became of the message of a request, as far as an answer can say it (decisions, "Errors the documents do not print").
enum SendOutcome {
    /// How long to wait when WhatsApp holds a number back from writing to strangers, in seconds. It does not say until when it does; asking
    /// once an hour makes nothing worse.
    static let reachOutPause = 3600

    private static let notOnWhatsApp = Violation("/phone_number", "is not on WhatsApp")
    private static let refused = Violation("", "WhatsApp refused the message")
    private static let unanswered = Violation("", "WhatsApp did not take the message")

    /// Throws unless WhatsApp has the message, or may still take it: what is open when the time is up is accepted and on its way.
    static func check(_ record: MessageRecord) throws(Problem) {
        switch record.status {
        case .scheduled, .pending, .sent, .delivered, .read: return
        case .withdrawn: throw .invalid([unanswered])
        case .failed: break
        }
        switch record.failure {
        case .notOnWhatsApp: throw .invalid([notOnWhatsApp])
        case .reachOutLocked: throw .limited(retryAfter: reachOutPause)
        case .instanceGone: throw .notReady(.loggedOut)
        case .expired, .unacknowledged: throw .invalid([unanswered])
        case .refused, nil: throw .invalid([refused])
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
