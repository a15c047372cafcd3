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
                id: MessageID, batch: BatchID, instance: InstanceID, direction: Direction, from: JID?, to: JID?, type: String,
                text: String?, _: FileResource?, _: String?, _: String?, location: LocationContent?, contacts: [ContactCard]?,
                reaction: ReactionContent?, buttons: ButtonsContent?, list: ListContent?, status: MessageStatus, error: Failure?, whatsAppID: String,
                clientReference: String?, lane: MessageLane, replyTo: String?, sendAt: Instant?, createdAt: Instant, sentAt: Instant?,
                deliveredAt: Instant?, readAt: Instant?
            ) in
            // A file cannot be made from what is shown of it; nobody reads what only answers show but tests.
            let content: MessageContent? =
                text.map { .text($0) } ?? location.map(MessageContent.location) ?? contacts.map(MessageContent.contacts)
                ?? reaction.map(MessageContent.reaction) ?? buttons.map(MessageContent.buttons) ?? list.map(MessageContent.list)
            return MessageRecord(
                id: id, batch: batch, instance: instance, direction: direction.record, chat: (direction == .outbound ? to : from) ?? unknown,
                sender: from, content: content, kind: type, whatsAppID: whatsAppID, replyTo: replyTo, clientReference: clientReference,
                status: status, failure: error?.code, dueAt: createdAt, createdAt: createdAt, sentAt: sentAt, deliveredAt: deliveredAt,
                readAt: readAt, lane: lane, sendAt: sendAt)
        },
        Field("id", \.id, .identifier()),
        Field("batch_id", \.batch, .identifier(), "What the messages of one request share"),
        Field("instance_id", \.instance, .identifier()),
        Field("direction", { Direction($0.direction) }, .choice()),
        Field("from", \.sender, MessageAddress.shape.nullable, "Who wrote it; null where the instance's own number was not known"),
        Field("to", \.addressee, MessageAddress.shape.nullable, "Who an outbound message goes to, or the group an inbound one is in"),
        Field("type", \.kind, .text(), "The kind of message; `unknown` for inbound ones that Herald does not know"),
        Field("text", { $0.content?.text }, optional: .text()),
        Field("media", { $0.content?.file }, optional: FileResource.shape),
        Field("caption", { $0.content?.caption }, optional: .text()),
        Field("file_name", { $0.content?.fileName }, optional: .text()),
        Field("location", { $0.content?.location }, optional: ContentShapes.location),
        Field("contacts", { $0.content?.contacts }, optional: ContentShapes.contacts),
        Field("reaction", { $0.content?.reaction }, optional: ContentShapes.reaction),
        Field("buttons", { $0.content?.buttons }, optional: ContentShapes.buttons),
        Field("list", { $0.content?.list }, optional: ContentShapes.list),
        Field("status", \.status, .choice()),
        Field("error", { $0.failure.map { Failure(code: $0, detail: $0.detail) } }, Failure.shape.nullable, "Why it failed, if it did"),
        Field("whatsapp_id", \.whatsAppID, .text(), "The id WhatsApp knows it by"),
        Field("client_reference", \.clientReference, Shape<String>.text().nullable),
        Field("lane", \.lane, .choice(), "`transactional` goes before `bulk`"),
        Field("reply_to", \.replyTo, Shape<String>.text().nullable, "The WhatsApp id of the message it answers, or puts its reaction on"),
        Field("send_at", \.sendAt, Shape<Instant>.instant.nullable, "When it was asked to be sent, if that was to be later"),
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

extension MessageRecord {
    /// Who an outbound message goes to, or the group that an inbound one is in.
    var addressee: JID? { direction == .outbound || chat.server == .group ? chat : nil }
}
