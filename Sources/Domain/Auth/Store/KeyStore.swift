import Contracts
import Core
import Crypto
import Database

/// All SQL on the schema `auth`.
enum KeyStore {
    /// What a digest admits to.
    struct Admission: Sendable {
        let caller: Caller
        let expires: Instant?
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
        try tx.run("INSERT INTO auth.digest (digest, tenant_id, key_id) VALUES (\(digest.bytes), \(tenant), \(id))")
    }

    /// What the key of that digest admits to, nil if there is none; across tenants.
    static func admission(_ digest: SHA256Digest, in tx: borrowing Transaction) throws -> Admission? {
        try tx.first(
            """
            SELECT key.tenant_id, key.id, key.environment, key.instance_id, key.scopes, key.expires_at
            FROM auth.digest JOIN auth.api_key AS key ON key.tenant_id = digest.tenant_id AND key.id = digest.key_id
            WHERE digest.digest = \(digest.bytes) AND key.revoked_at IS NULL
            """
        ) { row in
            Admission(
                caller: Caller(
                    tenant: try row.next(), key: try row.next(), environment: try row.next(), instance: try row.next(),
                    scopes: Scopes(rawValue: try row.next())),
                expires: try row.next())
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

    /// Ends a key for good; false if the tenant has no usable one of that id. Across tenants, since the directory of digests is.
    static func revoke(_ id: KeyID, of tenant: TenantID, at now: Instant, in tx: borrowing Transaction) throws -> Bool {
        try tx.run("DELETE FROM auth.digest WHERE tenant_id = \(tenant) AND key_id = \(id)")
        return try tx.run("UPDATE auth.api_key SET revoked_at = \(now) WHERE tenant_id = \(tenant) AND id = \(id) AND revoked_at IS NULL") == 1
    }

    private static let columns: StaticString = "id, name, prefix, environment, scopes, instance_id, expires_at, last_used_at, created_at"

    private static func read(_ row: inout RowReader) throws -> KeyFacts {
        KeyFacts(
            id: try row.next(), name: try row.next(), prefix: try row.next(), environment: try row.next(),
            scopes: Scopes(rawValue: try row.next()), instance: try row.next(), expires: try row.next(), lastUsed: try row.next(),
            created: try row.next())
    }
}
