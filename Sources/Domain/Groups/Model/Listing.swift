import Core

/// How far what is remembered of an instance's groups can be trusted.
struct Listing: Sendable {
    /// When all of them were last asked for; nil if they never were.
    var listedAt: Instant?
    /// When the instance was last connected after it had not been.
    var connectedAt: Instant?

    /// Whether what was true at `then` can be answered at `now` without asking again: every change since then was told, and nothing is forgotten
    /// for longer than it may be.
    func vouches(for then: Instant, at now: Instant) -> Bool {
        then >= connectedAt ?? then && now - then < Groups.freshness
    }
}
