import Contracts
import Core

/// The short number of a request that waits for its time: 15 digits, which some customers' programs read as a number.
///
/// Drawn from the request's own id, so that no counter has to be locked and nobody learns how many others there are.
enum ScheduleNumber {
    /// How often another one is drawn when the tenant has it already, which among a million happens once in a thousand times.
    static let attemptsLimit = 8
    private static let range: ClosedRange<UInt64> = 100_000_000_000_000...999_999_999_999_999

    static func number(for batch: BatchID, attempt: Int) -> Int64 {
        var generator = SplitMix64(seed: (batch.high &* 0x9E37_79B9_7F4A_7C15 ^ batch.low) &+ UInt64(attempt))
        return Int64(range.lowerBound + generator.next() % (range.upperBound - range.lowerBound + 1))
    }
}
