/// Decimal digits on bytes, where a `String` would be too dear.
package enum Decimal {
    /// Appends `value` in decimal. Not generic, because a generic call into another module is not specialised.
    package static func append(_ value: Int, to bytes: inout [UInt8]) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        append(digitsOf: UInt64(value.magnitude), to: &bytes)
    }

    /// Appends `value` in decimal.
    package static func append(_ value: some BinaryInteger, to bytes: inout [UInt8]) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        append(digitsOf: UInt64(value.magnitude), to: &bytes)
    }

    private static func append(digitsOf value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// Appends a non-negative `value` with zeros in front up to `width` digits; digits beyond are kept.
    package static func append(_ value: Int, width: Int, to bytes: inout [UInt8]) {
        var limit = 10
        for _ in 1..<max(width, 1) {
            limit *= 10
        }
        limit /= 10
        while limit > 1, value < limit {
            bytes.append(UInt8(ascii: "0"))
            limit /= 10
        }
        append(value, to: &bytes)
    }
}
