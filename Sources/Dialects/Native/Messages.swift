import API
import Contracts
import Core
import HTTP
import Messaging

/// What `POST /v1/messages` takes.
struct SendRequest: Sendable {
    /// The kinds that this version sends.
    enum Kind: String, CaseIterable, Sendable { case text }

    var instance: InstanceID?
    var to: [PhoneNumber]
    var type: Kind
    var text: String?
    var replyTo: String?
    var clientReference: String?
    var sendAt: JSON?

    /// How long a customer's own mark may be, in bytes.
    static let clientReferenceLimit = 255
    /// How long a WhatsApp id may be, in bytes.
    static let whatsAppIDLimit = 64

    /// What a text has to have.
    private static let textRule = Violation("/text", "is required when type is text")
    /// Ignoring it would send at once what was meant for later.
    private static let sendAtRule = Violation("/send_at", "scheduling is not available in this version")

    static let shape = declared.fast(read: plain, write: { declared.write($0, to: &$1) })

    /// A request that is plainly right: known members only, each as it should be. Anything else is left to the declaration.
    @Sendable private static func plain(_ json: JSON) -> SendRequest? {
        guard case .object(let members) = json else { return nil }
        var request = SendRequest(to: [], type: .text)
        var hasType = false
        for member in members {
            switch (member.name, member.value) {
            case ("to", .string(let text)):
                guard let number = PhoneNumber(text) else { return nil }
                request.to = [number]
            case ("type", "text"): hasType = true
            case ("text", .string(let text)):
                guard (1...MessageContent.textLimit).contains(text.utf8.count), !text.utf8.contains(0) else { return nil }
                request.text = text
            case ("instance_id", .string(let text)):
                guard let instance = InstanceID(text) else { return nil }
                request.instance = instance
            default: return nil
            }
        }
        return hasType && !request.to.isEmpty && request.text != nil ? request : nil
    }

    static let declared = whole(
        Shape.object(
            { SendRequest(instance: $0, to: $1, type: $2, text: $3, replyTo: $4, clientReference: $5, sendAt: $6) },
            Field("instance_id", \.instance, optional: .identifier(), "The instance to send from; the key's or the tenant's default otherwise"),
            Field("to", \.to, .oneOrMany(of: .phoneNumber, max: Messaging.recipientsPerSend), "One number in E.164, or several"),
            Field("type", \.type, .choice(), "What kind of message it is"),
            Field("text", \.text, optional: .text(min: 1, max: MessageContent.textLimit), "Required when `type` is `text`"),
            Field("reply_to", \.replyTo, optional: .text(min: 1, max: whatsAppIDLimit), "The WhatsApp id of the message it answers"),
            Field("client_reference", \.clientReference, optional: .text(min: 1, max: clientReferenceLimit), "Your own mark; echoed"),
            Field("send_at", \.sendAt, optional: .any, "Not accepted by this version: messages are sent at once")))

    /// The content, which cannot be half filled.
    func content() throws(Problem) -> MessageContent {
        switch type {
        case .text:
            guard let text else { throw .invalid([Self.textRule]) }
            return .text(text)
        }
    }

    /// Adds the rules that concern several members, so that they are told together with those that concern one.
    private static func whole(_ object: Shape<SendRequest>) -> Shape<SendRequest> {
        Shape(
            schema: object.schema,
            reader: { json, violations in
                let request = object.read(json, &violations)
                var broken: [Violation] = []
                if (json["send_at"] ?? .null) != .null { broken.append(sendAtRule) }
                if json["type"]?.string == Kind.text.rawValue, (json["text"] ?? .null) == .null { broken.append(textRule) }
                for violation in broken {
                    violations.add(violation.detail, at: violation.pointer)
                }
                return broken.isEmpty ? request : nil
            }, writer: object.write)
    }

    static let example = SendRequest(to: [PhoneNumber("254712345678")].compactMap(\.self), type: .text, text: "Hello from Herald")
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

extension Native {
    var messageRoutes: [Route] { [sendMessages, getMessage] }

    private var sendMessages: Route {
        Route(
            .post, "/v1/messages", "Send a message", takes: .body(SendRequest.shape, example: SendRequest.example),
            gives: .accepted(SendAnswer.shape), fails: [.notFound, .notReady, .quotaExceeded, .unknownOutcome], auth: .key(.send)
        ) { [messaging] call, body in
            let acceptance: Acceptance
            do {
                acceptance = try await messaging.send(
                    try body.content(), to: body.to.map(Recipient.number), from: body.instance, requiring: .linked, replyTo: body.replyTo,
                    clientReference: body.clientReference, as: call.caller)
            } catch Problem.notFound(.instance) where body.instance == nil {
                // Where there is none at all, none is linked.
                throw Problem.notReady(.created)
            }
            return SendAnswer(batch: acceptance.batch, messages: acceptance.records)
        }
    }

    private var getMessage: Route {
        Route(
            .get, "/v1/messages/{id}", "Get a message", takes: .path("id", .identifier()), gives: .ok(MessageResource.shape),
            fails: [.notFound], auth: .key(.read)
        ) { [messaging] call, id in
            try await messaging.message(id, as: call.caller)
        }
    }
}
