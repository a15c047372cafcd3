/// The 36-character form of a UUID (RFC 9562, section 4), on bytes.
enum UUIDText {
    static let length = 36
    private static let digits: StaticString = "0123456789abcdef"

    static func write(high: UInt64, low: UInt64, into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let digits = digits.utf8Start
        var position = 0
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 {
                buffer[position] = UInt8(ascii: "-")
                position += 1
            }
            let half = index < 16 ? high : low
            let nibble = Int(truncatingIfNeeded: half >> UInt64(60 - 4 * (index & 15))) & 0xF
            buffer[position] = digits[nibble]
            position += 1
        }
        return position
    }

    static func parse(_ text: UnsafeBufferPointer<UInt8>) -> (high: UInt64, low: UInt64)? {
        guard text.count == length else { return nil }
        var halves: (high: UInt64, low: UInt64) = (0, 0)
        var count = 0
        for (index, byte) in text.enumerated() {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let nibble = nibble(byte) else { return nil }
            if count < 16 { halves.high = halves.high << 4 | nibble } else { halves.low = halves.low << 4 | nibble }
            count += 1
        }
        return halves
    }

    private static func nibble(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
