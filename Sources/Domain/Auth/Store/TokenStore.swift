import Contracts
import Core
import Crypto
import Database

/// All SQL on people's access tokens, and the sweeping of what is over.
enum TokenStore {
    /// Keeps a new token and its digest; across tenants, since the directory of digests is.
    static func insert(
        _ id: TokenID, digest: SHA256Digest, for person: PersonID, in role: Role, of tenant: TenantID, expires: Instant,
        in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO auth.session_token (tenant_id, id, person_id, role, expires_at)
            VALUES (\(tenant), \(id), \(person), \(role), \(expires))
            """)
        try tx.run("INSERT INTO auth.digest (digest, tenant_id, token_id) VALUES (\(digest.bytes), \(tenant), \(id))")
    }

    /// Whom the token of that digest admits, nil if nobody; across tenants.
    static func admission(_ digest: SHA256Digest, in tx: borrowing Transaction) throws -> Admission? {
        try tx.first(
            """
            SELECT token.tenant_id, token.person_id, token.id, token.role, token.expires_at
            FROM auth.digest JOIN auth.session_token AS token ON token.tenant_id = digest.tenant_id AND token.id = digest.token_id
            WHERE digest.digest = \(digest.bytes)
            """
        ) { row in
            let (tenant, person, token, role): (TenantID, PersonID?, TokenID, Role) = (
                try row.next(), try row.next(), try row.next(), try row.next()
            )
            return Admission(caller(token, of: tenant, person: person, role: role), expires: try row.next())
        }
    }

    /// Who holds a token: the person, or the operator where it is nobody's.
    private static func caller(_ token: TokenID, of tenant: TenantID, person: PersonID?, role: Role) -> Caller {
        person.map { Caller(tenant: tenant, person: $0, token: token, role: role) } ?? Caller(tenant: tenant, impersonation: token)
    }

    /// Whom the token of that id admits, nil if it has ended.
    static func caller(_ id: TokenID, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws -> Caller? {
        try tx.first(
            "SELECT person_id, role FROM auth.session_token WHERE tenant_id = \(tenant) AND id = \(id) AND expires_at > \(now)"
        ) { row in caller(id, of: tenant, person: try row.next(), role: try row.next()) }
    }

    /// Ends all tokens of the person but the newest `limit`; whether one ended that was still living.
    static func makeRoom(
        for person: PersonID, of tenant: TenantID, keeping limit: Int, at now: Instant, in tx: borrowing Transaction
    ) throws -> Bool {
        // Of two who sign in at once each would overlook the other.
        try tx.run("SELECT pg_advisory_xact_lock(hashtextextended(\(person.description), 0))")
        let ended = try tx.rows(
            """
            DELETE FROM auth.session_token WHERE tenant_id = \(tenant) AND id IN (
                SELECT id FROM auth.session_token WHERE tenant_id = \(tenant) AND person_id = \(person)
                ORDER BY expires_at DESC, id DESC OFFSET \(limit))
            RETURNING expires_at
            """
        ) { try $0.next(Instant.self) }
        return ended.contains { $0 > now }
    }

    /// Ends all tokens of the person; whether there were any.
    static func revoke(of person: PersonID, of tenant: TenantID, in tx: borrowing Transaction) throws -> Bool {
        try tx.run("DELETE FROM auth.session_token WHERE tenant_id = \(tenant) AND person_id = \(person)") > 0
    }

    /// Ends a token; whether it was there.
    static func revoke(_ id: TokenID, of tenant: TenantID, in tx: borrowing Transaction) throws -> Bool {
        try tx.run("DELETE FROM auth.session_token WHERE tenant_id = \(tenant) AND id = \(id)") > 0
    }

    /// Erases what ended before that time: at most `limit` access tokens, stream tokens and old texts of keys each; how many that were. What
    /// another process sweeps just now is left to it.
    static func sweep(_ limit: Int, endedBefore end: Instant, in tx: borrowing Transaction) throws -> Int {
        let streams = try tx.run(
            """
            DELETE FROM auth.stream_token WHERE (tenant_id, id) IN (
                SELECT tenant_id, id FROM auth.stream_token WHERE expires_at < \(end) ORDER BY expires_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            """)
        let sessions = try tx.run(
            """
            DELETE FROM auth.session_token WHERE (tenant_id, id) IN (
                SELECT tenant_id, id FROM auth.session_token WHERE expires_at < \(end) ORDER BY expires_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            """)
        let texts = try tx.run(
            """
            DELETE FROM auth.digest WHERE digest IN (
                SELECT digest FROM auth.digest WHERE expires_at < \(end) ORDER BY expires_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            """)
        return streams + sessions + texts
    }
}
