package import Contracts
package import Core
package import Database
package import Events

/// The end of a tenant: its phones are told first, then everything goes.
extension Instances {
    /// How long the rows of a tenant that is erased are kept for phones that could not be told yet; a lease is long over by then.
    package static let unlinkPatience: Duration = .seconds(30)
    /// How many instances are removed with one look.
    private static let removalPage = 100

    /// What the module hears, as a named subscriber.
    package func subscribe(to subscriptions: Subscriptions) {
        subscriptions.on(TenantClosed.self, "instances.remove_all") { [self] event, tx in
            while try remove(Self.removalPage, of: event.tenant, in: tx) > 0 {}
        }
    }

    /// Removes at most `limit` instances of a tenant, which unlinks those that are linked; how many there were.
    private func remove(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        let rows = try InstanceStore.lockAll(limit, of: tenant, in: tx)
        let now = context.clock.now
        for row in rows {
            var next = row
            let actions = next.lifecycle.on(.remove)
            try context.settle(next, actions, at: now, in: tx)
        }
        if !rows.isEmpty { tx.ring(Self.unwanted) }
        return rows.count
    }
}

extension Instances: TenantHolding {
    private static let instanceKind = "instance"

    package var kinds: [String] { [Self.instanceKind] }

    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage {
        guard kind == Self.instanceKind else { return ExportPage(records: [], next: nil) }
        let rows = try InstanceStore.page(of: tenant, after: cursor.flatMap { InstanceID($0) }, limit: limit, in: tx)
        return ExportPage(rows, limit: limit, record: \.export, cursor: \.reference.id.description)
    }

    /// Throws `Problem.unavailable` while a phone is still to be told that it is unlinked, for at most `unlinkPatience`.
    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        // What the end of the tenant has not reached yet.
        let removed = try remove(limit, of: tenant, in: tx)
        guard removed == 0 else { return removed }
        let since = context.clock.now - Self.unlinkPatience
        let erased = try InstanceStore.erase(limit, of: tenant, removedBefore: since, in: tx)
        if erased == 0, try InstanceStore.hasAny(of: tenant, in: tx) { throw Problem.unavailable(retryAfter: 1) }
        return erased
    }
}

extension InstanceRow {
    /// The row as its tenant is handed it: no credentials, no codes.
    fileprivate var export: JSON {
        [
            "id": .string(reference.id.description), "name": .optional(name), "handle": .optional(handle),
            "status": .string(lifecycle.status.rawValue), "status_reason": .optional(lifecycle.reason?.rawValue),
            "number": .optional(lifecycle.number?.description), "lid": .optional(lifecycle.lid?.description),
            "channel": .string(channel.rawValue), "sandbox": .bool(isSandbox), "is_default": .bool(isDefault),
            "last_seen_at": .optional(lastSeenAt?.description), "created_at": .string(createdAt.description),
            "updated_at": .string(updatedAt.description),
        ]
    }
}
