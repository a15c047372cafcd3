import Contracts
package import Core
import Crypto
import Database

extension Accounts {
    /// Signs somebody in to that tenant.
    ///
    /// Throws `Problem.unauthenticated(.wrongPassword)`, in the same time whether there is such a person or not, `.limited` after too many of
    /// those or while too many passwords are being hashed, and `.forbidden(.tenantSuspended)`.
    package func signIn(email: String, password: Secret<String>, tenant: TenantID, from address: String) async throws -> SignIn {
        let isThere = try await tenants.tenant(tenant) != nil
        return try await signIn(email, password, to: isThere ? tenant : nil, named: tenant.description, from: address)
    }

    /// Signs somebody in to the tenant of that slug or id; throws the same, and for no such tenant what it throws for no such person.
    package func signIn(
        email: String, password: Secret<String>, tenantNamed slugOrID: String, from address: String
    ) async throws -> SignIn {
        let tenant: TenantFacts? =
            if let id = TenantID(slugOrID) {
                try await tenants.tenant(id)
            } else {
                try await tenants.tenant(slug: slugOrID)
            }
        // One account, however its tenant is named; and one that is not there is throttled as if it were.
        return try await signIn(email, password, to: tenant?.id, named: tenant?.id.description ?? slugOrID, from: address)
    }

    private func signIn(
        _ email: String, _ password: Secret<String>, to tenant: TenantID?, named name: String, from address: String
    ) async throws -> SignIn {
        try await guess(at: account(email, of: name), from: address) { () async throws -> SignIn? in
            guard let tenant, let known = try await credentials(EmailAddress(email), of: tenant) else {
                return try await nobody(email, password, in: tenant, from: address)
            }
            switch try await check(password, against: known.password, from: address) {
            case .wrong:
                try await noteRefusal(of: email, in: tenant)
                return nil
            case .right: return try await admit(known, to: tenant)
            case .rightButOutdated: return try await admit(await renewed(known, password, of: tenant, from: address), to: tenant)
            }
        }
    }

    /// Does the work that somebody's password would have been.
    private func nobody(_ email: String, _ password: Secret<String>, in tenant: TenantID?, from address: String) async throws -> SignIn? {
        _ = try await check(password, against: nil, from: address)
        try await noteRefusal(of: email, in: tenant)
        return nil
    }

    private func credentials(_ email: EmailAddress?, of tenant: TenantID) async throws -> PersonStore.Credentials? {
        guard let email else { return nil }
        return try await database.read(as: tenant) { tx in try PersonStore.credentials(email, of: tenant, in: tx) }
    }

    /// Hashes a password anew that was stored with parameters which are no longer used. If that fails, the next sign-in does it.
    private func renewed(
        _ known: PersonStore.Credentials, _ password: Secret<String>, of tenant: TenantID, from address: String
    ) async throws -> PersonStore.Credentials {
        let now = runtime.clock.now
        let hashed: String
        do {
            hashed = try await hash(password, from: address)
        } catch {
            return known
        }
        let isStored = try await database.write(as: tenant) { tx in
            try PersonStore.set(password: hashed, replacing: known, of: tenant, at: now, in: tx)
        }
        // Another sign-in may have been quicker; then it is looked at as it is now.
        return isStored ? PersonStore.Credentials(id: known.id, password: hashed) : try await reread(known, of: tenant)
    }

    private func reread(_ known: PersonStore.Credentials, of tenant: TenantID) async throws -> PersonStore.Credentials {
        let found = try await database.read(as: tenant) { tx in try PersonStore.credentials(known.id, of: tenant, in: tx) }
        return found?.0 ?? known
    }

    /// Gives a token to somebody whose password was right; nil when he, or his tenant, was changed or removed in the meantime.
    private func admit(_ known: PersonStore.Credentials, to tenant: TenantID) async throws -> SignIn? {
        try await database.system { tx in
            guard let person = try PersonStore.confirm(known, of: tenant, in: tx), let profile = try profile(tenant, in: tx) else { return nil }
            if profile.status == .suspended { throw Problem.forbidden(.tenantSuspended) }
            let token = try tokens.issueToken(for: person.id, in: person.role, of: tenant, in: tx)
            try trail.record(AuditEntry(.signedIn, "person:\(person.id)", of: tenant, by: person.id), in: tx)
            return SignIn(tenant: profile, person: person, token: token)
        }
    }
}
