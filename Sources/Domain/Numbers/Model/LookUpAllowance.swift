package import Core

/// How much an instance may still ask WhatsApp about strangers: a bucket of tokens, kept as the time at which it will be full again.
package struct LookUpAllowance: Sendable, Hashable {
    /// How many numbers may be asked about at once, after a long silence: an address book, as a phone does when it is new.
    package static let capacity = 1000
    /// How long it takes until one more may be asked about.
    package static let refill: Duration = .seconds(2)

    /// When it is full.
    package private(set) var fullAt: Instant

    /// One that is full at that time.
    package init(fullAt: Instant) { self.fullAt = fullAt }

    /// Takes tokens for so many numbers; if there are not so many, takes none and answers after how many seconds there will be.
    package mutating func take(_ count: Int, at now: Instant) -> Int? {
        let later = max(fullAt, now) + Self.refill * count
        let wait = later - (now + Self.refill * Self.capacity)
        guard wait <= .zero else { return Int(wait.components.seconds) + (wait.components.attoseconds > 0 ? 1 : 0) }
        fullAt = later
        return nil
    }

    /// Puts back what was not needed.
    package mutating func giveBack(_ count: Int) { fullAt = fullAt - Self.refill * count }
}
