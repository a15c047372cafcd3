import API
import Contracts
import Core
import Instances
import Webhooks

/// An instance as the native API shows it.
struct InstanceResource: Sendable {
    var id: InstanceID
    var name: String?
    var status: InstanceStatus
    var reason: StatusReason?
    var number: PhoneNumber?
    var channel: ChannelName
    var isSandbox: Bool
    var isDefault: Bool
    var lastSeenAt: Instant?
    var createdAt: Instant
    var updatedAt: Instant
    /// Shown once, when a webhook is set on the instance that had none.
    var webhookSecret: Secret<String>?

    init(_ details: InstanceDetails, webhookSecret: Secret<String>? = nil) {
        id = details.id
        name = details.name
        status = details.status
        reason = details.reason
        number = details.number
        channel = details.channel
        isSandbox = details.isSandbox
        isDefault = details.isDefault
        lastSeenAt = details.lastSeenAt
        createdAt = details.createdAt
        updatedAt = details.updatedAt
        self.webhookSecret = webhookSecret
    }

    init(
        id: InstanceID, name: String?, status: InstanceStatus, reason: StatusReason?, number: PhoneNumber?, channel: ChannelName, isSandbox: Bool,
        isDefault: Bool, lastSeenAt: Instant?, createdAt: Instant, updatedAt: Instant, webhookSecret: Secret<String>?
    ) {
        self.id = id
        self.name = name
        self.status = status
        self.reason = reason
        self.number = number
        self.channel = channel
        self.isSandbox = isSandbox
        self.isDefault = isDefault
        self.lastSeenAt = lastSeenAt
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.webhookSecret = webhookSecret
    }

    static let shape = Shape.object(
        {
            InstanceResource(
                id: $0, name: $1, status: $2, reason: $3, number: $4, channel: $5, isSandbox: $6, isDefault: $7, lastSeenAt: $8, createdAt: $9,
                updatedAt: $10, webhookSecret: $11)
        },
        Field("id", \.id, .identifier()),
        Field("name", \.name, Shape<String>.text().nullable),
        Field("status", \.status, .choice(), "Where it stands with WhatsApp"),
        Field("status_reason", \.reason, Shape<StatusReason>.choice().nullable, "Why, where the status alone does not say it"),
        Field("number", \.number, Shape<PhoneNumber>.phoneNumber.nullable, "The number of the phone that linked it"),
        Field("channel", \.channel, .choice(), "How it reaches WhatsApp"),
        Field("sandbox", \.isSandbox, .bool, "Whether it lives on the simulated WhatsApp"),
        Field("is_default", \.isDefault, .bool, "Whether requests mean it that name none"),
        Field("last_seen_at", \.lastSeenAt, Shape<Instant>.instant.nullable, "When its session last gave a sign of life"),
        Field("created_at", \.createdAt, .instant),
        Field("updated_at", \.updatedAt, .instant),
        Field(
            "webhook_secret", \.webhookSecret, optional: Shape<String>.text().secret,
            "Signs what is posted to the instance's webhook (Standard Webhooks); shown only now")
    ).named("Instance")
}

/// What `POST /v1/instances` takes.
struct NewInstance: Sendable {
    var name: String?

    static let shape = Shape.object(
        { NewInstance(name: $0) },
        Field("name", \.name, optional: .text(min: 1, max: Instances.nameLimit), "Your own name for it"))
}

/// What `PATCH /v1/instances/{id}` takes.
struct InstancePatch: Sendable {
    var name: Change<String>
    var isDefault: Bool?
    var webhook: Change<String>

    static let shape = Shape.object(
        { InstancePatch(name: $0, isDefault: $1, webhook: $2) },
        Field("name", \.name, change: .text(min: 1, max: Instances.nameLimit), "Your own name for it; null: none"),
        Field("is_default", \.isDefault, optional: .constant(true), "Makes requests mean it that name none"),
        Field(
            "webhook_url", \.webhook, change: .text(min: 1, max: EndpointRecord.urlLimit),
            "Where to post the instance's news, all of it, as an endpoint of its own would; null: nowhere"))

    static let example = InstancePatch(name: .set("Front desk"), isDefault: true, webhook: .unchanged)
}

/// What `POST /v1/instances/{id}/pairing-code` takes.
struct PairingCodeRequest: Sendable {
    var number: PhoneNumber

    static let shape = Shape.object(
        { PairingCodeRequest(number: $0) }, Field("number", \.number, .phoneNumber, "The number of the phone on which the code will be typed"))

    static let example = PhoneNumber("254712345678").map { PairingCodeRequest(number: $0) }
}

/// The code shown now.
struct CodeResource: Sendable {
    var code: String
    var sequence: Int
    var expiresAt: Instant

    init(_ code: PairingCode) { self.init(code: code.text, sequence: code.sequence, expiresAt: code.expiresAt) }

    init(code: String, sequence: Int, expiresAt: Instant) {
        self.code = code
        self.sequence = sequence
        self.expiresAt = expiresAt
    }

    static let shape = Shape.object(
        { CodeResource(code: $0, sequence: $1, expiresAt: $2) },
        Field("code", \.code, .text(), "The text of the QR code, or the eight characters to type"),
        Field("sequence", \.sequence, .integer(), "Which code this is since pairing began, from 1"),
        Field("expires_at", \.expiresAt, .instant, "When the next one replaces it")
    ).named("PairingCode")
}
