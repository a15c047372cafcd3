import API
import Contracts
import Core
import Instances

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

    init(_ details: InstanceDetails) {
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
    }

    init(
        id: InstanceID, name: String?, status: InstanceStatus, reason: StatusReason?, number: PhoneNumber?, channel: ChannelName, isSandbox: Bool,
        isDefault: Bool, lastSeenAt: Instant?, createdAt: Instant, updatedAt: Instant
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
    }

    static let shape = Shape.object(
        {
            InstanceResource(
                id: $0, name: $1, status: $2, reason: $3, number: $4, channel: $5, isSandbox: $6, isDefault: $7, lastSeenAt: $8, createdAt: $9,
                updatedAt: $10)
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
        Field("updated_at", \.updatedAt, .instant)
    ).named("Instance")
}

/// What `POST /v1/instances` takes.
struct NewInstance: Sendable {
    var name: String?

    static let shape = Shape.object(
        { NewInstance(name: $0) },
        Field("name", \.name, optional: .text(min: 1, max: Instances.nameLimit), "Your own name for it"))
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
