import Core
import Testing

@Suite struct TimeParsingTests {
    @Test func `what an instant prints, it reads`() {
        for microseconds: Int64 in [0, -1_000, 1_767_182_399_999_000, 951_782_400_000_000, -62_135_596_800_000_000] {
            let instant = Instant(microseconds: microseconds)
            #expect(Instant(rfc3339: instant.description) == instant)
        }
    }

    @Test func `an offset is taken off, and digits beyond microseconds are dropped`() {
        #expect(Instant(rfc3339: "1970-01-01T01:00:00.1234569+01:00") == Instant(microseconds: 123_456))
        #expect(Instant(rfc3339: "1969-12-31t23:30:00-00:30") == Instant(seconds: 0))
    }

    @Test func `a day that the calendar has not is refused`() {
        #expect(CivilDay("2024-02-29")?.description == "2024-02-29")
        for text in ["2023-02-29", "1900-02-29", "2024-04-31", "2024-00-01", "2024-13-01", "2024-1-01", "2024-01-01 "] {
            #expect(CivilDay(text) == nil, "\(text)")
        }
    }
}
