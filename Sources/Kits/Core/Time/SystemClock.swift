import Glibc

/// The machine's own clock.
package struct SystemClock: Clock {
    /// The machine's own clock; there is only one.
    package init() {}

    package var now: Instant {
        let time = read(CLOCK_REALTIME)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    package var monotonic: Duration {
        let time = read(CLOCK_MONOTONIC)
        return Duration(secondsComponent: Int64(time.tv_sec), attosecondsComponent: Int64(time.tv_nsec) * 1_000_000_000)
    }

    package func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }

    private func read(_ which: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(which, &time)
        return time
    }
}
