import Core
import Testing

@testable import Webhooks

/// Attempts at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h (decisions, "Webhooks").
@Suite struct RetryScheduleTests {
    static let steps: [(failures: Int, seconds: Int64)] = [
        (1, 5), (2, 300), (3, 1800), (4, 7200), (5, 18_000), (6, 36_000), (7, 36_000),
    ]

    @Test(arguments: steps) func `each failure is followed by its pause`(failures: Int, seconds: Int64) {
        #expect(RetrySchedule.pause(afterFailures: failures, asked: nil, chance: 0) == .seconds(seconds))
    }

    @Test(arguments: steps) func `jitter lengthens a pause by at most a tenth`(failures: Int, seconds: Int64) throws {
        let pauses = try [0.0, 0.25, 0.5, 0.999].map { chance in
            try #require(RetrySchedule.pause(afterFailures: failures, asked: nil, chance: chance))
        }
        #expect(pauses == pauses.sorted())
        #expect(Set(pauses).count == pauses.count)
        #expect(pauses.allSatisfy { $0 >= .seconds(seconds) && $0 <= .milliseconds(seconds * 1100) })
    }

    @Test func `the eighth failure is the last`() {
        #expect(RetrySchedule.pause(afterFailures: 8, asked: nil, chance: 0) == nil)
        #expect(RetrySchedule.pause(afterFailures: 8, asked: .seconds(60), chance: 0) == nil)
        #expect(RetrySchedule.pause(afterFailures: 0, asked: nil, chance: 0) == nil)
    }

    static let asked: [(seconds: Int64, pause: Int64)] = [
        (0, 5), (4, 5), (6, 6), (3600, 3600), (86_400, 86_400), (86_401, 86_400), (9_999_999, 86_400),
    ]

    @Test(arguments: asked) func `a receiver may ask for more than the step, up to a day`(seconds: Int64, pause: Int64) {
        #expect(RetrySchedule.pause(afterFailures: 1, asked: .seconds(seconds), chance: 0) == .seconds(pause))
    }
}
