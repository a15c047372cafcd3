import API
import Contracts
import Core
import HTTP
import Messaging

/// What `POST /send-message` takes (contract FS1-81 to FS1-84).
struct SendMessage: Sendable {
    /// How many recipients one request may list, duplicates counted.
    static let recipientsLimit = Messaging.recipientsPerSend
    /// How long one recipient's text may be.
    private static let recipientLength = 128

    /// What can be sent here in this version.
    enum Kind: String, CaseIterable, Sendable { case text }

    var recipients: [String]
    var type: Kind
    var text: String
    /// The instance to send from, under either of the names that any dialect may use (decisions, "Which instance sends").
    var instanceID: InstanceID?
    var sessionID: InstanceID?

    static let shape = Shape.object(
        { SendMessage(recipients: $0, type: $1, text: $2, instanceID: $3, sessionID: $4) },
        Field("recipients", \.recipients, .list(of: recipient, min: 1, max: recipientsLimit), "Numbers in international format, without `+`"),
        Field("type", \.type, .choice(), "What kind of message it is"),
        Field("text", \.text, .words(max: MessageContent.textLimit), "The message text"),
        Field("instanceId", \.instanceID, optional: .identifier(), "The instance to send from; the key's or the account's default otherwise"),
        Field("session_id", \.sessionID, optional: .identifier(), "Another name for `instanceId`")
    ).named("SendMessage")

    /// One that is no number refuses the whole request (FS1-92). It is kept as it was written, since the answer repeats it (FS1-86).
    private static let recipient = Shape<String>.text(min: 1, max: recipientLength).map(
        or: "must be a telephone number: country code and number, 7 to 15 digits", to: { Values.number($0) == nil ? nil : $0 }, from: { $0 })

    static let example = SendMessage(
        recipients: ["254762043910", "254735733119"], type: .text, text: "Good morning, Sent from Whatsapp API")
}

/// The answer to `POST /send-message` (contract FS1-85 to FS1-88).
struct SentMessage: Sendable {
    var message: String
    var recipients: [String]
    var sentAt: Instant

    static let shape = Shape.object(
        { (_: String, message: String, recipients: [String], _: String, sentAt: Instant) in
            SentMessage(message: message, recipients: recipients, sentAt: sentAt)
        },
        Field("status", { _ in Values.success }, .constant(Values.success)),
        Field("message_id", \.message, .text(), "`msg` and the id that the messages share, one for each recipient"),
        Field("recipients", \.recipients, .list(of: .text()), "As they were asked for"),
        Field("message", { _ in "Message sent successfully" }, .text()),
        Field("sent_at", \.sentAt, Values.time, "When the message was accepted, UTC")
    ).named("SentMessage")

    static let example = SentMessage(
        message: "msg0199a000-0000-7000-8000-0000000000a1", recipients: ["254762043910", "254735733119"],
        sentAt: Instant(seconds: 1_758_887_400))
}

extension FlareSendV1 {
    var sendMessage: Route {
        Route(
            .post, "/send-message", "Send a message to one or more recipients", takes: .body(SendMessage.shape, example: SendMessage.example),
            gives: .ok(SentMessage.shape, example: SentMessage.example), fails: [.notFound, .notReady, .quotaExceeded, .limited],
            auth: .keyAndToken(.send)
        ) { [messaging, patience] call, body in
            let numbers = body.recipients.compactMap { Values.number($0).map(Recipient.number) }
            let acceptance = try await messaging.send(
                Draft(.text(body.text), to: numbers, from: body.instanceID ?? body.sessionID, requiring: .connected), as: call.caller)
            try await SendOutcome(messaging.outcome(of: acceptance, within: patience)).check {
                try await messaging.reachOutRest(of: InstanceReference(tenant: acceptance.tenant, id: acceptance.instance))
            }
            return SentMessage(message: Values.message(acceptance.batch), recipients: body.recipients, sentAt: acceptance.at)
        }
    }
}
