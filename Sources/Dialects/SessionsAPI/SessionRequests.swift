import API
import Contracts
import Core
import Instances

/// What `POST /api/v1/sessions` takes (contract GS-20).
struct NewSession: Sendable {
    var key: String

    static let shape = Shape.object({ NewSession(key: $0) }, Field("session_key", \.key, name, "Your own name for it, unique in the account"))
        .named("NewSession")

    static let name = Shape<String>.text(min: 1, max: Instances.handleLimit)
    static let example = NewSession(key: "my-session")
}

/// What `PATCH /api/v1/sessions/{id}` takes (contract GS-24).
struct SessionChange: Sendable {
    var key: Change<String>
    var webhook: Change<String>
    var settings: SessionSettings?

    static let shape = Shape.object(
        { SessionChange(key: $0, webhook: $1, settings: $2) },
        Field("session_key", \.key, change: NewSession.name, "Another name for it, or null for none"),
        Field("webhook", \.webhook, change: .link(), "Where its news is to be posted, or null for nowhere. The URL is asked first"),
        Field("settings", \.settings, optional: SessionSettings.shape)
    ).named("SessionChange")

    static let example = SessionChange(key: .set("my-session"), webhook: .unchanged, settings: SessionSettings(isDefault: true))
}

/// What else can be set of a session.
struct SessionSettings: Sendable {
    var isDefault: Bool?

    static let shape = Shape.object(
        { SessionSettings(isDefault: $0) },
        Field("default", \.isDefault, optional: .constant(true), "Makes it the session that requests mean which name none")
    ).named("SessionSettings")
}
