import Contracts
import Core
import Crypto
import Database

/// All SQL on tokens that open one stream.
enum StreamTokenStore {
    /// What a stream token was made with: a key, a person's token, or both.
    struct Issuer: Sendable {
        let tenant: TenantID
        let key: KeyID?
        let token: TokenID?
    }

    /// A stream token that is to be kept.
    struct NewToken: Sendable {
        let id: ID<StreamToken>
        let digest: SHA256Digest
        let path: String
        let issuer: Issuer
        let expires: Instant
    }

    /// What its id names.
    enum StreamToken {}

    /// What is violated when the issuer is gone.
    static let issuerConstraints = ["stream_token_key", "stream_token_session"]

    /// Keeps a new token and its digest; across tenants, since the directory of digests is.
    static func insert(_ new: NewToken, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO auth.stream_token (tenant_id, id, path, key_id, token_id, expires_at)
            VALUES (\(new.issuer.tenant), \(new.id), \(new.path), \(new.issuer.key), \(new.issuer.token), \(new.expires))
            """)
        try tx.run(
            "INSERT INTO auth.digest (digest, tenant_id, stream_token_id) VALUES (\(new.digest.bytes), \(new.issuer.tenant), \(new.id))")
    }

    /// Ends the issuer's tokens but the newest `limit`.
    static func makeRoom(for issuer: Issuer, keeping limit: Int, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            DELETE FROM auth.stream_token WHERE tenant_id = \(issuer.tenant) AND id IN (
                SELECT id FROM auth.stream_token
                WHERE tenant_id = \(issuer.tenant) AND key_id IS NOT DISTINCT FROM \(issuer.key) AND token_id IS NOT DISTINCT FROM \(issuer.token)
                ORDER BY id DESC OFFSET \(limit))
            """)
    }

    /// Uses the token of that digest up and answers who made it; nil if there is none for that path, or somebody was faster.
    static func take(_ digest: SHA256Digest, path: String, at now: Instant, in tx: borrowing Transaction) throws -> Issuer? {
        try tx.first(
            """
            DELETE FROM auth.stream_token AS stream USING auth.digest
            WHERE digest.digest = \(digest.bytes) AND stream.tenant_id = digest.tenant_id AND stream.id = digest.stream_token_id
              AND stream.path = \(path) AND stream.expires_at > \(now)
            RETURNING stream.tenant_id, stream.key_id, stream.token_id
            """
        ) { row in Issuer(tenant: try row.next(), key: try row.next(), token: try row.next()) }
    }

    /// Whom the issuer's credentials admit by now, nil if one of them has ended.
    static func caller(_ issuer: Issuer, at now: Instant, in tx: borrowing Transaction) throws -> Caller? {
        var person: PersonID?
        if let token = issuer.token {
            guard let bearer = try TokenStore.caller(token, of: issuer.tenant, at: now, in: tx) else { return nil }
            guard issuer.key != nil else { return bearer }
            person = bearer.person
        }
        guard let id = issuer.key, let key = try KeyStore.key(id, of: issuer.tenant, in: tx), key.expires.map({ now < $0 }) ?? true else {
            return nil
        }
        return Caller(
            tenant: issuer.tenant, key: id, environment: key.environment, instance: key.instance, scopes: key.scopes, person: person,
            token: issuer.token)
    }

    /// Ends all tokens that were made with the key.
    static func revoke(of key: KeyID, of tenant: TenantID, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM auth.stream_token WHERE tenant_id = \(tenant) AND key_id = \(key)")
    }
}
