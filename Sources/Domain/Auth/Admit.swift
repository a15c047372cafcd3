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
        guard let key = APIKey(presented) else { throw Problem.unauthenticated(.invalid) }
        return try await admit(key, tenantHint: hint)
    }

    /// Who presents that key.
    package func admit(_ key: APIKey, tenantHint hint: String? = nil) async throws -> Caller {
        guard let admission = try await admission(key.digest), isValid(admission),
            let tenant = try await tenants.tenant(admission.caller.tenant)
        else { throw Problem.unauthenticated(.invalid) }
        if let hint, hint != tenant.slug, TenantID(hint) != tenant.id { throw Problem.forbidden(.otherTenant) }
        if tenant.isSuspended { throw Problem.forbidden(.tenantSuspended) }
        return admission.caller
    }

    /// Found by the digest of 256 random bits: how long the look-up takes tells nothing about any key.
    private func admission(_ digest: SHA256Digest) async throws -> KeyStore.Admission? {
        if let admission = admissions.remembered(digest) { return admission }
        let database = database
        return try await admissions.value(of: digest) {
            try await database.system { tx in try KeyStore.admission(digest, in: tx) }
        }
    }

    private func isValid(_ admission: KeyStore.Admission) -> Bool {
        guard let expires = admission.expires else { return true }
        return runtime.clock.now < expires
    }
}
