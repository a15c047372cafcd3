import Core

/// When a delivery that failed is tried again (decisions, "Webhooks").
enum RetrySchedule {
    /// The pause after the first failure, the second, and so on; after the last there is none.
    static let pauses: [Duration] = [
        .seconds(5), .seconds(5 * 60), .seconds(30 * 60), .seconds(2 * 3600), .seconds(5 * 3600), .seconds(10 * 3600), .seconds(10 * 3600),
    ]
    /// Jitter only lengthens a pause, by at most this part of it.
    static let jitter = 0.1
    /// The longest that a receiver may ask us to wait.
    static let longestPause: Duration = .seconds(24 * 3600)
    /// After so many failures of one event its chat goes on without it.
    static let patience = 3
    /// An endpoint that has done nothing but fail for so long is paused.
    static let endurance: Duration = .seconds(5 * 24 * 3600)

    /// How long to wait after that many failures, nil when that was the last try. `asked` is the receiver's `Retry-After`; `chance` is from 0 up
    /// to 1.
    static func pause(afterFailures failures: Int, asked: Duration?, chance: Double) -> Duration? {
        guard failures >= 1, failures <= pauses.count else { return nil }
        let step = pauses[failures - 1]
        if let asked, asked > step { return min(asked, longestPause) }
        return step + .microseconds(Int64(Double(step.inMicroseconds) * jitter * chance))
    }
}
