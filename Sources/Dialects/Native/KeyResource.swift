import API
import Auth
import Contracts
import Core

/// An API key as the native API shows it: without the key.
struct KeyResource: Sendable {
    var id: KeyID
    var name: String
    var prefix: String
    var environment: KeyEnvironment
    var scopes: Scopes
    var instance: InstanceID?
    var expiresAt: Instant?
    var lastUsedAt: Instant?
    var createdAt: Instant
    /// The key itself; shown once, when it is made or rotated.
    var key: Secret<String>?

    init(_ facts: KeyFacts, key: Secret<String>? = nil) {
        self.init(
            id: facts.id, name: facts.name, prefix: facts.prefix, environment: facts.environment, scopes: facts.scopes,
            instance: facts.instance, expiresAt: facts.expires, lastUsedAt: facts.lastUsed, createdAt: facts.created, key: key)
    }

    init(
        id: KeyID, name: String, prefix: String, environment: KeyEnvironment, scopes: Scopes, instance: InstanceID?, expiresAt: Instant?,
        lastUsedAt: Instant?, createdAt: Instant, key: Secret<String>?
    ) {
        self.id = id
        self.name = name
        self.prefix = prefix
        self.environment = environment
        self.scopes = scopes
        self.instance = instance
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.createdAt = createdAt
        self.key = key
    }

    static let shape = Shape.object(
        {
            KeyResource(
                id: $0, name: $1, prefix: $2, environment: $3, scopes: $4, instance: $5, expiresAt: $6, lastUsedAt: $7, createdAt: $8, key: $9)
        },
        Field("id", \.id, .identifier()),
        Field("name", \.name, .text()),
        Field("prefix", \.prefix, .text(), "Its first characters, to tell it from others"),
        Field("environment", \.environment, .choice(), "test reaches sandbox instances only"),
        Field("scopes", \.scopes, .scopes, "What it may be used for"),
        Field("instance_id", \.instance, Shape<InstanceID>.identifier().nullable, "The one instance it is tied to; null: all of them"),
        Field("expires_at", \.expiresAt, Shape<Instant>.instant.nullable, "From when on it admits nobody; null: never"),
        Field("last_used_at", \.lastUsedAt, Shape<Instant>.instant.nullable, "When it was used last, give or take a minute"),
        Field("created_at", \.createdAt, .instant),
        Field("key", \.key, optional: Shape<String>.text().secret, "The key itself; shown only now")
    ).named("Key")
}

/// What `POST /v1/keys` takes.
struct NewKeyRequest: Sendable {
    var name: String
    var environment: KeyEnvironment?
    var scopes: Scopes?
    var instance: InstanceID?
    var expiresAt: Instant?

    static let shape = Shape.object(
        { NewKeyRequest(name: $0, environment: $1, scopes: $2, instance: $3, expiresAt: $4) },
        Field("name", \.name, .text(min: 1, max: NewKey.nameLimit), "Your own name for it"),
        Field("environment", \.environment, optional: .choice(), "What it reaches; otherwise what its maker does"),
        Field("scopes", \.scopes, optional: .scopes, "What it may be used for; otherwise whatever its maker may"),
        Field("instance_id", \.instance, optional: .identifier(), "The one instance to tie it to; otherwise what its maker is tied to"),
        Field("expires_at", \.expiresAt, optional: .instant, "From when on it admits nobody; never otherwise"))

    static let example = NewKeyRequest(name: "Shop", environment: .live, scopes: [.send, .read])
}

/// What `PATCH /v1/keys/{id}` takes.
struct KeyUpdate: Sendable {
    var name: String?
    var scopes: Scopes?
    var instance: Change<InstanceID>
    var expiresAt: Change<Instant>

    static let shape = Shape.object(
        { KeyUpdate(name: $0, scopes: $1, instance: $2, expiresAt: $3) },
        Field("name", \.name, optional: .text(min: 1, max: NewKey.nameLimit), "Your own name for it"),
        Field("scopes", \.scopes, optional: .scopes, "What it may be used for"),
        Field("instance_id", \.instance, change: .identifier(), "The one instance to tie it to; null: all of them"),
        Field("expires_at", \.expiresAt, change: .instant, "From when on it admits nobody; null: never"))

    static let example = KeyUpdate(name: "Shop", instance: .unchanged, expiresAt: .cleared)
}

/// What `POST /v1/keys/{id}/rotate` takes.
struct RotationRequest: Sendable {
    var overlap: Int?

    static let shape = Shape.object(
        { RotationRequest(overlap: $0) },
        Field(
            "overlap_seconds", \.overlap, optional: .integer(0...Int(Auth.longestOverlap.components.seconds)),
            "For how long the old key goes on to work, in seconds; a day otherwise"))

    static let example = RotationRequest(overlap: 3600)
}

extension Shape where Value == Scopes {
    /// At least one scope, by name.
    static var scopes: Shape {
        Shape<[ScopeName]>.list(of: .choice(), min: 1, max: ScopeName.allCases.count)
            .map(to: { names, _ in Scopes(names.map(\.scope)) }, from: { scopes in ScopeName.allCases.filter { scopes.contains($0.scope) } })
    }
}

/// The words for what a key may be used for.
private enum ScopeName: String, CaseIterable, Sendable {
    case send, read, manage

    var scope: Scopes {
        switch self {
        case .send: .send
        case .read: .read
        case .manage: .manage
        }
    }
}
