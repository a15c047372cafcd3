import Core
import Net

/// The one deadline of a connection. It moves with every request, so the timer under it is only touched when it must fire earlier; one that
/// fires too early looks at the deadline and waits for the rest.
struct HTTPDeadline {
    private var time = Int64.max
    private var armed = Int64.max
    private var timer: (any LoopTimer)?

    mutating func set(_ time: Int64, on connection: HTTPConnection) {
        self.time = time
        if time < armed { arm(connection) }
    }

    mutating func clear() {
        timer?.cancel()
        timer = nil
        (time, armed) = (.max, .max)
    }

    /// The timer has fired; whether the deadline has passed.
    mutating func hasPassed(on connection: HTTPConnection) -> Bool {
        timer = nil
        armed = .max
        guard time > connection.loop.turnTime else { return true }
        if time < .max { arm(connection) }
        return false
    }

    private mutating func arm(_ connection: HTTPConnection) {
        timer?.cancel()
        armed = time
        timer = connection.loop.schedule(after: .nanoseconds(max(0, time - connection.loop.turnTime))) { connection.timerHasFired() }
    }
}
