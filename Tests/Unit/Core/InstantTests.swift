import Core
import Testing

@Suite struct InstantTests {
    static let dates: [(Int64, String)] = [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_399_999_000, "2000-02-28T23:59:59.999Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
        (1_759_697_260_376_999, "2025-10-05T20:47:40.376Z"), (-1, "1969-12-31T23:59:59.999Z"), (4_107_542_400_000_000, "2100-03-01T00:00:00.000Z"),
    ]

    @Test(arguments: dates) func `an instant prints as RFC 3339 with milliseconds`(microseconds: Int64, text: String) {
        #expect(Instant(microseconds: microseconds).description == text)
    }

    @Test func `whole seconds leave the fraction out`() {
        #expect(Instant(microseconds: 1_759_697_260_376_999).rfc3339(milliseconds: false) == "2025-10-05T20:47:40Z")
    }

    @Test func `a day begins at midnight in UTC and ends before the next`() {
        let day = Instant(microseconds: 951_782_400_000_000).day
        #expect(day.description == "2000-02-29")
        #expect((day.start - .microseconds(1)).day.description == "2000-02-28")
        #expect((day.start + .seconds(86_399)).day == day)
    }
}
