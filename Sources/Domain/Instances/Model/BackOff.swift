import Core

/// How long after one opening of a session the next one may follow, while none of them lasts: equal jitter, exponential, with a cap. Half of each
/// pause is certain and half is chance, so that a failing instance always waits, and thousands of them do not come back together.
enum BackOff {
    /// The pause after the first opening.
    static let first: Duration = .seconds(1)
    /// The longest pause.
    static let limit: Duration = .seconds(300)
    /// How often the pause is doubled before it is the longest one.
    private static let doublings = 9

    /// The pause after so many openings, of which there was at least one; `chance` is from 0 up to but not including 1.
    static func pause(after openings: Int, chance: Double) -> Duration {
        let longest = min(first * (1 << max(0, min(openings - 1, doublings))), limit)
        return longest / 2 + longest * (chance / 2)
    }
}
