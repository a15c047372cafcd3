/// Who a message goes to.
package enum Recipient: Sendable, Hashable {
    case number(PhoneNumber)
    case group(JID)

    /// Reads a number with or without plus sign, or an address of a person or a group; nil for anything else (contract FS2-46).
    package init?(_ text: String) {
        if let number = PhoneNumber(text) {
            self = .number(number)
        } else if let jid = JID(text) {
            switch jid.server {
            case .person:
                guard let number = jid.phoneNumber else { return nil }
                self = .number(number)
            case .group: self = .group(jid)
            case .lid: return nil
            }
        } else {
            return nil
        }
    }

    /// The chat that the message appears in.
    package var chat: JID {
        switch self {
        case .number(let number): number.jid
        case .group(let group): group
        }
    }
}
