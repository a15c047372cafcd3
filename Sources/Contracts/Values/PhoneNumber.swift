/// A telephone number in E.164: country code and subscriber number, 7 to 15 digits, no leading zero.
package struct PhoneNumber: Sendable, Hashable, CustomStringConvertible {
    /// How many digits a number may have (ITU-T E.164 allows 15; the shortest in use with a country code have 7).
    package static let length = 7...15

    /// The digits, without the plus sign.
    package let digits: String

    /// Reads `254712345678` or `+254712345678`, as numbers are stored and WhatsApp writes them; nil for anything else. What is known of numbering
    /// plans is not asked: WhatsApp knows better whom it has. What a person wrote is read with `init(written:)`.
    package init?(_ text: String) {
        var digits = text.utf8[...]
        if digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard Self.length.contains(digits.count), digits.first != UInt8(ascii: "0"), digits.allSatisfy({ $0.isDigit }) else { return nil }
        self.digits = digits.count == text.utf8.count ? text : String(decoding: digits, as: UTF8.self)
    }

    init(trusted digits: String) { self.digits = digits }

    /// `+` and the digits.
    package var description: String { "+" + digits }

    /// The chat with this number.
    package var jid: JID { JID(user: digits, server: .person) }
}

extension UInt8 {
    /// Whether it is one of ASCII's ten digits; Unicode has others, which are no part of a number here.
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    /// Whether it is one of ASCII's letters and digits, or a dash: what names in a vCard are made of.
    var isOfAWord: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self == UInt8(ascii: "-") }
}
