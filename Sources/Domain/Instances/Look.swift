package import Contracts
import Core
import Database

/// Reading instances.
extension Instances {
    /// How many a page of the list may have.
    package static let pageLimits = 1...100

    /// The caller's instances, newest first: `limit` of them (1 to 100) after `cursor`, which is the `next` of the page before.
    package func list(
        limit: Int = 20, after cursor: InstanceID? = nil, as caller: Caller
    ) async throws -> (instances: [InstanceDetails], next: InstanceID?) {
        guard Self.pageLimits.contains(limit) else {
            throw Problem.invalid([Violation("?limit", "must be from \(Self.pageLimits.lowerBound) to \(Self.pageLimits.upperBound)")])
        }
        let viewer = Viewer(caller)
        let rows = try await context.database.read(as: caller.tenant) { tx in
            try InstanceStore.list(for: viewer, after: cursor, limit: limit + 1, in: tx)
        }
        let page = rows.prefix(limit).map(\.details)
        return (page, rows.count > limit ? page.last?.id : nil)
    }

    /// One of the caller's instances; `Problem.notFound` for any other id.
    package func instance(_ id: InstanceID, as caller: Caller) async throws -> InstanceDetails { try await row(id, as: caller).details }

    /// Where its line to WhatsApp stands right now.
    package func providerState(of id: InstanceID, as caller: Caller) async throws -> ProviderState {
        ProviderState(try await row(id, as: caller).lifecycle)
    }

    func row(_ id: InstanceID, as caller: Caller) async throws -> InstanceRow {
        let viewer = Viewer(caller)
        let row = try await context.database.read(as: caller.tenant) { tx in try InstanceStore.find(id, for: viewer, in: tx) }
        guard let row else { throw Problem.notFound(.instance) }
        return row
    }
}
