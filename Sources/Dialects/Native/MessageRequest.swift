import API
import Contracts
import Core
import Messaging

/// What `POST /v1/messages` takes.
struct SendRequest: Sendable {
    var instance: InstanceID?
    var to: [Recipient]
    var content: ContentRequest
    var sendAt: String?
    var replyTo: String?
    var clientReference: String?
    var lane: MessageLane = .transactional

    /// How long a customer's own mark may be, in bytes.
    static let clientReferenceLimit = 255
    /// How long a recipient may be, in characters.
    private static let recipientLimit = 100

    static let shape = declared.fast(read: plain, write: { declared.write($0, to: &$1) })

    /// A text to one number that is plainly right: known members only, each as it should be. Anything else is left to the declaration.
    @Sendable private static func plain(_ json: JSON) -> SendRequest? {
        guard case .object(let members) = json else { return nil }
        var request = SendRequest(to: [], content: ContentRequest(type: .text))
        var hasType = false
        for member in members {
            switch (member.name, member.value) {
            case ("to", .string(let text)):
                guard let number = PhoneNumber.read(text) else { return nil }
                request.to = [.number(number)]
            case ("type", "text"): hasType = true
            case ("text", .string(let text)):
                guard (1...MessageContent.textLimit).contains(text.utf8.count), !text.utf8.contains(0) else { return nil }
                request.content.text = text
            case ("instance_id", .string(let text)):
                guard let instance = InstanceID(text) else { return nil }
                request.instance = instance
            default: return nil
            }
        }
        return hasType && !request.to.isEmpty && request.content.text != nil ? request : nil
    }

    static let declared = whole(
        Shape.object(
            {
                SendRequest(
                    instance: $0, to: $1,
                    content: ContentRequest(
                        type: $2, text: $3, media: $4, caption: $5, fileName: $6, location: $7, contacts: $8, reaction: $9, buttons: $10, list: $11,
                        template: $12),
                    sendAt: $13, replyTo: $14, clientReference: $15, lane: $16)
            },
            Field("instance_id", \.instance, optional: .identifier(), "The instance to send from; the key's or the tenant's default otherwise"),
            Field(
                "to", \.to, .oneOrMany(of: recipient, max: Messaging.recipientsPerSend),
                "One number in E.164 or one group's id, or several"),
            Field("type", \.content.type, .choice(), "What kind of message it is"),
            Field(
                "text", \.content.text, optional: .text(min: 1, max: MessageContent.textLimit),
                "Required when `type` is `text`, unless there is a `template`"),
            Field("media", \.content.media, optional: ContentRequest.File.shape, "The file of an image, video, audio, voice, document or sticker"),
            Field("caption", \.content.caption, optional: ContentShapes.caption, "The words under an image, a video or a document"),
            Field("file_name", \.content.fileName, optional: ContentShapes.fileName, "The name a document is shown with"),
            Field("location", \.content.location, optional: ContentShapes.location),
            Field("contacts", \.content.contacts, optional: ContentShapes.contacts),
            Field("reaction", \.content.reaction, optional: ContentShapes.reaction),
            Field("buttons", \.content.buttons, optional: ContentShapes.buttons),
            Field("list", \.content.list, optional: ContentShapes.list),
            Field(
                "template", \.content.template, optional: ContentRequest.TemplateUse.shape,
                "Words with gaps, filled for each recipient; instead of what `type` requires"),
            Field(
                "send_at", \.sendAt, optional: time,
                "When to send, within the next 366 days: RFC 3339, or `YYYY-MM-DD HH:mm:ss` in the tenant's time zone; at once where it is left out"),
            Field(
                "reply_to", \.replyTo, optional: .text(min: 1, max: ContentShapes.messageIDLimit),
                "The message it answers: its WhatsApp id, or the id of one of your messages"),
            Field("client_reference", \.clientReference, optional: .text(min: 1, max: clientReferenceLimit), "Your own mark; echoed"),
            Field("lane", \.lane, .choice(), default: .transactional, "`bulk` waits behind what is transactional, and spares who has opted out")))

    private static let recipient = Shape<Recipient>(
        schema: MessageAddress.schema, lexical: .text,
        reader: { json, violations in
            guard case .string(let text) = json, text.utf8.count <= recipientLimit, let recipient = Recipient(text) else {
                violations.add("must be a telephone number: country code and number, 7 to 15 digits; or a group's id")
                return nil
            }
            return recipient
        },
        writer: { recipient, bytes in JSON.write(MessageAddress.text(of: recipient.chat), to: &bytes) })

    /// Whether the time lies ahead, whoever accepts the message says.
    private static let time = Shape<String>.text(max: SendTime.textLimit).map(
        or: SendTime.rule, to: { SendTime.isReadable($0) ? $0 : nil }, from: { $0 })

    /// Adds the rules that concern several members, so that they are told together with those that concern one.
    private static func whole(_ object: Shape<SendRequest>) -> Shape<SendRequest> {
        Shape(
            schema: object.schema,
            reader: { json, violations in
                let request = object.read(json, &violations)
                let broken = ContentRequest.broken(json)
                for violation in broken {
                    violations.add(violation.detail, at: violation.pointer)
                }
                return broken.isEmpty ? request : nil
            }, writer: object.write)
    }

    static let example = SendRequest(
        to: [Recipient("+254712345678")].compactMap(\.self), content: ContentRequest(type: .text, text: "Hello from Herald"))
}

/// What `POST /v1/messages` answers.
struct SendAnswer: Sendable {
    var batch: BatchID
    var messages: [MessageRecord]

    static let shape = declared.fast(
        read: { _ in nil },
        write: { answer, bytes in
            bytes.append(literal: #"{"batch_id":""#)
            answer.batch.append(to: &bytes)
            bytes.append(literal: #"","data":["#)
            for (index, message) in answer.messages.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                MessageWriter.write(message, to: &bytes)
            }
            bytes.append(literal: "]}")
        })

    static let declared = Shape.object(
        { SendAnswer(batch: $0, messages: $1) },
        Field("batch_id", \.batch, .identifier(), "What the messages of this request share"),
        Field("data", \.messages, .list(of: MessageResource.shape), "One message per recipient, duplicates merged"))
}
