import Core

/// A day and a time of it, as a clock on the wall shows them: which instant that is, a time zone decides.
struct LocalTime: Sendable, Hashable {
    /// The instant that it would be in UTC.
    let asUTC: Instant

    /// Reads `YYYY-MM-DD HH:mm:ss`, or with `T` between; nil for anything else (contract FS2-71).
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 19, bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T"), bytes[4] == UInt8(ascii: "-"),
            bytes[7] == UInt8(ascii: "-"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]), let day = Self.number(bytes[8..<10]),
            let hour = Self.number(bytes[11..<13]), let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
            hour < 24, minute < 60, second < 60, let civil = CivilDay(year: year, month: month, day: day)
        else { return nil }
        asUTC = civil.start + .seconds(hour * 3600 + minute * 60 + second)
    }

    /// What decimal digits say; nil if one of the bytes is none.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number
    }
}

extension SendTime {
    /// What a text says of when.
    enum Reading: Sendable, Hashable {
        /// A point in time: RFC 3339, with an offset.
        case instant(Instant)
        /// A time by the clocks of a zone.
        case local(LocalTime)

        /// Reads either; nil for anything else.
        init?(_ text: String) {
            guard text.utf8.count <= SendTime.textLimit else { return nil }
            if let local = LocalTime(text) {
                self = .local(local)
            } else if let instant = Instant(rfc3339: text) ?? Instant(rfc3339: Self.joined(text)) {
                self = .instant(instant)
            } else {
                return nil
            }
        }

        /// RFC 3339, section 5.6, lets a space stand between day and time.
        private static func joined(_ text: String) -> String {
            var bytes = Array(text.utf8)
            if bytes.count > 10, bytes[10] == UInt8(ascii: " ") { bytes[10] = UInt8(ascii: "T") }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
