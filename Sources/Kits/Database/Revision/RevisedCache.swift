package import Core

/// Remembers what was loaded for as long as somebody looks whether any of it has changed.
///
/// Everything that changes anywhere makes one number in the database grow. What is remembered counts while the last look at that number is younger
/// than `lookLifetime`; a process that cannot look answers nothing from memory.
package final class RevisedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let known: LoadingCache<Key, Value>
    private let revision = Lock<Int64?>(nil)
    private let lookLifetime: Duration
    private let database: Database
    private let clock: any Clock
    private let readNumber: @Sendable (borrowing Transaction) throws -> Int64

    /// A cache of at most `limit` values, each remembered for `lifetime` at most, and of as many keys that have none, for `absenceLifetime`. `number`
    /// reads the number across tenants.
    package init(
        limit: Int, lifetime: Duration, absenceLifetime: Duration, lookLifetime: Duration, database: Database, clock: any Clock,
        number: @escaping @Sendable (borrowing Transaction) throws -> Int64
    ) {
        self.lookLifetime = lookLifetime
        self.database = database
        self.clock = clock
        readNumber = number
        known = LoadingCache(limit: limit, lifetime: lifetime, absenceLifetime: absenceLifetime, wantsVouching: true, clock: clock)
    }

    /// The value of `key`, if that is known for sure and not ageing; nil says nothing.
    package func remembered(_ key: Key) -> Value? { known.remembered(key) }

    /// Whether there is a value that `value(of:orFind:)` would answer without waiting, ageing or not.
    package func isRemembered(_ key: Key) -> Bool { known.isRemembered(key) }

    /// The value of `key`, remembered or found across tenants; nil if it has none.
    package func value(
        of key: Key, orFind find: @escaping @Sendable (borrowing Transaction) throws -> Value?
    ) async throws -> Value? {
        try await known.value(of: key) { [self] in
            let asked = clock.monotonic
            let found = try await database.system { tx in
                // Before the other: what changes in between is missed by neither.
                let number = try readNumber(tx)
                return (number: number, value: try find(tx))
            }
            // Who asked the database has looked as well. So one answer is enough to answer from memory again after it was away.
            heard(found.number, asked: asked)
            return found.value
        }
    }

    /// Looks whether anything has changed.
    package func look() async throws {
        let asked = clock.monotonic
        heard(try await database.system { tx in try readNumber(tx) }, asked: asked)
    }

    /// Forgets everything, if anything has changed since the number was looked at before. Without a time nothing is vouched for.
    package func heard(_ number: Int64, asked: Duration? = nil) {
        revision.withLock { revision in
            // Any other number and not just a greater one: an answer may be overtaken, and a database may be restored.
            // The first one says nothing of a change, and nothing is remembered yet.
            if let revision, revision != number { known.removeAll() }
            revision = number
            if let asked { known.vouch(until: asked + lookLifetime) }
        }
    }

    /// Forgets everything.
    package func forget() { known.removeAll() }
}
