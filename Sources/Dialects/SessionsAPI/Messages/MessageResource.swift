import API
import Contracts
import Core
import Messaging

/// A message that was just accepted (contract GS-41, GS-52).
struct AcceptedMessage: Sendable {
    var id: MessageID
    var to: PhoneNumber
    var type: String
    var status: MessageStatus

    static let shape = Shape.object(
        { AcceptedMessage(id: $0, to: $1, type: $2, status: $3) },
        Field("id", \.id, .identifier()),
        Field("toPhone", \.to, .phoneNumber, "The recipient, in E.164"),
        Field("type", \.type, .text(), "`text`, `image`, `video` or `audio`"),
        Field("status", \.status, .choice(), "How far it has come; look it up to see it move on")
    ).named("AcceptedMessage")

    static let example = PhoneNumber("237612345678").map {
        AcceptedMessage(id: MessageID(high: 0x0199_A000_0000_7000, low: 0x8000_0000_0000_00B1), to: $0, type: "text", status: .pending)
    }
}

/// A message as it stands (contract GS-43, GS-54): what was answered when it was accepted, and what is known since.
struct MessageResource: Sendable {
    enum Direction: String, CaseIterable, Sendable { case outbound, inbound }

    var id: MessageID
    var to: String?
    var type: String
    var status: MessageStatus
    var direction: Direction
    var from: String?
    var session: InstanceID
    var message: String?
    var mediaURL: String?
    var failure: ErrorEnvelope?
    var createdAt: Instant
    var sentAt: Instant?
    var deliveredAt: Instant?
    var readAt: Instant?

    static let shape = Shape.object(
        {
            MessageResource(
                id: $0, to: $1, type: $2, status: $3, direction: $4, from: $5, session: $6, message: $7, mediaURL: $8, failure: $9, createdAt: $10,
                sentAt: $11, deliveredAt: $12, readAt: $13)
        },
        Field("id", \.id, .identifier()),
        Field("toPhone", \.to, nullable: .text(), "The recipient, in E.164; the address of a group"),
        Field("type", \.type, .text(), "What kind of message it is"),
        Field("status", \.status, .choice(), "How far it has come"),
        Field("direction", \.direction, .choice(), "Which way it goes"),
        Field("fromPhone", \.from, nullable: .text(), "Who wrote it, in E.164, where that is known"),
        Field("session_id", \.session, .identifier(), "The session it went out from or came in to"),
        Field("message", \.message, nullable: .text(), "Its words: the text, or what stands under a file"),
        Field("mediaUrl", \.mediaURL, nullable: .text(), "Where its file was fetched from"),
        Field("error", \.failure, nullable: ErrorEnvelope.detail, "Why it failed"),
        Field("created_at", \.createdAt, .instant),
        Field("sent_at", \.sentAt, nullable: Shape<Instant>.instant, "When WhatsApp took it"),
        Field("delivered_at", \.deliveredAt, nullable: Shape<Instant>.instant, "When the recipient's phone had it"),
        Field("read_at", \.readAt, nullable: Shape<Instant>.instant, "When it was read")
    ).named("Message")
}

extension MessageResource {
    init(_ record: MessageRecord) {
        let isOutbound = record.direction == .outbound
        let chat = Self.text(of: record.chat)
        self.init(
            id: record.id, to: isOutbound || record.chat.server == .group ? chat : nil, type: Self.word(record.kind), status: record.status,
            direction: isOutbound ? .outbound : .inbound, from: record.sender.map(Self.text), session: record.instance,
            message: Self.words(of: record.content), mediaURL: record.content?.media.first?.source,
            failure: record.failure.map { ErrorEnvelope(code: $0.rawValue.uppercased(), message: $0.detail) }, createdAt: record.createdAt,
            sentAt: record.sentAt, deliveredAt: record.deliveredAt, readAt: record.readAt)
    }

    /// A voice note is audio here: `ptt` tells them apart, and only on the way in (contract GS-52).
    static func word(_ kind: String) -> String { kind == MessageContent.Kind.voice.rawValue ? MessageContent.Kind.audio.rawValue : kind }

    private static func text(of address: JID) -> String { address.phoneNumber?.description ?? address.description }

    private static func words(of content: MessageContent?) -> String? {
        switch content {
        case .text(let text, _)?: text
        case .media(let media)?: media.caption
        case .reaction(let reaction)?: reaction.emoji
        case .buttons(let buttons)?: buttons.body
        case .list(let list)?: list.body
        case .location?, .contacts?, nil: nil
        }
    }
}

/// A page of messages (contract GS-53).
struct MessageList: Sendable {
    var messages: [MessageResource]
    var next: MessageID?

    static let shape = Shape.object(
        { MessageList(messages: $0, next: $1) },
        Field("messages", \.messages, .list(of: MessageResource.shape, max: Values.pageLimit), "Newest first"),
        Field("next_cursor", \.next, nullable: .identifier(), "Where the next page begins; null after the last")
    ).named("MessageList")
}
