import Contracts
import Core
import Crypto
import Database

/// All SQL on the operator's looks into tenants, which are tokens without a person. Across tenants.
enum ImpersonationStore {
    /// How many of the tenant's are living. One that is being made elsewhere is waited for.
    static func count(of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws -> Int {
        try tx.run("SELECT pg_advisory_xact_lock(hashtextextended('impersonation ' || \(tenant.description), 0))")
        return try tx.first(
            "SELECT count(*) FROM auth.session_token WHERE tenant_id = \(tenant) AND person_id IS NULL AND expires_at > \(now)"
        ) { try $0.next(Int.self) } ?? 0
    }

    /// Keeps a new one and the digest of its token.
    static func insert(
        _ id: TokenID, digest: SHA256Digest, of tenant: TenantID, because reason: String, expires: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO auth.session_token (tenant_id, id, role, reason, expires_at)
            VALUES (\(tenant), \(id), \(Role.viewer), \(reason), \(expires))
            """)
        try tx.run("INSERT INTO auth.digest (digest, tenant_id, token_id) VALUES (\(digest.bytes), \(tenant), \(id))")
    }

    /// Counts a use of one; false where it has ended, or was used so often already.
    static func use(_ id: TokenID, of tenant: TenantID, limit: Int, in tx: borrowing Transaction) throws -> Bool {
        try tx.run("UPDATE auth.session_token SET uses = uses + 1 WHERE tenant_id = \(tenant) AND id = \(id) AND uses < \(limit)") == 1
    }

    /// Ends one; its reason, nil if the tenant has none of that id.
    static func end(_ id: TokenID, of tenant: TenantID, in tx: borrowing Transaction) throws -> String? {
        try tx.first(
            "DELETE FROM auth.session_token WHERE tenant_id = \(tenant) AND id = \(id) AND person_id IS NULL RETURNING reason"
        ) { try $0.next(String.self) }
    }
}
