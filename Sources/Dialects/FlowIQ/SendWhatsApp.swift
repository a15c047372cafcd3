import API
import Contracts
import Core
import HTTP
import Messaging

/// What `POST /send-whatsapp` takes (contract FQ-04 to FQ-10).
struct SendWhatsApp: Sendable {
    /// What can be sent here in this version.
    enum Kind: String, CaseIterable, Sendable { case text }

    /// What a text has to have (contract FQX-01).
    static let textRule = Violation("/text", "is required for text messages")

    var number: PhoneNumber
    var type: Kind
    var text: String?
    /// The WhatsApp id of the message that is answered.
    var replyTo: String?
    /// The instance to send from, under either of the names that any dialect may use (decisions, "Which instance sends").
    var instanceID: InstanceID?
    var sessionID: InstanceID?

    static let shape = whole(
        Shape.object(
            { SendWhatsApp(number: $0, type: $1, text: $2, replyTo: $3, instanceID: $4, sessionID: $5) },
            Field("phone_number", \.number, .phoneNumber, "The recipient's number with country code"),
            Field("message_type", \.type, .choice(), "What kind of message it is"),
            Field("text", \.text, optional: .text(max: MessageContent.textLimit), "Required when `message_type` is `text`"),
            Field("context_message_id", \.replyTo, optional: SentMessageID.shape, "The message that this one answers"),
            Field(
                "instanceId", \.instanceID, optional: .identifier(), "The instance to send from; the key's or the organization's default otherwise"),
            Field("session_id", \.sessionID, optional: .identifier(), "Another name for `instanceId`"))
    ).named("SendWhatsApp")

    /// Adds the rules that concern several members, so that they are told together with those that concern one. A member that is null is one
    /// that is missing, and an empty content is none (contract FQ-19).
    private static func whole(_ object: Shape<SendWhatsApp>) -> Shape<SendWhatsApp> {
        Shape(
            schema: object.schema,
            reader: { json, violations in
                guard case .object(let members) = json else { return object.read(json, &violations) }
                let stated = JSON.object(members.filter { $0.value != .null })
                let message = object.read(stated, &violations)
                guard stated["message_type"]?.string == Kind.text.rawValue, (stated["text"] ?? "") == "" else { return message }
                violations.add(textRule.detail, at: textRule.pointer)
                return nil
            }, writer: object.write)
    }
}

/// The answer to `POST /send-whatsapp` (contract FQ-12 to FQ-15).
struct SentMessage: Sendable {
    /// What is told about the message.
    struct Facts: Sendable {
        var whatsAppID: String
        var recipient: PhoneNumber
        var type: SendWhatsApp.Kind
    }

    private static let sentence = "Message sent successfully"

    var data: Facts

    static let shape = Shape.object(
        { (_: Bool, _: String, data: Facts) in SentMessage(data: data) },
        Field("success", { _ in true }, .constant(true)),
        Field("message", { _ in sentence }, .constant(sentence)),
        Field("data", \.data, facts)
    ).named("SentMessage")

    private static let facts = Shape.object(
        { Facts(whatsAppID: $0, recipient: $1, type: $2) },
        Field("message_id", \.whatsAppID, SentMessageID.shape, "The message's id, for `context_message_id`"),
        Field("recipient", \.recipient, .phoneNumber(plus: false), "The number, without `+`"),
        Field("message_type", \.type, .choice(), "As it was asked for"))
}

extension FlowIQ {
    var sendWhatsApp: Route {
        Route(
            .post, "/send-whatsapp", "Send a message to a number",
            takes: .query("tenantId", optional: .text(), "The organization's slug or id; the key decides where it is left out"),
            .body(SendWhatsApp.shape, example: SendWhatsApp.example),
            gives: .ok(SentMessage.shape, example: SentMessage.example), fails: [.notFound, .notReady, .quotaExceeded, .unknownOutcome],
            auth: .key(.send)
        ) { [messaging, patience] call, _, body in
            // What tenantId says was held against the key before this.
            guard let text = body.text else { throw Problem.invalid([SendWhatsApp.textRule]) }
            let named = body.instanceID ?? body.sessionID
            let acceptance: Acceptance
            do {
                acceptance = try await messaging.send(
                    .text(text), to: [.number(body.number)], from: named, requiring: .connected, replyTo: body.replyTo, as: call.caller)
            } catch Problem.notFound(.instance) where named == nil {
                // Where there is none at all, none is connected.
                throw Problem.notReady(.created)
            }
            let records = try await messaging.outcome(of: acceptance, within: patience)
            // Of an organization that is erased meanwhile nothing is left to be told.
            guard let record = records.first else { throw Problem.notFound(.message) }
            try SendOutcome.check(record)
            return SentMessage(data: SentMessage.Facts(whatsAppID: record.whatsAppID, recipient: body.number, type: body.type))
        }
    }
}

extension SendWhatsApp {
    fileprivate static let example = PhoneNumber("27123456789").map {
        SendWhatsApp(number: $0, type: .text, text: "Hello! This is a test message from FlowIQ API.")
    }
}

extension SentMessage {
    fileprivate static let example = PhoneNumber("27123456789").map {
        SentMessage(data: Facts(whatsAppID: "3EB0F2A31C5D7E9B024680", recipient: $0, type: .text))
    }
}
