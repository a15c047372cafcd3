import Core
package import Database

/// Events that were given up: for a person to look at, and to put back on their way once the cause is gone.
package struct DeadEvents: Sendable {
    /// How many a page holds at most.
    package static let pageLimit = 100
    /// How many are put back on their way at once.
    package static let replayLimit = 1000

    private let database: Database
    private let note: @Sendable (DeadEventFilter, Replay, borrowing Transaction) throws -> Void

    /// Those in that database. Whoever puts events back on their way is written down by `note`, in the same transaction.
    package init(database: Database, note: @escaping @Sendable (DeadEventFilter, Replay, borrowing Transaction) throws -> Void) {
        self.database = database
        self.note = note
    }

    /// Those that are meant, the newest first, and the place of the page's last, after which the next page begins; nil after the last page. `limit`
    /// is clamped to `pageLimit`.
    package func list(
        _ filter: DeadEventFilter, after place: DeadEvent.Place? = nil, limit: Int
    ) async throws -> (events: [DeadEvent], next: DeadEvent.Place?) {
        let limit = min(max(limit, 1), Self.pageLimit)
        let found = try await database.survey { tx in try DeadStore.list(filter, after: place, limit: limit + 1, in: tx) }
        return found.count > limit ? (Array(found.prefix(limit)), found[limit - 1].place) : (found, nil)
    }

    /// Puts those that are meant back on their way as if they had never been tried, the oldest first, at most `replayLimit` of them; none is
    /// nothing to write down.
    package func replay(_ filter: DeadEventFilter) async throws -> Replay {
        try await database.system { tx in
            let tenants = try DeadStore.revive(filter, limit: Self.replayLimit, in: tx)
            let hasMore = tenants.count == Self.replayLimit ? try !DeadStore.list(filter, after: nil, limit: 1, in: tx).isEmpty : false
            let only = tenants.first.flatMap { first in tenants.allSatisfy { $0 == first } ? first : nil }
            let replay = Replay(count: tenants.count, tenant: only, hasMore: hasMore)
            if replay.count > 0 {
                try note(filter, replay, tx)
                tx.ring(Outbox.topic)
            }
            return replay
        }
    }
}
