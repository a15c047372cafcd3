/// A month of the Gregorian calendar.
package struct CivilMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The year, 0 to 9999.
    package let year: Int
    /// The month, 1 to 12.
    package let month: Int

    /// The month that the day lies in.
    package init(of day: CivilDay) { (year, month, _) = day.components }

    /// Reads `YYYY-MM`; nil for anything else.
    package init?(_ text: String) {
        guard let day = CivilDay(text + "-01") else { return nil }
        self.init(of: day)
    }

    /// Its first day.
    package var firstDay: CivilDay { CivilDay(daysSinceEpoch: Self.days(before: year * 12 + month - 1)) }

    /// Its last day.
    package var lastDay: CivilDay { CivilDay(daysSinceEpoch: Self.days(before: year * 12 + month) - 1) }

    /// How many days it has.
    package var length: Int { lastDay.daysSinceEpoch - firstDay.daysSinceEpoch + 1 }

    /// The month after it.
    package var next: CivilMonth { CivilMonth(of: CivilDay(daysSinceEpoch: lastDay.daysSinceEpoch + 1)) }

    /// The month before it.
    package var previous: CivilMonth { CivilMonth(of: CivilDay(daysSinceEpoch: firstDay.daysSinceEpoch - 1)) }

    /// `YYYY-MM`.
    package var description: String { String(firstDay.description.dropLast(3)) }

    package static func < (left: Self, right: Self) -> Bool { (left.year, left.month) < (right.year, right.month) }

    /// The days from 1970-01-01 to the first of a month, counted from January of the year 0.
    private static func days(before month: Int) -> Int {
        CivilDay(year: month / 12, month: month % 12 + 1, day: 1)?.daysSinceEpoch ?? 0
    }
}
