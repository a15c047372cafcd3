package import Contracts
import Core
import Database

extension Messaging {
    /// How many messages one call looks at where no index tells apart what is asked for, statement by statement: little first, since what is looked
    /// for is mostly among the newest.
    static let listWindows = [2000, 20_000, 80_000]

    /// The messages that fit the filter and that the caller reaches, the newest first; at most `limit` older than `after`. `next` is where to go on;
    /// a page may be short of the limit though there are more, and only a `next` of nil says that there are none.
    package func messages(
        _ filter: MessageFilter, limit: Int, after: MessageID?, as caller: Caller
    ) async throws -> (messages: [MessageRecord], next: MessageID?) {
        guard caller.scopes.contains(.read) else { throw Problem.forbidden(.scope) }
        var filter = filter
        if let pinned = caller.instance {
            guard filter.instance == nil || filter.instance == pinned else { return ([], nil) }
            filter.instance = pinned
        }
        let asked = filter
        var found: [MessageRecord] = []
        var cursor = after
        for window in Self.listWindows {
            let (from, wanted) = (cursor, limit + 1 - found.count)
            let portion = try await database.read(as: caller.tenant) { tx in
                try ListStore.portion(asked, of: caller.tenant, before: from, limit: wanted, window: window, in: tx)
            }
            let reach = try await reach(of: caller, among: portion.records.map(\.instance))
            found += portion.records.filter { reach.contains($0.instance) }
            if found.count > limit { return (Array(found.prefix(limit)), found[limit - 1].id) }
            // A full portion of which the caller reaches less goes on behind its last message.
            cursor = portion.records.count == wanted ? portion.records.last?.id : portion.edge
            if cursor == nil { return (found, nil) }
        }
        return (found, cursor)
    }
}
