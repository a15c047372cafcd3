package import Contracts
import Core
import Database

/// Making and removing instances.
extension Instances {
    /// How long a name may be, in characters.
    package static let nameLimit = 100
    /// How long a handle may be, in characters.
    package static let handleLimit = 100

    /// A new instance, which pairs at once. `handle` is the caller's own name for it, unique among the tenant's. Throws `Problem.limitReached` when
    /// the plan allows no more, and `Problem.conflict(.nameTaken)` when another instance has that handle.
    package func create(named name: String?, handle: String? = nil, as caller: Caller) async throws -> InstanceDetails {
        let violations =
            (name.map { Self.rules($0, "/name", limit: Self.nameLimit) } ?? [])
            + (handle.map { Self.rules($0, "/handle", limit: Self.handleLimit) } ?? [])
        guard violations.isEmpty else { throw Problem.invalid(violations) }
        let isSandbox = caller.environment == .test || channel == .simulator
        let now = context.clock.now
        let row = InstanceRow(
            reference: InstanceReference(tenant: caller.tenant, id: context.runtime.ids.next()), name: name, handle: handle,
            channel: isSandbox ? .simulator : channel, isSandbox: isSandbox, createdAt: now, updatedAt: now)
        try await namesChecked {
            try await context.database.write(as: caller.tenant) { tx in
                try limits.require(.instance, count: InstanceStore.count(of: caller.tenant, in: tx), for: caller.tenant, in: tx)
                try InstanceStore.insert(row, in: tx)
                try context.trail.record(AuditEntry(.instanceCreated, row.subject, of: caller.tenant, after: row.audited), in: tx)
                tx.ring(Self.changed)
                tx.ring(Self.wanted)
            }
        }
        Undertaking.afterCommit { [context] in context.noticed(row.reference) }
        return row.details
    }

    /// Unlinks it and forgets everything about it. It is gone for the tenant at once; the phone is told as soon as that is possible, and only then
    /// does the row go. If it was the default the tenant has none, until another is made the default or linked.
    package func remove(_ id: InstanceID, as caller: Caller) async throws {
        _ = try await change(id, as: caller) { row in row.lifecycle.on(.remove) }
    }

    /// Changes an instance that the caller may see, or throws `Problem.notFound`.
    func change(
        _ id: InstanceID, as caller: Caller, _ decide: @Sendable (inout InstanceRow) throws -> [Lifecycle.Action]
    ) async throws -> InstanceDetails {
        let viewer = Viewer(caller)
        let changed: InstanceRow? = try await context.database.write(as: caller.tenant) { tx in
            guard let row = try InstanceStore.lock(id, for: viewer, in: tx) else { return nil }
            var next = row
            let actions = try decide(&next)
            guard next != row || !actions.isEmpty else { return row }
            next.updatedAt = context.clock.now
            try context.settle(next, actions, at: next.updatedAt, in: tx)
            if next.lifecycle.wish != .none, next.lifecycle.wish != row.lifecycle.wish || next.lifecycle.openAfter != row.lifecycle.openAfter {
                tx.ring(Self.wanted)
            }
            if row.lifecycle.wish != .none, next.lifecycle.wish != row.lifecycle.wish || next.lifecycle.isRemoved { tx.ring(Self.unwanted) }
            return next
        }
        guard let changed else { throw Problem.notFound(.instance) }
        Undertaking.afterCommit { [context] in context.noticed(changed.reference) }
        return changed.details
    }
}
