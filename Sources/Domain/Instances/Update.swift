package import Contracts
package import Core
package import Database

/// Changing what a tenant may choose about an instance.
extension Instances {
    /// Changes everything that `change` names, or nothing: one transaction. A webhook's URL is verified before, by `webhooks`; its secret is
    /// answered when it is a new one, once. Throws `Problem.conflict(.nameTaken)` when the handle is another instance's, `Problem.invalid`, and what
    /// saving a webhook throws.
    package func update(
        _ id: InstanceID, _ change: InstanceUpdate, through webhooks: any InstanceWebhooks, as caller: Caller
    ) async throws -> (instance: InstanceDetails, webhookSecret: Secret<String>?) {
        try Self.check(change)
        // The default is the whole tenant's: what reaches only a part of it does not choose it.
        if change.isDefault == true, !caller.reachesWholeTenant { throw Problem.forbidden(.scope) }
        let viewer = Viewer(caller)
        let reference = try await row(id, as: caller).reference
        let prepared: (any PreparedWebhook)? =
            if case .set(let url) = change.webhook { try await webhooks.prepare(url, for: reference, in: change.webhookDialect) } else { nil }
        let outcome: (row: InstanceRow, secret: Secret<String>?)? = try await namesChecked {
            try await context.database.write(as: caller.tenant) { tx in
                guard let row = try InstanceStore.lock(id, for: viewer, in: tx) else { return nil }
                var next = row
                next.name = change.name.applied(to: row.name)
                next.handle = change.handle.applied(to: row.handle)
                next.isDefault = change.isDefault ?? row.isDefault
                if next != row {
                    next.updatedAt = context.clock.now
                    try context.settle(next, [], at: next.updatedAt, in: tx)
                    try context.trail.record(
                        AuditEntry(.instanceUpdated, row.subject, of: caller.tenant, before: row.audited, after: next.audited), in: tx)
                }
                if next.isDefault, !row.isDefault { try makeDefault(id, of: caller.tenant, in: tx) }
                if case .cleared = change.webhook { try webhooks.removeWebhook(of: reference, in: tx) }
                return (next, try prepared?.keep(in: tx))
            }
        }
        guard let outcome else { throw Problem.notFound(.instance) }
        Undertaking.afterCommit { [context] in context.noticed(outcome.row.reference) }
        return (outcome.row.details, outcome.secret)
    }

    /// Says of a write that gave an instance the handle of another that it is taken.
    func namesChecked<Value>(_ write: () async throws -> Value) async throws -> Value {
        do {
            return try await write()
        } catch let error as DatabaseError where InstanceStore.isTakenHandle(error) {
            throw Problem.conflict(.nameTaken)
        }
    }

    private static func check(_ change: InstanceUpdate) throws {
        var violations: [Violation] = []
        if case .set(let name) = change.name { violations += rules(name, "/name", limit: nameLimit) }
        if case .set(let handle) = change.handle { violations += rules(handle, "/handle", limit: handleLimit) }
        if change.isDefault == false { violations.append(Violation("/is_default", "can only be made true: name the one that is to be it instead")) }
        guard violations.isEmpty else { throw Problem.invalid(violations) }
    }

    /// What is wrong with a name that somebody chose.
    static func rules(_ text: String, _ pointer: String, limit: Int) -> [Violation] {
        // NUL is no character of PostgreSQL's text.
        guard (1...limit).contains(text.count), !text.utf8.contains(0) else {
            return [Violation(pointer, "must be 1 to \(limit) characters long")]
        }
        return []
    }
}

extension Instances: DefaultInstance {
    package func defaultInstance(of tenant: TenantID, in tx: borrowing Transaction) throws -> InstanceID? {
        try InstanceStore.defaultInstance(of: tenant, in: tx)
    }

    package func makeDefault(_ instance: InstanceID?, of tenant: TenantID, in tx: borrowing Transaction) throws {
        let isTheirs: Bool
        do {
            isTheirs = try InstanceStore.makeDefault(instance, of: tenant, in: tx)
        } catch let error as DatabaseError where InstanceStore.isRivalDefault(error) {
            throw Problem.unavailable(retryAfter: 1)
        }
        guard isTheirs else { throw Problem.invalid([Violation("/default_instance_id", "is none of your instances")]) }
        context.standings.forget(tenant)
        tx.ring(Self.changed)
    }
}
