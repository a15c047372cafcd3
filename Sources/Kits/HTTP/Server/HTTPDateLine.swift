import Core

/// The line `Date: …` (RFC 9110, section 6.6.1), written once a second.
struct HTTPDateLine {
    private static let checkedEvery: Int64 = 100_000_000
    private static let days: [StaticString] = ["Thu, ", "Fri, ", "Sat, ", "Sun, ", "Mon, ", "Tue, ", "Wed, "]
    private static let months: [StaticString] = [
        " Jan ", " Feb ", " Mar ", " Apr ", " May ", " Jun ", " Jul ", " Aug ", " Sep ", " Oct ", " Nov ", " Dec ",
    ]

    private let clock: any Clock
    private var checked = Int64.min
    private var second = Int64.min
    /// The line, with its CR LF.
    private(set) var bytes: [UInt8] = []

    init(clock: any Clock) { self.clock = clock }

    /// Looks at the clock if the last look is old; `now` is any monotonic time in nanoseconds.
    mutating func refresh(at now: Int64) {
        guard checked == .min || now - checked >= Self.checkedEvery else { return }
        checked = now
        let instant = clock.now
        guard instant.seconds != second else { return }
        second = instant.seconds
        bytes.removeAll(keepingCapacity: true)
        Self.write(instant, to: &bytes)
    }

    private static func write(_ instant: Instant, to bytes: inout [UInt8]) {
        let day = instant.day
        let (year, month, dayOfMonth) = day.components
        let secondOfDay = Int(instant.seconds) - day.daysSinceEpoch * 86_400
        bytes.append("Date: ")
        bytes.append(days[((day.daysSinceEpoch % 7) + 7) % 7])
        Decimal.append(dayOfMonth, width: 2, to: &bytes)
        bytes.append(months[month - 1])
        Decimal.append(year, width: 4, to: &bytes)
        bytes.append(" ")
        Decimal.append(secondOfDay / 3600, width: 2, to: &bytes)
        bytes.append(":")
        Decimal.append(secondOfDay / 60 % 60, width: 2, to: &bytes)
        bytes.append(":")
        Decimal.append(secondOfDay % 60, width: 2, to: &bytes)
        bytes.append(" GMT\r\n")
    }
}

extension [UInt8] {
    /// Appends fixed text.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
