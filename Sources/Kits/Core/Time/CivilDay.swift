/// A day of the Gregorian calendar, as PostgreSQL's `date`.
package struct CivilDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let daysSinceEpoch: Int

    /// A day from its number since 1970-01-01.
    package init(daysSinceEpoch: Int) { self.daysSinceEpoch = daysSinceEpoch }

    /// The instant at which the day begins in UTC.
    package var start: Instant { Instant(seconds: Int64(daysSinceEpoch) * 86_400) }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    package var components: (year: Int, month: Int, day: Int) {
        // Howard Hinnant's days-to-civil: eras of 400 years, years that begin in March.
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// `YYYY-MM-DD`.
    package var description: String {
        var text: [UInt8] = []
        append(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    func append(to text: inout [UInt8]) {
        let (year, month, day) = components
        Decimal.append(year, width: 4, to: &text)
        text.append(UInt8(ascii: "-"))
        Decimal.append(month, width: 2, to: &text)
        text.append(UInt8(ascii: "-"))
        Decimal.append(day, width: 2, to: &text)
    }

    package static func < (left: Self, right: Self) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }
}
