import Contracts

/// What the simulated WhatsApp does with a message, decided by the last four digits of the recipient (spec/decisions.md, "The sandbox").
enum Script: Sendable, Hashable {
    /// Acknowledged, delivered and read at once.
    case accept
    /// `0000`: has no account.
    case absent
    /// `0001`: refused.
    case refuse
    /// `0002`: acknowledged by the server, never delivered.
    case acknowledgeOnly
    /// `0003`: as `accept`, but after `acknowledgementDelay`.
    case acknowledgeLate
    /// `0004`: refused with error 463.
    case lock
    /// `0005`: the line breaks at this send; sent again, it is accepted.
    case interrupt
    /// `0006`: accepted and answered.
    case answer
    /// `0007`: never acknowledged.
    case ignore
    /// Refused, since the number may not write in that group.
    case exclude

    /// How long `0003` waits for its acknowledgement.
    static let acknowledgementDelay: Duration = .seconds(5)
    /// How long a broken line stays down.
    static let interruption: Duration = .seconds(2)
    /// The acknowledgement error of `0001`. WhatsApp documents none of its numbers; this one is seen for stanzas it finds malformed.
    static let refusalCode = 479
    /// The acknowledgement error for a group that the number is not in, or in which only administrators write.
    static let exclusionCode = 403
    /// What stands before the text that `0006` sends back.
    static let echoPrefix = "echo: "

    /// What happens to a message in that chat.
    init(_ chat: JID) {
        // Four bytes compared as they lie: this runs for every message, and making strings of them would be most of its cost.
        let digits = chat.user.utf8.suffix(4)
        guard digits.count == 4, digits.starts(with: "000".utf8), let last = digits.last else {
            self = .accept
            return
        }
        switch last {
        case UInt8(ascii: "0"): self = .absent
        case UInt8(ascii: "1"): self = .refuse
        case UInt8(ascii: "2"): self = .acknowledgeOnly
        case UInt8(ascii: "3"): self = .acknowledgeLate
        case UInt8(ascii: "4"): self = .lock
        case UInt8(ascii: "5"): self = .interrupt
        case UInt8(ascii: "6"): self = .answer
        case UInt8(ascii: "7"): self = .ignore
        default: self = .accept
        }
    }
}
