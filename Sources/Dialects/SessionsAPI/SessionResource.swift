import API
import Contracts
import Core
import Instances

/// A session as this dialect shows it: flat, names in snake_case (contract GS-02, GS-03).
struct SessionResource: Sendable {
    var id: InstanceID
    var key: String?
    var status: InstanceStatus
    var phone: PhoneNumber?
    var isDefault: Bool
    var webhook: String?
    var createdAt: Instant
    var updatedAt: Instant
    /// Shown once, when the session's first webhook is set.
    var webhookSecret: String?

    static let shape = Shape.object(
        {
            SessionResource(
                id: $0, key: $1, status: $2, phone: $3, isDefault: $4, webhook: $5, createdAt: $6, updatedAt: $7, webhookSecret: $8)
        },
        Field("id", \.id, .identifier()),
        Field("session_key", \.key, nullable: .text(), "The owner's own name for it; null for one that was made through another API"),
        Field(
            "status", \.status, .choice(),
            """
            Where it stands with WhatsApp, in the words of Herald's own API. Messages are sent in `connected` and `degraded`; `pairing` shows a \
            code on the stream; `created` and `logged_out` do so as soon as the stream is opened
            """),
        Field("phone", \.phone, nullable: Shape<PhoneNumber>.phoneNumber, "The number of the phone that linked it"),
        Field("is_default", \.isDefault, .bool, "Whether requests mean it that name none"),
        Field("webhook", \.webhook, nullable: .text(), "Where its news is posted"),
        Field("created_at", \.createdAt, .instant),
        Field("updated_at", \.updatedAt, .instant),
        Field(
            "webhook_secret", \.webhookSecret, optional: .text(),
            "What the webhook's posts are signed with; shown once, in the answer to the request that sets the first webhook")
    ).named("Session")

    static let example = SessionResource(
        id: InstanceID(high: 0x0199_A000_0000_7000, low: 0x8000_0000_0000_00A1), key: "my-session", status: .pairing, isDefault: false,
        createdAt: Instant(seconds: 1_758_887_400), updatedAt: Instant(seconds: 1_758_887_400))
}

extension SessionResource {
    init(_ details: InstanceDetails, webhook: String?, secret: Secret<String>? = nil) {
        self.init(
            id: details.id, key: details.handle, status: details.status, phone: details.number, isDefault: details.isDefault, webhook: webhook,
            createdAt: details.createdAt, updatedAt: details.updatedAt, webhookSecret: secret?.reveal)
    }
}

/// A page of sessions.
struct SessionList: Sendable {
    var sessions: [SessionResource]
    var next: InstanceID?

    static let shape = Shape.object(
        { SessionList(sessions: $0, next: $1) },
        Field("sessions", \.sessions, .list(of: SessionResource.shape, max: Values.pageLimit), "Newest first"),
        Field("next_cursor", \.next, nullable: .identifier(), "Where the next page begins; null after the last")
    ).named("SessionList")
}
