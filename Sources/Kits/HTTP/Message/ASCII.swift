/// Questions about single bytes. Everything of HTTP is decided on bytes: `Character` knows Arabic digits and a Kelvin sign that lowers to k.
enum ASCII {
    static let carriageReturn: UInt8 = 13
    static let lineFeed: UInt8 = 10
    static let space: UInt8 = 32
    static let tab: UInt8 = 9

    /// The byte with A to Z made small.
    @inline(__always)
    static func lower(_ byte: UInt8) -> UInt8 {
        byte &- 65 < 26 ? byte | 0x20 : byte
    }

    /// Whether two bytes are equal but for the case of letters.
    @inline(__always)
    static func equal(_ left: UInt8, _ right: UInt8) -> Bool {
        left == right || lower(left) == lower(right)
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }

    /// The value of a hexadecimal digit.
    @inline(__always)
    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte - 48 }
        let letter = (byte | 0x20) &- 97
        return letter < 6 ? letter + 10 : nil
    }

    // One bit per byte 0 to 63 and 64 to 127.
    private static let tokenLow: UInt64 = bits("!#$%&'*+-.0123456789", from: 0)
    private static let tokenHigh: UInt64 = bits("ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~", from: 64)

    /// Whether the byte may stand in a token (RFC 9110, section 5.6.2).
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        return (byte < 64 ? tokenLow : tokenHigh) >> UInt64(byte & 63) & 1 == 1
    }

    /// Whether the byte may stand in a field value (RFC 9110, section 5.5): visible, space, tab, or above ASCII.
    @inline(__always)
    static func isFieldText(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == tab }

    private static func bits(_ characters: StaticString, from base: UInt8) -> UInt64 {
        characters.withUTF8Buffer { $0.reduce(0) { $0 | 1 << UInt64($1 - base) } }
    }
}
