package import Contracts
import Core
import Crypto
import Database

extension Auth {
    /// Who presents that key. `hint` is the slug or id of a tenant, where a request names one.
    ///
    /// Throws `Problem.unauthenticated` for a key that admits nobody, and `Problem.forbidden` when the tenant is suspended or is not the one
    /// that was named. A mistyped key costs no look-up; one that was admitted lately costs two in memory.
    package func admit(_ presented: String, tenantHint hint: String? = nil) async throws -> Caller {
        try await receive(try await caller(key: presented), hint)
    }

    /// Who presents that key, or that person's access token in its place. Throws as for a key.
    package func admit(keyOrToken presented: String, tenantHint hint: String? = nil) async throws -> Caller {
        try await receive(try await caller(keyOrToken: presented), hint)
    }

    /// Who presents that key and, beside it, the access token of a person of the same tenant or an API key of the same tenant (contract FS1-49,
    /// FS1-65). What the caller may is what the key may. Throws as for a key.
    package func admit(key: String, token: String, tenantHint hint: String? = nil) async throws -> Caller {
        let holder = try await caller(key: key)
        let bearer = try await caller(keyOrToken: token)
        // The operator's look into a tenant stands alone: beside a key it would hide whose it is.
        guard bearer.tenant == holder.tenant, bearer.impersonation == nil, let id = holder.key else { throw Problem.unauthenticated(.invalid) }
        let caller = Caller(
            tenant: holder.tenant, key: id, environment: holder.environment, instance: holder.instance, scopes: holder.scopes,
            person: bearer.person, token: bearer.token)
        return try await receive(caller, hint)
    }

    /// Who made the token that opens the stream of that path. It is used up by this. Throws as for a key, also when what the token was made
    /// with was revoked since.
    package func admit(streamToken presented: String, path: String, tenantHint hint: String? = nil) async throws -> Caller {
        guard let token = OpaqueToken(presented) else { throw Problem.unauthenticated(.invalid) }
        let now = runtime.clock.now
        let caller = try await database.system { tx in
            try StreamTokenStore.take(token.digest, path: path, at: now, in: tx).flatMap { try StreamTokenStore.caller($0, at: now, in: tx) }
        }
        guard let caller else { throw Problem.unauthenticated(.invalid) }
        return try await receive(caller, hint)
    }

    /// Whether it is remembered that this key or access token admits somebody. Asks nobody.
    package func isRemembered(_ presented: String) -> Bool {
        guard let digest = OpaqueToken(presented)?.digest ?? APIKey(presented)?.digest else { return false }
        return admissions.isRemembered(digest)
    }

    private func caller(keyOrToken presented: String) async throws -> Caller {
        guard let token = OpaqueToken(presented) else { return try await caller(key: presented) }
        let digest = token.digest
        // What is remembered is asked for first: nearly every request ends there, and the closure below would be made for nothing.
        if let admission = admissions.remembered(digest) { return try use(admission) }
        return try use(try await admissions.value(of: digest) { tx in try TokenStore.admission(digest, in: tx) })
    }

    private func caller(key presented: String) async throws -> Caller {
        guard let digest = APIKey(presented)?.digest else { throw Problem.unauthenticated(.invalid) }
        if let admission = admissions.remembered(digest) { return try use(admission) }
        return try use(try await admissions.value(of: digest) { tx in try KeyStore.admission(digest, in: tx) })
    }

    private func use(_ admission: Admission?) throws -> Caller {
        guard let admission else { throw Problem.unauthenticated(.invalid) }
        if let expires = admission.expires, runtime.clock.now >= expires {
            refusals.note(admission.caller, .expired)
            throw Problem.unauthenticated(.invalid)
        }
        lastUses.note(admission)
        return admission.caller
    }

    /// Lets the caller in, unless his tenant is another one than was named, or suspended.
    private func receive(_ caller: Caller, _ hint: String?) async throws -> Caller {
        guard let tenant = try await tenants.tenant(caller.tenant) else { throw Problem.unauthenticated(.invalid) }
        if let hint, hint != tenant.slug, TenantID(hint) != tenant.id {
            refusals.note(caller, .otherTenant)
            throw Problem.forbidden(.otherTenant)
        }
        // The operator may look into a tenant that is suspended: often that is why he looks.
        if tenant.isSuspended, caller.impersonation == nil {
            refusals.note(caller, .suspended)
            throw Problem.forbidden(.tenantSuspended)
        }
        return caller
    }
}
