/// A point in time in UTC, in whole microseconds since 1970, which is PostgreSQL's own resolution.
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let microseconds: Int64

    /// A point in time from microseconds since 1970.
    package init(microseconds: Int64) { self.microseconds = microseconds }

    /// A point in time from seconds since 1970.
    package init(seconds: Int64) { microseconds = seconds * 1_000_000 }

    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 { microseconds.flooredQuotient(by: 1_000_000) }

    /// Whole milliseconds since 1970, rounded down.
    package var milliseconds: Int64 { microseconds.flooredQuotient(by: 1000) }

    /// The day it falls on in UTC.
    package var day: CivilDay { CivilDay(daysSinceEpoch: Int(microseconds.flooredQuotient(by: 86_400_000_000))) }

    /// RFC 3339 with milliseconds and `Z`, as the native API prints times.
    package var description: String { rfc3339(milliseconds: true) }

    /// RFC 3339 in UTC with `Z`; whole seconds, or with three decimals.
    package func rfc3339(milliseconds withMilliseconds: Bool) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(24)
        append(milliseconds: withMilliseconds, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends RFC 3339 in UTC with `Z`; whole seconds, or with three decimals.
    package func append(milliseconds withMilliseconds: Bool, to text: inout [UInt8]) {
        let secondOfDay = Int(seconds.flooredRemainder(by: 86_400))
        day.append(to: &text)
        text.append(UInt8(ascii: "T"))
        Decimal.append(secondOfDay / 3600, width: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        Decimal.append(secondOfDay / 60 % 60, width: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        Decimal.append(secondOfDay % 60, width: 2, to: &text)
        if withMilliseconds {
            text.append(UInt8(ascii: "."))
            Decimal.append(Int(milliseconds.flooredRemainder(by: 1000)), width: 3, to: &text)
        }
        text.append(UInt8(ascii: "Z"))
    }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    package static func + (instant: Self, duration: Duration) -> Self {
        Instant(microseconds: instant.microseconds + duration.inMicroseconds)
    }

    package static func - (instant: Self, duration: Duration) -> Self {
        Instant(microseconds: instant.microseconds - duration.inMicroseconds)
    }

    package static func - (later: Self, earlier: Self) -> Duration {
        .microseconds(later.microseconds - earlier.microseconds)
    }
}
