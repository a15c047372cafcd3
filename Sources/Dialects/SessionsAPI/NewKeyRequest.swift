import API
import Auth
import Contracts
import Core

/// What `POST /api/v1/keys` takes; the document shows no body, so nothing must be there.
struct NewKeyRequest: Sendable {
    /// What a key is called that was given no name.
    static let standardName = "API key"

    var name: String?
    var scopes: Scopes?
    var session: InstanceID?
    var expires: Instant?
    var environment: KeyEnvironment?

    static let shape = Shape.object(
        { NewKeyRequest(name: $0, scopes: $1, session: $2, expires: $3, environment: $4) },
        Field("name", \.name, optional: .text(min: 1, max: NewKey.nameLimit), "What to call it"),
        Field("scopes", \.scopes, optional: scopes, "What it may be used for; everything that the key may that makes it, unless less is asked for"),
        Field("session_id", \.session, optional: .identifier(), "The one session to tie it to"),
        Field("expires_at", \.expires, optional: .instant, "From when on it admits nobody"),
        Field("environment", \.environment, optional: .choice(), "That of the key that makes it, unless `test` is asked for")
    ).named("NewKey")

    /// One or more of the words that keys are made for.
    static let scopes = Shape<[Scope]>.list(of: .choice(), min: 1, max: Scope.allCases.count).map(
        to: { words, _ in words.reduce(into: Scopes()) { $0.formUnion($1.scopes) } },
        from: { scopes in Scope.allCases.filter { scopes.isSuperset(of: $0.scopes) } })

    static let example = NewKeyRequest(name: "Shop", scopes: [.send, .read])
}

/// The words for what a key may be used for.
enum Scope: String, CaseIterable, Sendable {
    case send, read, manage

    var scopes: Scopes {
        switch self {
        case .send: .send
        case .read: .read
        case .manage: .manage
        }
    }
}
