package import Contracts
package import Core
import Database
import Events

extension Accounts {
    /// What the tenant sees of itself; throws `Problem.notFound` when it is no longer there.
    package func profile(of tenant: TenantID) async throws -> TenantProfile {
        let profile = try await database.read(as: tenant) { tx in try self.profile(tenant, in: tx) }
        guard let profile else { throw Problem.notFound(.tenant) }
        return profile
    }

    /// Changes what the tenant may change about itself, all of it or nothing; throws `Problem.invalid` with every rule that is broken.
    package func update(_ change: TenantChange, as caller: Caller) async throws -> TenantProfile {
        try caller.requireManaging()
        let tenant = caller.tenant
        let now = runtime.clock.now
        let profile = try await database.write(as: tenant) { tx in
            guard try AccountStore.lock(tenant, in: tx) != nil, let old = try self.profile(tenant, in: tx) else { throw Problem.notFound(.tenant) }
            var violations: [Violation] = []
            if let name = change.name, !NewTenant.isName(name) { violations.append(NewTenant.nameViolation(at: "/name")) }
            if let zone = change.timeZone, !(try isTimeZone(zone, in: tx)) { violations.append(TimeZoneName.violation) }
            do {
                switch change.defaultInstance {
                case .unchanged: break
                case .cleared: try defaults.makeDefault(nil, of: tenant, in: tx)
                case .set(let instance): try defaults.makeDefault(instance, of: tenant, in: tx)
                }
            } catch Problem.invalid(let more) {
                violations += more
            }
            guard violations.isEmpty else { throw Problem.invalid(violations) }
            if change.name != nil || change.timeZone != nil {
                try AccountStore.update(tenant, name: change.name, timeZone: change.timeZone, at: now, in: tx)
            }
            tx.ring(Self.changed)
            let new = try self.profile(tenant, in: tx)
            if new != old {
                try trail.record(AuditEntry(.tenantUpdated, of: tenant, before: old.audited, after: new?.audited), in: tx)
            }
            return new
        }
        Undertaking.afterCommit { [tenants] in tenants.forget() }
        guard let profile else { throw Problem.notFound(.tenant) }
        return profile
    }

    /// Ends the tenant for good. From then on nobody is admitted for it, in this process at once and in the others within a second; what there is
    /// of it is erased later, and until then nobody else gets its slug.
    ///
    /// `slug` repeats the tenant's own, so that nobody ends a tenant by mistake; throws `Problem.invalid` at `/slug` otherwise, and
    /// `.forbidden` unless an owner's own token was shown.
    package func close(confirming slug: String, as caller: Caller) async throws {
        let tenant = caller.tenant
        let now = runtime.clock.now
        try await database.system { tx in
            guard let record = try AccountStore.lock(tenant, in: tx) else { throw Problem.notFound(.tenant) }
            try caller.requireOwner(in: tx)
            guard slug == record.slug else { throw Problem.invalid([Violation("/slug", "Must be the slug of the tenant that is to be closed.")]) }
            try end(tenant, slug: record.slug, at: now, in: tx)
        }
        Undertaking.afterCommit { [tenants] in tenants.forget() }
    }

    /// What the tenant sees of itself, nil once it is closed.
    func profile(_ tenant: TenantID, in tx: borrowing Transaction) throws -> TenantProfile? {
        guard let record = try AccountStore.record(tenant, in: tx) else { return nil }
        return TenantProfile(
            id: record.id, slug: record.slug, name: record.name, timeZone: record.timeZone, status: record.status,
            defaultInstance: try defaults.defaultInstance(of: tenant, in: tx), plan: try plans.plan(of: tenant, in: tx), created: record.created)
    }
}
