/// How far a message has come, in the native API's words. It only ever moves forward.
package enum MessageStatus: String, Sendable, CaseIterable, Hashable {
    /// Accepted, due later.
    case scheduled
    /// Accepted, on its way to WhatsApp.
    case pending
    /// WhatsApp's server has it.
    case sent
    /// The recipient's phone has it.
    case delivered
    /// The recipient has read it.
    case read
    /// It will not arrive.
    case failed
    /// Taken back before it was sent.
    case withdrawn

    /// Whether WhatsApp has taken it, so that no more is to be done.
    package var isSent: Bool { self == .sent || self == .delivered || self == .read }
}

/// Why a message failed, as the native API's `error.code`.
package enum MessageFailureCode: String, Sendable, CaseIterable, Hashable {
    /// The number has no WhatsApp account.
    case notOnWhatsApp = "not_on_whatsapp"
    /// WhatsApp refused it.
    case refused
    /// WhatsApp holds the account back from writing to new people (acknowledgement error 463).
    case reachOutLocked = "reach_out_locked"
    /// The instance was not connected within the time a message is held.
    case expired
    /// WhatsApp never answered, however often it was sent.
    case unacknowledged
    /// The instance was removed or logged out first.
    case instanceGone = "instance_gone"

    /// One sentence for a person.
    package var detail: String {
        switch self {
        case .notOnWhatsApp: "The number is not on WhatsApp."
        case .refused: "WhatsApp refused the message."
        case .reachOutLocked: "WhatsApp holds this account back from writing to new contacts."
        case .expired: "The instance was not connected in time."
        case .unacknowledged: "WhatsApp did not acknowledge the message."
        case .instanceGone: "The instance was logged out or removed before the message was sent."
        }
    }
}
