/// So many in so much time, and as many at once.
package struct Rate: Sendable, Hashable {
    /// How many; at least 1.
    package let count: Int
    /// In how long.
    package let window: Duration
    /// How long it takes until one more may come.
    let interval: Duration

    /// A rate of at least one.
    package init(_ count: Int, per window: Duration) {
        self.count = max(count, 1)
        self.window = window
        interval = window / self.count
    }
}
