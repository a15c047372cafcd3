import API
import Contracts
import Core
import Messaging

/// A message as the native API shows it.
enum MessageResource {
    /// Why a message failed.
    struct Failure: Sendable {
        var code: MessageFailureCode
        var detail: String

        static let shape = Shape.object(
            { Failure(code: $0, detail: $1) },
            Field("code", \.code, .choice(), "The cause, for programs"),
            Field("detail", \.detail, .text(), "The cause, for people"))
    }

    /// What is declared, written by hand for the answer to every send.
    static let shape = declared.fast(read: { _ in nil }, write: MessageWriter.write).named("Message")

    static let declared = Shape<MessageRecord>.object(
        {
            (
                id: MessageID, batch: BatchID, instance: InstanceID, direction: Direction, from: PhoneNumber?, to: PhoneNumber?, type: String,
                text: String?, status: MessageStatus, error: Failure?, whatsAppID: String, clientReference: String?, replyTo: String?,
                createdAt: Instant, sentAt: Instant?, deliveredAt: Instant?, readAt: Instant?
            ) in
            MessageRecord(
                id: id, batch: batch, instance: instance, direction: direction.record, chat: (direction == .outbound ? to : from)?.jid ?? unknown,
                sender: from?.jid, content: text.map(MessageContent.text), kind: type, whatsAppID: whatsAppID, replyTo: replyTo,
                clientReference: clientReference, status: status, failure: error?.code, dueAt: createdAt, createdAt: createdAt, sentAt: sentAt,
                deliveredAt: deliveredAt, readAt: readAt)
        },
        Field("id", \.id, .identifier()),
        Field("batch_id", \.batch, .identifier(), "What the messages of one request share"),
        Field("instance_id", \.instance, .identifier()),
        Field("direction", { Direction($0.direction) }, .choice()),
        Field(
            "from", { $0.sender?.phoneNumber }, Shape<PhoneNumber>.phoneNumber.nullable,
            "Who wrote it; null where the instance's own number was not known"),
        Field(
            "to", { $0.direction == .outbound ? $0.chat.phoneNumber : nil }, Shape<PhoneNumber>.phoneNumber.nullable,
            "Who an outbound message goes to"),
        Field("type", \.kind, .text()),
        Field("text", { $0.content.map(\.text) }, optional: .text()),
        Field("status", \.status, .choice()),
        Field("error", { $0.failure.map { Failure(code: $0, detail: $0.detail) } }, Failure.shape.nullable, "Why it failed, if it did"),
        Field("whatsapp_id", \.whatsAppID, .text(), "The id WhatsApp knows it by"),
        Field("client_reference", \.clientReference, Shape<String>.text().nullable),
        Field("reply_to", \.replyTo, Shape<String>.text().nullable, "The WhatsApp id of the message it answers"),
        Field("created_at", \.createdAt, .instant),
        Field("sent_at", \.sentAt, Shape<Instant>.instant.nullable, "When WhatsApp took it"),
        Field("delivered_at", \.deliveredAt, Shape<Instant>.instant.nullable, "When the recipient's phone had it"),
        Field("read_at", \.readAt, Shape<Instant>.instant.nullable, "When it was read")
    )

    /// The words for which way a message goes.
    enum Direction: String, CaseIterable, Sendable {
        case outbound, inbound

        init(_ direction: MessageRecord.Direction) {
            switch direction {
            case .outbound: self = .outbound
            case .inbound: self = .inbound
            }
        }

        var record: MessageRecord.Direction {
            switch self {
            case .outbound: .outbound
            case .inbound: .inbound
            }
        }
    }

    private static let unknown = JID(user: "0", server: .person)
}

extension MessageContent {
    /// The text of a text message.
    fileprivate var text: String {
        switch self {
        case .text(let text): text
        }
    }
}
