import API
import Core

/// The id of a message in this dialect: `wamid.` and the WhatsApp id in base64url (contract FQ-13).
enum SentMessageID {
    private static let prefix = "wamid."
    /// How long a WhatsApp id may be, in bytes; those of linked devices have 22.
    private static let lengthLimit = 128

    /// The text of a WhatsApp id; read only if it is exactly what would have been written.
    static let shape = Shape<String>.text(max: prefix.utf8.count + Base64.url.encodedLength(of: lengthLimit)).map(
        or: "must be a message id as answers give it, beginning with \(prefix)", to: whatsAppID(in:), from: text(of:))

    @Sendable private static func text(of whatsAppID: String) -> String { prefix + Base64.url.encode(Array(whatsAppID.utf8)) }

    @Sendable private static func whatsAppID(in text: String) -> String? {
        guard text.hasPrefix(prefix), let bytes = Base64.url.decode(String(text.dropFirst(prefix.count))), (1...lengthLimit).contains(bytes.count),
            bytes.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
