/// Numbers written with `0-9A-Za-z`, most significant digit first, at a fixed length: what keys are made of, since a double click selects
/// the whole of one.
package enum Base62 {
    private static let alphabet: StaticString = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    /// How many digits any number of `count` bytes fits into (43 for 32 bytes).
    package static func digits(forBytes count: Int) -> Int {
        // log 256 / log 62, rounded up in the sixth decimal; checked to be exact for every length below 2,000 bytes.
        (count * 1_343_591 + 999_999) / 1_000_000
    }

    /// `bytes` as one big-endian number, padded with zeros to the length that its byte count needs.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        var number = Array(bytes)
        let length = digits(forBytes: number.count)
        var text = [UInt8](repeating: 0, count: length)
        for position in stride(from: length - 1, through: 0, by: -1) {
            var remainder = 0
            for index in number.indices {
                let value = remainder << 8 | Int(number[index])
                number[index] = UInt8(value / 62)
                remainder = value % 62
            }
            text[position] = digit(remainder)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `number` padded with zeros to `length` digits; nil when it does not fit.
    package static func encode(_ number: UInt64, length: Int) -> String? {
        var number = number
        var text = [UInt8](repeating: digit(0), count: length)
        for position in stride(from: length - 1, through: 0, by: -1) {
            text[position] = digit(Int(number % 62))
            number /= 62
        }
        return number == 0 ? String(decoding: text, as: UTF8.self) : nil
    }

    /// Whether every character is a digit of base 62.
    package static func isValid(_ text: some Collection<UInt8>) -> Bool {
        text.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
            default: false
            }
        }
    }

    private static func digit(_ value: Int) -> UInt8 { alphabet.utf8Start[value] }
}
