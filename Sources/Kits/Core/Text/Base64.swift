/// Base64 (RFC 4648, sections 4 and 5), strict: one text for one value.
///
/// Strict because a lenient reader accepts many texts for one secret: no white space, no foreign alphabet, padding exactly as the variant
/// has it, and unused bits zero (RFC 4648, section 3.5).
package struct Base64: Sendable {
    /// `+` and `/`, padded: RFC 4648, section 4.
    package static let standard = Base64(plus: "+", slash: "/", padded: true)
    /// `+` and `/`, not padded: what PHC strings use.
    package static let unpadded = Base64(plus: "+", slash: "/", padded: false)
    /// `-` and `_`, not padded: RFC 4648, section 5, as tokens and URLs use it.
    package static let url = Base64(plus: "-", slash: "_", padded: false)

    private static let invalid: UInt8 = 0xFF
    private static let pad = UInt8(ascii: "=")
    private let digits: [UInt8]
    private let values: [UInt8]
    private let padded: Bool

    private init(plus: Unicode.Scalar, slash: Unicode.Scalar, padded: Bool) {
        var digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        digits.append(UInt8(ascii: plus))
        digits.append(UInt8(ascii: slash))
        var values = [UInt8](repeating: Self.invalid, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        self.digits = digits
        self.values = values
        self.padded = padded
    }

    /// How many characters `count` bytes become.
    package func encodedLength(of count: Int) -> Int {
        padded ? (count + 2) / 3 * 4 : (count * 4 + 2) / 3
    }

    /// The text of `bytes`.
    package func encode(_ bytes: some Collection<UInt8>) -> String {
        let length = encodedLength(of: bytes.count)
        return bytes.withBytes { source in
            String(unsafeUninitializedCapacity: length) { write(source, into: $0) }
        }
    }

    /// The bytes that `text` stands for; nil when it is not exactly what `encode` would have written.
    package func decode(_ text: String) -> [UInt8]? { decode(text.utf8) }

    /// The bytes that `text`, in UTF-8, stands for; nil when it is not exactly what `encode` would have written.
    package func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        text.withBytes { read($0) }
    }

    private func write(_ source: UnsafeRawBufferPointer, into text: UnsafeMutableBufferPointer<UInt8>) -> Int {
        digits.withUnsafeBufferPointer { digits in
            var from = 0
            var to = 0
            while from + 2 < source.count {
                let group = UInt32(source[from]) << 16 | UInt32(source[from + 1]) << 8 | UInt32(source[from + 2])
                text[to] = digits[Int(group >> 18)]
                text[to + 1] = digits[Int(group >> 12 & 63)]
                text[to + 2] = digits[Int(group >> 6 & 63)]
                text[to + 3] = digits[Int(group & 63)]
                from += 3
                to += 4
            }
            let rest = source.count - from
            guard rest > 0 else { return to }
            let group = UInt32(source[from]) << 16 | (rest == 2 ? UInt32(source[from + 1]) << 8 : 0)
            text[to] = digits[Int(group >> 18)]
            text[to + 1] = digits[Int(group >> 12 & 63)]
            to += 2
            if rest == 2 {
                text[to] = digits[Int(group >> 6 & 63)]
                to += 1
            } else if padded {
                text[to] = Self.pad
                to += 1
            }
            if padded {
                text[to] = Self.pad
                to += 1
            }
            return to
        }
    }

    private func read(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        var count = text.count
        if padded {
            guard count % 4 == 0 else { return nil }
            if count > 0, text[count - 1] == Self.pad { count -= text[count - 2] == Self.pad ? 2 : 1 }
        }
        let rest = count % 4
        guard rest != 1 else { return nil }
        let whole = count - rest
        let total = whole / 4 * 3 + (rest == 0 ? 0 : rest - 1)
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: total) { bytes, initialized in
            values.withUnsafeBufferPointer { values in
                var seen: UInt8 = 0
                var to = 0
                var from = 0
                while from < whole {
                    let first = values[Int(text[from])]
                    let second = values[Int(text[from + 1])]
                    let third = values[Int(text[from + 2])]
                    let fourth = values[Int(text[from + 3])]
                    seen |= first | second | third | fourth
                    bytes[to] = first << 2 | second >> 4
                    bytes[to + 1] = second << 4 | third >> 2
                    bytes[to + 2] = third << 6 | fourth
                    from += 4
                    to += 3
                }
                if rest > 0 {
                    let first = values[Int(text[from])]
                    let second = values[Int(text[from + 1])]
                    let third = rest == 3 ? values[Int(text[from + 2])] : 0
                    seen |= first | second | third
                    bytes[to] = first << 2 | second >> 4
                    if rest == 3 { bytes[to + 1] = second << 4 | third >> 2 }
                    let unused = rest == 2 ? second & 0x0F : third & 0x03
                    if unused != 0 { failed = true }
                }
                // Values stop at 63, so only an invalid digit sets the top bits.
                if seen & 0xC0 != 0 { failed = true }
            }
            initialized = total
        }
        return failed ? nil : bytes
    }
}
