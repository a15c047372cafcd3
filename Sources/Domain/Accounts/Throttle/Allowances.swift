import Core

/// How much each of many keys may still do: an allowance that is used up one by one and comes back with time.
///
/// Of each key one moment is kept, at which its allowance will be whole again (the generic cell rate algorithm, ITU-T I.371). A key whose
/// allowance is whole is not kept at all. When there are too many, those go that have used up least.
struct Allowances<Key: Hashable & Sendable>: Sendable {
    /// How much a whole allowance is.
    let capacity: Int
    /// How long one of it takes to come back.
    let interval: Duration
    /// How many keys are kept.
    let limit: Int
    private var wholeAt: [Key: Duration] = [:]

    init(capacity: Int, interval: Duration, limit: Int) {
        self.capacity = capacity
        self.interval = interval
        self.limit = limit
    }

    /// How many keys are kept now.
    var count: Int { wholeAt.count }

    /// How long until `key` may do one more; zero if it may now.
    func wait(of key: Key, at now: Duration) -> Duration {
        guard let wholeAt = wholeAt[key] else { return .zero }
        return max(.zero, wholeAt + interval - interval * capacity - now)
    }

    /// Uses up one of the key's allowance, which has one.
    mutating func use(_ key: Key, at now: Duration) {
        if wholeAt[key] == nil, wholeAt.count >= limit { makeRoom(at: now) }
        wholeAt[key] = max(wholeAt[key] ?? now, now) + interval
    }

    /// Gives back one that was used up.
    mutating func giveBack(_ key: Key, at now: Duration) {
        guard let whole = wholeAt[key] else { return }
        wholeAt[key] = whole - interval <= now ? nil : whole - interval
    }

    /// Half of the room at once, so that it costs a look at each only once in a while.
    private mutating func makeRoom(at now: Duration) {
        wholeAt = wholeAt.filter { $0.value > now }
        guard wholeAt.count > limit / 2 else { return }
        let worst = wholeAt.sorted { $0.value > $1.value }.prefix(limit / 2)
        wholeAt = Dictionary(worst.map { ($0.key, $0.value) }, uniquingKeysWith: max)
    }
}
