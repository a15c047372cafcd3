/// Numbers as people write them.
extension PhoneNumber {
    /// How long what is written may be, in bytes.
    package static let writtenLimit = 40

    /// Why something written is no number that could be called.
    package enum Fault: Error, Sendable, Hashable {
        /// Something else than digits and what stands between them, or too few or too many.
        case malformed
        /// It begins with 0: without its country code, it could be anybody's. `00` and `011` before it mean different things in different countries.
        case noCountryCode
        /// No country has that code.
        case unknownCountry
        /// Numbers of that country have another length.
        case wrongLength(countryCode: Int, ClosedRange<Int>)
        /// The 0 that is dialled inside the country stands behind its code.
        case trunkZero(countryCode: Int)
        /// The 0 that is dialled inside the country stands in parentheses, where some mean it and some do not.
        case optionalZero

        /// The rule that it breaks, for a person.
        package var detail: String {
            switch self {
            case .malformed: "must be a telephone number: country code and number, 7 to 15 digits"
            case .noCountryCode: "must be a telephone number that begins with its country code, not with 0"
            case .unknownCountry: "must be a telephone number that begins with a country code, and no country has this one"
            case .wrongLength(let code, let lengths) where lengths.count == 1:
                "must be a telephone number, and those of +\(code) have \(lengths.lowerBound) digits after that"
            case .wrongLength(let code, let lengths):
                "must be a telephone number, and those of +\(code) have \(lengths.lowerBound) to \(lengths.upperBound) digits after that"
            case .trunkZero(let code): "must be a telephone number without the 0 after +\(code) that is dialled inside the country only"
            case .optionalZero: "must be a telephone number without a 0 in parentheses"
            }
        }
    }

    /// Reads a number as people write it: country code and number with or without `+`, with spaces, dashes, dots and parentheses between the digits.
    /// Nothing is guessed: a wrong guess reaches a stranger.
    package init(written text: String) throws(Fault) {
        guard text.utf8.count <= Self.writtenLimit else { throw .malformed }
        // Most are digits alone, and this runs for every message.
        let digits = text.utf8.allSatisfy { $0.isDigit } ? text : try Self.digits(of: text.utf8)
        guard digits.utf8.first != UInt8(ascii: "0") else { throw .noCountryCode }
        guard Self.length.contains(digits.utf8.count) else { throw .malformed }
        try NumberingPlan.check(digits)
        self.init(trusted: digits)
    }

    /// As `init(written:)`, for those who tell nobody what is wrong; nil for what is no number that could be called.
    package static func read(_ text: String) -> PhoneNumber? {
        try? PhoneNumber(written: text)  // the reason is asked for where it is told
    }

    /// The digits of what is written, if it is shaped as numbers are.
    private static func digits(of text: String.UTF8View) throws(Fault) -> String {
        var written = text[...]
        while written.first == UInt8(ascii: " ") { written.removeFirst() }
        while written.last == UInt8(ascii: " ") { written.removeLast() }
        if written.first == UInt8(ascii: "+") { written.removeFirst() }
        guard let last = written.last, last.isDigit else { throw .malformed }
        var digits: [UInt8] = []
        digits.reserveCapacity(written.count)
        // How many digits there were when the parenthesis opened, and when the last dot came.
        var opened: Int?
        var dot: Int?
        for byte in written {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits.append(byte)
                continue
            case UInt8(ascii: " "): break
            case UInt8(ascii: "-"), UInt8(ascii: "."):
                guard !digits.isEmpty else { throw .malformed }
            case UInt8(ascii: "("):
                guard opened == nil else { throw .malformed }
                opened = digits.count
            case UInt8(ascii: ")"):
                guard let start = opened, digits.count > start else { throw .malformed }
                if digits[start...] == [UInt8(ascii: "0")], start > 0 { throw .optionalZero }
                opened = nil
            default: throw .malformed
            }
            if let dot, digits.count == dot + 1 { throw .malformed }
            dot = byte == UInt8(ascii: ".") ? digits.count : nil
        }
        // `254712345678.0` is what spreadsheets make of a number: its last digit is none.
        if let dot, digits.count == dot + 1 { throw .malformed }
        guard opened == nil else { throw .malformed }
        return String(decoding: digits, as: UTF8.self)
    }
}
