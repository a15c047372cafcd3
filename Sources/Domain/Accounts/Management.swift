package import Contracts
package import Core
import Database
import Events

/// What the operator sees of tenants, and decides about them.
extension Accounts {
    /// The tenants that are meant, newest first, and the cursor of the next page, nil after the last. `limit` is clamped to `pageLimit`.
    package func tenants(
        _ filter: TenantFilter, after cursor: TenantID? = nil, limit: Int
    ) async throws -> (tenants: [ManagedTenant], next: TenantID?) {
        let limit = min(max(limit, 1), Self.pageLimit)
        return try await database.survey { tx in
            let found = try ManagementStore.list(filter, after: cursor, limit: limit + 1, in: tx)
            let page = found.prefix(limit)
            var tenants: [ManagedTenant] = []
            for record in page { tenants.append(try managed(record, in: tx)) }
            return (tenants, found.count > limit ? page.last?.id : nil)
        }
    }

    /// One tenant; throws `Problem.notFound(.tenant)`.
    package func tenant(_ id: TenantID) async throws -> ManagedTenant {
        try await database.survey { tx in
            guard let record = try ManagementStore.record(id, in: tx) else { throw Problem.notFound(.tenant) }
            return try managed(record, in: tx)
        }
    }

    /// Decides about a tenant, gives it another plan where one is named, and changes its own limits: all of it or nothing, effective at once in this
    /// process, within a second in the others.
    ///
    /// Throws `Problem.notFound(.tenant)`, and `.invalid` at `/plan` and below `/overrides`. To suspend a tenant again gives it the other reason; to
    /// reactivate one that is active does nothing.
    @discardableResult
    package func decide(
        _ decision: TenantDecision?, about id: TenantID, plan: String? = nil, overrides: OverrideChanges = OverrideChanges()
    ) async throws -> ManagedTenant {
        let now = runtime.clock.now
        let tenant = try await database.system { tx in
            guard let record = try ManagementStore.lock(id, in: tx) else { throw Problem.notFound(.tenant) }
            try plans.change(id, plan: plan, overrides: overrides, in: tx)
            if let decision { try apply(decision, to: record, at: now, in: tx) }
            tx.ring(Self.changed)
            guard let changed = try ManagementStore.record(id, in: tx) else { throw Problem.notFound(.tenant) }
            return try managed(changed, in: tx)
        }
        Undertaking.afterCommit { [plans, tenants] in
            plans.forgetLimits()
            tenants.forget()
        }
        return tenant
    }

    /// Ends a tenant for good on the operator's word, as its owner does. `slug` repeats the tenant's own, so that nobody ends one by mistake.
    ///
    /// Throws `Problem.notFound(.tenant)`, and `.invalid` at `/confirm` for another slug.
    package func close(_ id: TenantID, confirming slug: String) async throws {
        let now = runtime.clock.now
        try await database.system { tx in
            guard let record = try ManagementStore.lock(id, in: tx) else { throw Problem.notFound(.tenant) }
            guard slug == record.slug else { throw Problem.invalid([Violation("/confirm", "Must be the tenant's slug.")]) }
            try end(id, slug: slug, at: now, in: tx)
        }
        Undertaking.afterCommit { [tenants] in tenants.forget() }
    }

    /// Ends a tenant that is locked, whoever decided it.
    func end(_ id: TenantID, slug: String, at now: Instant, in tx: borrowing Transaction) throws {
        try AccountStore.close(id, at: now, in: tx)
        try outbox.record(TenantClosed(id, at: now), in: tx)
        try trail.record(AuditEntry(.tenantClosed, of: id, before: ["slug": .string(slug)]), in: tx)
        tx.ring(Self.changed)
    }

    private func apply(
        _ decision: TenantDecision, to record: ManagementStore.Record, at now: Instant, in tx: borrowing Transaction
    ) throws {
        switch decision {
        case .suspend(let reason):
            let suspension = ManagedTenant.Suspension(since: record.suspension?.since ?? now, reason: reason ?? record.suspension?.reason)
            guard suspension != record.suspension else { return }
            try ManagementStore.suspend(record.id, suspension, at: now, in: tx)
            try trail.record(
                AuditEntry(.tenantSuspended, of: record.id, before: record.suspension.json, after: Optional(suspension).json), in: tx)
        case .reactivate:
            guard record.suspension != nil else { return }
            try ManagementStore.reactivate(record.id, at: now, in: tx)
            let none: ManagedTenant.Suspension? = nil
            try trail.record(AuditEntry(.tenantReactivated, of: record.id, before: record.suspension.json, after: none.json), in: tx)
        }
    }

    private func managed(_ record: ManagementStore.Record, in tx: borrowing Transaction) throws -> ManagedTenant {
        ManagedTenant(
            id: record.id, slug: record.slug, name: record.name, timeZone: record.timeZone, plan: try plans.plan(of: record.id, in: tx),
            created: record.created, suspension: record.suspension)
    }
}

extension ManagedTenant.Suspension? {
    /// How it stood, for the trail.
    fileprivate var json: JSON {
        guard let suspension = self else { return ["status": .string(TenantStatus.active.rawValue)] }
        return [
            "status": .string(TenantStatus.suspended.rawValue), "since": .optional(suspension.since?.description),
            "reason": .optional(suspension.reason),
        ]
    }
}
