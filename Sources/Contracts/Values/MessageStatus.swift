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
    /// It was scheduled, and the day it came due had no message left.
    case quotaExceeded = "quota_exceeded"
    /// The number has asked to be sent nothing in bulk.
    case optedOut = "opted_out"
    /// The process died at it again and again; it is not tried any more.
    case quarantined
    /// The file it carries is no longer kept.
    case mediaGone = "media_gone"
    /// The instance's channel cannot send content of this kind.
    case unsupported

    /// One sentence for a person.
    package var detail: String {
        switch self {
        case .notOnWhatsApp: "The number is not on WhatsApp."
        case .refused: "WhatsApp refused the message."
        case .reachOutLocked: "WhatsApp holds this account back from writing to new contacts."
        case .expired: "The instance was not connected in time."
        case .unacknowledged: "WhatsApp did not acknowledge the message."
        case .quotaExceeded: "The day's messages were used up when it came due."
        case .optedOut: "The number has opted out of bulk messages."
        case .quarantined: "Sending it failed in a way that may harm other messages; it is set aside."
        case .mediaGone: "The file it carries is no longer kept."
        case .unsupported: "The instance cannot send this kind of message."
        case .instanceGone: "The instance was logged out or removed before the message was sent."
        }
    }
}
