import API
import Contracts
import Core

/// How the native API writes whom a message is exchanged with: a number as a number, a group or a person whose number is hidden by WhatsApp's address.
enum MessageAddress {
    /// A number in E.164, or a group's id.
    static let schema = Schema.anyOf([
        Shape<PhoneNumber>.phoneNumber.schema,
        .keywords([JSON.Member("type", "string"), JSON.Member("pattern", "^[0-9-]{1,64}@g\\.us$")]),
    ])

    static func text(of jid: JID) -> String { jid.phoneNumber?.description ?? jid.description }

    /// A number or a group's id, as lists are asked for.
    static let filter = Shape<JID>(
        schema: schema, lexical: .text,
        reader: { json, violations in
            guard case .string(let text) = json, let recipient = Recipient(text) else {
                violations.add("must be a telephone number, or a group's id")
                return nil
            }
            return recipient.chat
        }, writer: { jid, bytes in JSON.write(text(of: jid), to: &bytes) })

    static let shape = Shape<String>.text(max: 100).map(
        or: "must be a number or an address", to: { text in PhoneNumber.read(text)?.jid ?? JID(text) }, from: { text(of: $0) })
}
