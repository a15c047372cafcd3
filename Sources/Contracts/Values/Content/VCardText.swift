/// A vCard that is being written, line by line.
struct VCardText {
    private var bytes: [UInt8] = []

    /// What has been written.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Adds a line, folded where it is too long, never inside a character (RFC 2426, section 2.6).
    mutating func add(_ name: String, _ value: String) {
        var length = 0
        for character in (name + ":" + value).unicodeScalars {
            let encoded = UTF8.encode(character) ?? UTF8.encodedReplacementCharacter
            if length + encoded.count > ContactCard.vCardLine {
                bytes += [13, 10, UInt8(ascii: " ")]
                length = 1
            }
            bytes += encoded
            length += encoded.count
        }
        bytes += [13, 10]
    }

    /// A text value (RFC 2426, section 4): what has a meaning of its own is escaped, line ends are one, other control characters are left out.
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",":
                escaped.append("\\")
                escaped.append(scalar)
            case "\n" where last == "\r": break
            case "\n", "\r": escaped.append(contentsOf: "\\n".unicodeScalars)
            case "\t": escaped.append(scalar)
            case let control where control.value < 0x20 || control.value == 0x7F: break
            default: escaped.append(scalar)
            }
            last = scalar
        }
        return String(escaped)
    }

    /// A parameter's value: in quotes if it is more than a word; quotes and control characters in it have no way of being written.
    static func parameter(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0.isOfAWord }) { return text }
        let kept = text.unicodeScalars.filter { $0 != "\"" && $0.value >= 0x20 && $0.value != 0x7F }
        return "\"" + String(String.UnicodeScalarView(kept)) + "\""
    }
}
