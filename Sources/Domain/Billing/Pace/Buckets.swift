package import Core

/// Token buckets, one for each of many: it holds as many tokens as may be used at once, and fills continuously.
///
/// Of each one moment is kept, at which it will be full again (the generic cell rate algorithm, ITU-T I.371). So a bucket has a level, and not a
/// number of tokens: when its rate is changed, the same part of it is left. One that is full is not kept at all.
package struct Buckets<Kind>: Sendable {
    /// What came of asking for a token.
    package enum Outcome: Sendable, Hashable {
        /// There was one; so many are left, and all will be there again after that time.
        case taken(left: Int, fullAfter: Duration)
        /// There was none; there will be one after that time.
        case refused(wait: Duration)
    }

    private let limit: Int
    private var fullAt: [ID<Kind>: Duration] = [:]

    /// Buckets of at most `limit` at a time. When there are more, those go that lack least.
    package init(limit: Int) { self.limit = max(limit, 2) }

    /// How many are kept now.
    package var count: Int { fullAt.count }

    /// Takes a token out of the bucket, if there is one. `now` is on a clock that never goes back.
    package mutating func take(_ id: ID<Kind>, _ rate: Rate, at now: Duration) -> Outcome {
        let outcome = Self.take(&fullAt[id, default: now], rate, at: now)
        if fullAt.count > limit { makeRoom(at: now) }
        return outcome
    }

    /// Whether there is no token in the bucket.
    package func isEmpty(_ id: ID<Kind>, _ rate: Rate, at now: Duration) -> Bool {
        guard let fullAt = fullAt[id] else { return false }
        return fullAt - now + rate.interval > rate.window
    }

    private static func take(_ fullAt: inout Duration, _ rate: Rate, at now: Duration) -> Outcome {
        // A moment that another thread read earlier may be asked about later.
        let lacking = max(fullAt - now, .zero) + rate.interval
        guard lacking <= rate.window else { return .refused(wait: lacking - rate.window) }
        fullAt = now + lacking
        return .taken(left: Int((rate.window - lacking).attoseconds / rate.interval.attoseconds), fullAfter: lacking)
    }

    /// Half of the room at once, so that it costs a look at each only once in a while.
    private mutating func makeRoom(at now: Duration) {
        fullAt = fullAt.filter { $0.value > now }
        guard fullAt.count > limit / 2 else { return }
        let emptiest = fullAt.sorted { $0.value > $1.value }.prefix(limit / 2)
        fullAt = Dictionary(emptiest.map { ($0.key, $0.value) }, uniquingKeysWith: max)
    }
}

extension Duration {
    /// Whole seconds, rounded up: a client that comes back a moment too early is refused once more.
    var roundedUpInSeconds: Int {
        let (seconds, rest) = components
        return Int(seconds) + (rest > 0 ? 1 : 0)
    }
}
