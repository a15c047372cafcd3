import Contracts
import Core
import Database

/// The SQL on the schema `auth` that hands out or erases what a tenant has in it.
enum HoldingStore {
    /// A key, in use or revoked.
    struct HeldKey {
        let facts: KeyFacts
        let revoked: Instant?

        var json: JSON {
            func text(_ value: (some CustomStringConvertible)?) -> JSON { value.map { .string($0.description) } ?? .null }
            return .object([
                JSON.Member("id", text(facts.id)), JSON.Member("name", .string(facts.name)), JSON.Member("prefix", .string(facts.prefix)),
                JSON.Member("environment", .string(facts.environment.rawValue)),
                JSON.Member("scopes", .array(facts.scopes.names.map { .string($0) })), JSON.Member("instance_id", text(facts.instance)),
                JSON.Member("expires_at", text(facts.expires)), JSON.Member("revoked_at", text(revoked)),
                JSON.Member("last_used_at", text(facts.lastUsed)), JSON.Member("created_at", text(facts.created)),
            ])
        }
    }

    /// The tenant's keys after `cursor`, oldest first, the revoked ones among them.
    static func keys(of tenant: TenantID, after cursor: KeyID?, limit: Int, in tx: borrowing Transaction) throws -> [HeldKey] {
        let rest: SQL = cursor.map { "AND id > \($0)" } ?? ""
        return try tx.rows(
            "SELECT \(raw: KeyStore.columns), revoked_at FROM auth.api_key WHERE tenant_id = \(tenant) \(rest) ORDER BY id LIMIT \(limit)"
        ) { row in HeldKey(facts: try KeyStore.read(&row), revoked: try row.next()) }
    }

    /// Erases at most `limit` of the tenant's tokens and keys, and their digests with them; how many there were.
    static func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        var erased = 0
        func erase(_ statement: (Int) -> SQL) throws {
            if erased < limit { erased += try tx.run(statement(limit - erased)) }
        }
        try erase { rest in
            """
            DELETE FROM auth.stream_token
            WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM auth.stream_token WHERE tenant_id = \(tenant) LIMIT \(rest))
            """
        }
        try erase { rest in
            """
            DELETE FROM auth.session_token
            WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM auth.session_token WHERE tenant_id = \(tenant) LIMIT \(rest))
            """
        }
        try erase { rest in
            """
            DELETE FROM auth.api_key
            WHERE tenant_id = \(tenant) AND id IN (SELECT id FROM auth.api_key WHERE tenant_id = \(tenant) LIMIT \(rest))
            """
        }
        return erased
    }
}
