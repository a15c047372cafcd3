/// A telephone number in E.164: country code and subscriber number, 7 to 15 digits, no leading zero.
package struct PhoneNumber: Sendable, Hashable, CustomStringConvertible {
    /// How many digits a number may have (ITU-T E.164 allows 15; the shortest in use with a country code have 7).
    package static let length = 7...15

    /// The digits, without the plus sign.
    package let digits: String

    /// Reads `254712345678` or `+254712345678`; nil for anything else. Separators are not guessed at: a wrong guess reaches a stranger.
    package init?(_ text: String) {
        var digits = text.utf8[...]
        if digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard Self.length.contains(digits.count), digits.first != UInt8(ascii: "0"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        self.digits = String(decoding: digits, as: UTF8.self)
    }

    /// `+` and the digits.
    package var description: String { "+" + digits }

    /// The chat with this number.
    package var jid: JID { JID(user: digits, server: .person) }
}
