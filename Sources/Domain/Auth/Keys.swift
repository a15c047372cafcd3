package import Contracts
package import Core
import Crypto
package import Database

extension Auth {
    /// How many keys a page holds at most.
    package static let pageLimit = 100

    /// Issues a key to the tenant; its text is in the answer and nowhere else. Throws `Problem.invalid` and `Problem.limitReached`.
    package func issue(_ key: NewKey, for tenant: TenantID) async throws -> (facts: KeyFacts, text: Secret<String>) {
        let violations = key.violations(at: runtime.clock.now)
        guard violations.isEmpty else { throw Problem.invalid(violations) }
        return try await database.system { tx in
            try limits.require(.key, count: try KeyStore.count(of: tenant, in: tx), for: tenant, in: tx)
            return try insert(key, for: tenant, in: tx)
        }
    }

    /// The tenant's keys, newest first, and the cursor of the next page, nil after the last. `limit` is clamped to `pageLimit`.
    package func list(of tenant: TenantID, after cursor: KeyID? = nil, limit: Int) async throws -> (keys: [KeyFacts], next: KeyID?) {
        let limit = min(max(limit, 1), Self.pageLimit)
        let keys = try await database.read(as: tenant) { tx in
            try KeyStore.list(tenant, after: cursor, limit: limit + 1, in: tx)
        }
        guard keys.count > limit else { return (keys, nil) }
        return (Array(keys.prefix(limit)), keys[limit - 1].id)
    }

    /// One key of the tenant; throws `Problem.notFound` when it has none of that id, or revoked it.
    package func key(_ id: KeyID, of tenant: TenantID) async throws -> KeyFacts {
        let key = try await database.read(as: tenant) { tx in try KeyStore.key(id, of: tenant, in: tx) }
        guard let key else { throw Problem.notFound(.key) }
        return key
    }

    /// Ends a key: at once in this process, within a second in the others. Throws `Problem.notFound` as `key` does.
    package func revoke(_ id: KeyID, of tenant: TenantID) async throws {
        let now = runtime.clock.now
        let revision = try await database.system { tx in
            guard try KeyStore.revoke(id, of: tenant, at: now, in: tx) else { throw Problem.notFound(.key) }
            try StreamTokenStore.revoke(of: id, of: tenant, in: tx)
            try trail.record(AuditEntry(.keyRevoked, "key:\(id)", of: tenant), in: tx)
            return try RevisionStore.advance(in: tx)
        }
        Undertaking.afterCommit { [admissions] in admissions.heard(revision) }
    }

    /// Changes a key: effective at once in this process, within a second in the others. Throws `Problem.invalid`, and `Problem.notFound` as
    /// `key` does.
    package func update(_ id: KeyID, _ change: KeyChange, of tenant: TenantID) async throws -> KeyFacts {
        let violations = change.violations(at: runtime.clock.now)
        guard violations.isEmpty else { throw Problem.invalid(violations) }
        let (facts, revision) = try await database.system { tx -> (KeyFacts, Int64?) in
            guard let old = try KeyStore.lock(id, of: tenant, in: tx) else { throw Problem.notFound(.key) }
            let new = old.changed(by: change)
            guard new != old else { return (old, nil) }
            try KeyStore.update(new, of: tenant, in: tx)
            try trail.record(AuditEntry(.keyUpdated, "key:\(id)", of: tenant, before: old.audited, after: new.audited), in: tx)
            return (new, change.mayTake ? try RevisionStore.advance(in: tx) : nil)
        }
        if let revision { Undertaking.afterCommit { [admissions] in admissions.heard(revision) } }
        return facts
    }

    private func insert(_ key: NewKey, for tenant: TenantID, in tx: borrowing Transaction) throws -> (facts: KeyFacts, text: Secret<String>) {
        let made = APIKey.make(key.environment, chance: runtime.chance)
        let facts = KeyFacts(
            id: runtime.ids.next(), name: key.name, prefix: APIKey.prefix(of: made.text), environment: key.environment,
            scopes: key.scopes, instance: key.instance, expires: key.expires, lastUsed: nil, created: runtime.clock.now)
        try KeyStore.insert(
            key, id: facts.id, digest: made.key.digest, prefix: facts.prefix, for: tenant, at: facts.created, in: tx)
        try trail.record(AuditEntry(.keyCreated, "key:\(facts.id)", of: tenant, after: facts.audited), in: tx)
        return (facts, made.text)
    }
}

extension Auth: KeyIssuing {
    package func issue(
        _ environment: KeyEnvironment, named name: String, for tenant: TenantID, in tx: borrowing Transaction
    ) throws -> Secret<String> {
        try insert(NewKey(name: name, environment: environment), for: tenant, in: tx).text
    }
}
