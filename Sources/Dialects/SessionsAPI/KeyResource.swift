import API
import Auth
import Contracts
import Core

/// An API key as this dialect shows it.
struct KeyResource: Sendable {
    var id: KeyID
    var name: String
    var prefix: String
    var environment: KeyEnvironment
    var scopes: Scopes
    var session: InstanceID?
    var expiresAt: Instant?
    var lastUsedAt: Instant?
    var createdAt: Instant
    /// The key itself, in the answer that made it and never again (contract GS-60).
    var key: String?

    static let shape = Shape.object(
        {
            KeyResource(
                id: $0, name: $1, prefix: $2, environment: $3, scopes: $4, session: $5, expiresAt: $6, lastUsedAt: $7, createdAt: $8, key: $9)
        },
        Field("id", \.id, .identifier()),
        Field("name", \.name, .text()),
        Field("prefix", \.prefix, .text(), "Its first characters, to tell it from others"),
        Field("environment", \.environment, .choice(), "What it reaches: `test` the sandbox only, `live` every session"),
        Field("scopes", \.scopes, NewKeyRequest.scopes, "What it may be used for"),
        Field("session_id", \.session, nullable: .identifier(), "The one session it is tied to, if any"),
        Field("expires_at", \.expiresAt, nullable: .instant, "From when on it admits nobody, if ever"),
        Field("last_used_at", \.lastUsedAt, nullable: .instant, "When it was used last, if ever; coarse"),
        Field("created_at", \.createdAt, .instant),
        Field("key", \.key, optional: .text(), "The key itself, in the answer that made it and never again")
    ).named("Key")

    static let example = KeyResource(
        id: KeyID(high: 0x0199_A000_0000_7000, low: 0x8000_0000_0000_00A2), name: "Shop", prefix: "hk_live_3vQb", environment: .live,
        scopes: [.send, .read], createdAt: Instant(seconds: 1_758_887_400))
}

extension KeyResource {
    init(_ facts: KeyFacts, key: Secret<String>? = nil) {
        self.init(
            id: facts.id, name: facts.name, prefix: facts.prefix, environment: facts.environment, scopes: facts.scopes,
            session: facts.instance, expiresAt: facts.expires, lastUsedAt: facts.lastUsed, createdAt: facts.created, key: key?.reveal)
    }
}

/// A page of keys.
struct KeyList: Sendable {
    var keys: [KeyResource]
    var next: KeyID?

    static let shape = Shape.object(
        { KeyList(keys: $0, next: $1) },
        Field("keys", \.keys, .list(of: KeyResource.shape, max: Values.pageLimit), "Newest first"),
        Field("next_cursor", \.next, nullable: .identifier(), "Where the next page begins; null after the last")
    ).named("KeyList")
}
