/// Who a message goes to.
package enum Recipient: Sendable, Hashable {
    case number(PhoneNumber)
    case group(JID)

    /// Reads a number as people write it, or an address of a person or a group as WhatsApp writes it; nil for anything else (contract FS2-46).
    package init?(_ text: String) {
        guard text.utf8.contains(UInt8(ascii: "@")) else {
            guard let number = PhoneNumber.read(text) else { return nil }
            self = .number(number)
            return
        }
        guard let jid = JID(text) else { return nil }
        switch jid.server {
        case .person:
            guard let number = jid.phoneNumber else { return nil }
            self = .number(number)
        case .group: self = .group(jid)
        case .lid: return nil
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
