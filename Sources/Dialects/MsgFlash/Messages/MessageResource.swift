import API
import Campaigns
import Contracts
import Core
import Messaging

/// A message as MsgFlash shows it (contract MFX-13).
struct MessageResource: Sendable {
    /// How far it has come.
    enum Status: String, CaseIterable, Sendable { case scheduled, queued, sent, delivered, read, failed, cancelled }
    /// Which way it goes.
    enum Direction: String, CaseIterable, Sendable { case outbound, inbound }

    /// Why it failed.
    struct Reason: Sendable {
        var code: String
        var message: String

        static let shape = Shape.object(
            { Reason(code: $0, message: $1) }, Field("code", \.code, .text(), "For programs"), Field("message", \.message, .text(), "For people"))
    }

    /// What is known besides.
    struct Meta: Sendable {
        var workerSafety: WorkerSafety?

        static let shape = Shape.object(
            { Meta(workerSafety: $0) },
            Field("workerSafety", \.workerSafety, nullable: WorkerSafety.shape, "What its instance's health says; null for one that is gone"))
    }

    var id: MessageID
    var user: TenantID
    var instance: InstanceID
    var contact: ContactID?
    var campaign: CampaignID?
    var direction: Direction
    var type: String
    var from: String?
    var to: String?
    var body: String?
    var mediaURL: String?
    var status: Status
    var reason: Reason?
    var meta: Meta
    var providerMessageID: String?
    var scheduledAt: Instant?
    var createdAt: Instant
    var updatedAt: Instant

    static let shape = Shape.object(
        {
            MessageResource(
                id: $0, user: $1, instance: $2, contact: $3, campaign: $4, direction: $5, type: $6, from: $7, to: $8, body: $9, mediaURL: $10,
                status: $11, reason: $12, meta: $13, providerMessageID: $14, scheduledAt: $15, createdAt: $16, updatedAt: $17)
        },
        Field("id", \.id, .identifier()),
        Field("userId", \.user, .identifier(), "The account"),
        Field("instanceId", \.instance, .identifier()),
        Field("contactId", \.contact, nullable: .identifier(), "Of a campaign's message: whom of the account's contacts it goes to"),
        Field("campaignId", \.campaign, nullable: .identifier(), "The campaign it belongs to"),
        Field("direction", \.direction, .choice()),
        Field("type", \.type, .text(), "As in a request; other kinds of what came in by their own names"),
        Field("from", \.from, nullable: .text(), "A number with plus sign, or a group's address"),
        Field("to", \.to, nullable: .text(), "A number with plus sign, or a group's address"),
        Field("body", \.body, nullable: .text(), "The text, or a file's caption"),
        Field("mediaUrl", \.mediaURL, nullable: .text(), "Where its file was fetched from"),
        Field("status", \.status, .choice(), "queued, until WhatsApp has it"),
        Field("error", \.reason, nullable: Reason.shape, "Why it failed; null unless it has"),
        Field("meta", \.meta, Meta.shape),
        Field("providerMessageId", \.providerMessageID, nullable: .text(), "The id WhatsApp knows it by"),
        Field("scheduledAt", \.scheduledAt, nullable: .instant, "When it is to be sent, where it was scheduled and is not sent yet"),
        Field("createdAt", \.createdAt, .instant),
        Field("updatedAt", \.updatedAt, .instant)
    ).named("Message")

    static let example = MessageResource(
        id: MessageID(high: 0x019d_44e6_7a80_7000, low: 0x8000_0000_0000_0002),
        user: TenantID(high: 0x019d_44e6_7a80_7000, low: 0x8000_0000_0000_0003),
        instance: InstanceResource.example.id, contact: nil, campaign: nil, direction: .outbound, type: "text", from: "+33612345678",
        to: "+33687654321", body: "Bonjour", mediaURL: nil, status: .queued, reason: nil, meta: Meta(workerSafety: .example),
        providerMessageID: "3EB0C431C26A1916E07A3D", scheduledAt: nil, createdAt: Instant(seconds: 1_775_034_000),
        updatedAt: Instant(seconds: 1_775_034_000))
}

extension MessageResource {
    init(_ record: MessageRecord, of tenant: TenantID, safety: WorkerSafety?) {
        let isOutbound = record.direction == .outbound
        let (other, own) = (Self.name(record.chat), record.sender.map(Self.name))
        let times = [record.createdAt, record.sentAt, record.deliveredAt, record.readAt].compactMap { $0 }
        self.init(
            id: record.id, user: tenant, instance: record.instance, contact: record.contact, campaign: record.campaign,
            direction: isOutbound ? .outbound : .inbound, type: Self.word(record.kind), from: isOutbound ? own : own ?? other,
            to: isOutbound ? other : nil, body: record.content.flatMap(Self.body), mediaURL: record.content?.media.first?.source,
            status: Self.status(record.status), reason: record.failure.map { Reason(code: $0.rawValue, message: $0.detail) },
            meta: Meta(workerSafety: safety), providerMessageID: record.whatsAppID,
            scheduledAt: record.status == .scheduled ? record.dueAt : nil, createdAt: record.createdAt,
            updatedAt: times.max() ?? record.createdAt)
    }

    static func status(_ status: MessageStatus) -> Status {
        switch status {
        case .scheduled: .scheduled
        case .pending: .queued
        case .sent: .sent
        case .delivered: .delivered
        case .read: .read
        case .failed: .failed
        case .withdrawn: .cancelled
        }
    }

    /// What a list that is asked for one status looks for.
    static func filter(_ status: Status) -> MessageStatus {
        switch status {
        case .scheduled: .scheduled
        case .queued: .pending
        case .sent: .sent
        case .delivered: .delivered
        case .read: .read
        case .failed: .failed
        case .cancelled: .withdrawn
        }
    }

    /// The document's own words where it has one.
    static func word(_ kind: String) -> String {
        switch MessageContent.Kind(rawValue: kind) {
        case .voice?: Words.Kind.voiceNote.rawValue
        case .contacts?: Words.Kind.contact.rawValue
        case .text?, .image?, .video?, .audio?, .document?, .sticker?, .location?, .reaction?, .buttons?, .list?, nil: kind
        }
    }

    static func body(_ content: MessageContent) -> String? {
        switch content {
        case .text(let text, _): text
        case .media(let media): media.caption
        case .location(let location): location.name
        case .contacts(let cards): cards.first?.formattedName
        case .reaction(let reaction): reaction.emoji
        case .buttons(let buttons): buttons.body
        case .list(let list): list.body
        }
    }

    private static func name(_ chat: JID) -> String { chat.phoneNumber?.description ?? chat.description }
}
