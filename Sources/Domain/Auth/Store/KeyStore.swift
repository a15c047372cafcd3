import Contracts
import Core
import Crypto
import Database

/// All SQL on API keys.
enum KeyStore {
    /// That a key was used, and when.
    struct LastUse: Sendable {
        let tenant: TenantID
        let key: KeyID
        let at: Instant
    }

    /// Keeps a new key and its digest; across tenants, since the directory of digests is.
    static func insert(
        _ key: NewKey, id: KeyID, digest: SHA256Digest, prefix: String, for tenant: TenantID, at now: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO auth.api_key (tenant_id, id, name, prefix, environment, scopes, instance_id, expires_at, created_at)
            VALUES (\(tenant), \(id), \(key.name), \(prefix), \(key.environment), \(key.scopes.rawValue), \(key.instance), \(key.expires), \(now))
            """)
        try insert(digest, of: id, of: tenant, in: tx)
    }

    /// Keeps the digest of a key's newest text.
    static func insert(_ digest: SHA256Digest, of id: KeyID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run("INSERT INTO auth.digest (digest, tenant_id, key_id) VALUES (\(digest.bytes), \(tenant), \(id))")
    }

    /// Ends the text of the key that does not end by itself when that time has come.
    static func endText(of id: KeyID, of tenant: TenantID, at end: Instant, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE auth.digest SET expires_at = \(end) WHERE tenant_id = \(tenant) AND key_id = \(id) AND expires_at IS NULL")
    }

    /// Ends the text of the key that was to end by itself, if there is one.
    static func endOldText(of id: KeyID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM auth.digest WHERE tenant_id = \(tenant) AND key_id = \(id) AND expires_at IS NOT NULL")
    }

    /// Ends all texts of the key.
    static func endTexts(of id: KeyID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM auth.digest WHERE tenant_id = \(tenant) AND key_id = \(id)")
    }

    /// What the key of that digest admits to, nil if there is none; across tenants.
    static func admission(_ digest: SHA256Digest, in tx: borrowing Transaction) throws -> Admission? {
        try tx.first(
            """
            SELECT key.tenant_id, key.id, key.environment, key.instance_id, key.scopes, least(key.expires_at, digest.expires_at)
            FROM auth.digest JOIN auth.api_key AS key ON key.tenant_id = digest.tenant_id AND key.id = digest.key_id
            WHERE digest.digest = \(digest.bytes) AND key.revoked_at IS NULL
            """
        ) { row in
            Admission(
                Caller(
                    tenant: try row.next(), key: try row.next(KeyID.self), environment: try row.next(), instance: try row.next(),
                    scopes: Scopes(rawValue: try row.next())),
                expires: try row.next(), use: KeyUse())
        }
    }

    /// How many keys the tenant can use.
    static func count(of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try tx.first("SELECT count(*) FROM auth.api_key WHERE tenant_id = \(tenant) AND revoked_at IS NULL") { Int(try $0.next(Int64.self)) } ?? 0
    }

    /// The tenant's usable keys after `cursor`, newest first.
    static func list(_ tenant: TenantID, after cursor: KeyID?, limit: Int, in tx: borrowing Transaction) throws -> [KeyFacts] {
        let rest: SQL = cursor.map { "AND id < \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT \(raw: columns) FROM auth.api_key
            WHERE tenant_id = \(tenant) AND revoked_at IS NULL \(rest) ORDER BY id DESC LIMIT \(limit)
            """, read)
    }

    /// One usable key of the tenant, nil if it has none of that id.
    static func key(_ id: KeyID, of tenant: TenantID, in tx: borrowing Transaction) throws -> KeyFacts? {
        try tx.first("SELECT \(raw: columns) FROM auth.api_key WHERE tenant_id = \(tenant) AND id = \(id) AND revoked_at IS NULL", read)
    }

    /// The same, and nobody else changes it before this transaction ends.
    static func lock(_ id: KeyID, of tenant: TenantID, in tx: borrowing Transaction) throws -> KeyFacts? {
        try tx.first(
            """
            SELECT \(raw: columns) FROM auth.api_key WHERE tenant_id = \(tenant) AND id = \(id) AND revoked_at IS NULL FOR NO KEY UPDATE
            """, read)
    }

    /// Keeps what may change about a key.
    static func update(_ key: KeyFacts, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE auth.api_key SET name = \(key.name), prefix = \(key.prefix), scopes = \(key.scopes.rawValue),
                instance_id = \(key.instance), expires_at = \(key.expires)
            WHERE tenant_id = \(tenant) AND id = \(key.id)
            """)
    }

    /// Keeps when keys were used last. One that somebody else is changing just now is left out: it is in use and comes again.
    static func used(_ uses: [LastUse], in tx: borrowing Transaction) throws {
        try tx.run(
            """
            WITH due AS MATERIALIZED (
                SELECT key.tenant_id, key.id, used.at
                FROM unnest(\(uses.map(\.tenant)), \(uses.map(\.key)), \(uses.map(\.at))) AS used (tenant_id, id, at)
                JOIN auth.api_key AS key USING (tenant_id, id)
                WHERE key.last_used_at IS NULL OR key.last_used_at < used.at
                FOR NO KEY UPDATE OF key SKIP LOCKED)
            UPDATE auth.api_key AS key SET last_used_at = due.at FROM due WHERE key.tenant_id = due.tenant_id AND key.id = due.id
            """)
    }

    /// Ends a key for good; false if the tenant has no usable one of that id. Across tenants, since the directory of digests is.
    static func revoke(_ id: KeyID, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws -> Bool {
        // The key first: whoever is just giving it another text is waited for.
        let isRevoked =
            try tx.run("UPDATE auth.api_key SET revoked_at = \(now) WHERE tenant_id = \(tenant) AND id = \(id) AND revoked_at IS NULL") == 1
        if isRevoked { try endTexts(of: id, of: tenant, in: tx) }
        return isRevoked
    }

    /// What `read` reads.
    static let columns: StaticString = "id, name, prefix, environment, scopes, instance_id, expires_at, last_used_at, created_at"

    static func read(_ row: inout RowReader) throws -> KeyFacts {
        KeyFacts(
            id: try row.next(), name: try row.next(), prefix: try row.next(), environment: try row.next(),
            scopes: Scopes(rawValue: try row.next()), instance: try row.next(), expires: try row.next(), lastUsed: try row.next(),
            created: try row.next())
    }
}
