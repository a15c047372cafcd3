/// How long to wait before the next try: twice as long each time, up to a limit.
struct BackOff: Sendable {
    /// The first wait.
    static let first: Duration = .milliseconds(100)
    /// The longest wait.
    static let limit: Duration = .seconds(5)

    private var delay = Self.first

    mutating func next() -> Duration {
        defer { delay = min(delay * 2, Self.limit) }
        return delay
    }

    mutating func reset() { delay = Self.first }
}
