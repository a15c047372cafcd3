/// What time it is, and how to wait: handed in, so that tests own time.
package protocol Clock: Sendable {
    /// The wall clock. May jump; for what people see and what is stored.
    var now: Instant { get }
    /// Time since some fixed point that never goes back; for deadlines and measuring.
    var monotonic: Duration { get }
    /// Returns after `duration`; throws `CancellationError` when the task is cancelled first.
    func sleep(for duration: Duration) async throws
}
