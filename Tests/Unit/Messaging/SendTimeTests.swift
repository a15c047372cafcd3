import Contracts
import Core
import Testing

@testable import Messaging

/// How texts say when something is to be sent.
@Suite struct SendTimeTests {
    @Test(arguments: ["2026-12-31 23:59:59", "2026-12-31T23:59:59"]) func `a time without a zone is a local one`(text: String) throws {
        let local = try #require(LocalTime("2026-12-31 23:59:59"))
        #expect(SendTime.Reading(text) == .local(local))
        #expect(local.asUTC == Instant(rfc3339: "2026-12-31T23:59:59Z"))
    }

    @Test(arguments: [
        ("2026-12-31T23:59:59Z", "2026-12-31T23:59:59Z"), ("2026-12-31T23:59:59+03:00", "2026-12-31T20:59:59Z"),
        ("2026-12-31 23:59:59-05:30", "2027-01-01T05:29:59Z"), ("2026-12-31t23:59:59.25z", "2026-12-31T23:59:59.25Z"),
    ]) func `a time with an offset is a point in time`(text: String, instant: String) throws {
        #expect(SendTime.Reading(text) == .instant(try #require(Instant(rfc3339: instant))))
    }

    @Test(arguments: [
        "", "tomorrow", "2026-12-31", "2026-12-31 23:59", "2026-12-31 24:00:00", "2026-02-29 10:00:00", "2026-13-01 10:00:00", "2026-12-31  9:00:00",
        "2026-12-31 09:60:00", "2026-12-31 09:00:60", "2026-12-31_09:00:00", "٢٠٢٦-12-31 09:00:00", "2026-12-31 09:00:00 ", "+026-12-31 09:00:00",
        "2026-12-31 09:00:00+0300", "1798761599",
    ]) func `anything else is none`(text: String) {
        #expect(SendTime.Reading(text) == nil)
        #expect(!SendTime.isReadable(text))
    }

    @Test func `a number has fifteen digits, and another one when it is asked for again`() {
        let batch = BatchID(high: 0x0199_A000_0000_7000, low: 0x8000_0000_0000_0001)
        let numbers = (0...ScheduleNumber.attemptsLimit).map { ScheduleNumber.number(for: batch, attempt: $0) }
        #expect(numbers.allSatisfy { String($0).count == 15 && $0 > 0 })
        #expect(Set(numbers).count == numbers.count)
        #expect(ScheduleNumber.number(for: batch, attempt: 0) == numbers[0])
    }
}
