import API
import Contracts
import Core
import HTTP
import Messaging

/// `POST /send-message` (contract FS2-30 to FS2-46).
struct SendMessage: Sendable {
    /// How many recipients one request may list, duplicates counted.
    static let recipientsLimit = Messaging.recipientsPerSend
    /// The document's one sentence for a list that is missing, not a list, or empty (FS2-31).
    static let recipientsRule = Violation("/recipients", "Recipients array is required")
    /// What a text has to have (FS2-34).
    static let textRule = Violation("/text", "is required when type is text")
    /// How long one recipient's text may be.
    private static let recipientLength = 128

    /// What can be sent here in this version.
    enum Kind: String, CaseIterable, Sendable { case text }

    var recipients: [String]
    var type: Kind
    var text: String?
    /// The instance to send from, under either of the names that any dialect may use (decisions, "Which instance sends").
    var instanceID: InstanceID?
    var sessionID: InstanceID?

    static let shape = whole(
        Shape.object(
            { SendMessage(recipients: $0, type: $1, text: $2, instanceID: $3, sessionID: $4) },
            Field(
                "recipients", \.recipients, required(.list(of: .text(min: 1, max: recipientLength), min: 1, max: recipientsLimit)),
                "Numbers in international format, or addresses ending in @s.whatsapp.net"),
            Field("type", \.type, .choice(), "What kind of message it is"),
            Field("text", \.text, optional: .text(min: 1, max: MessageContent.textLimit), "Required when `type` is `text`"),
            Field("instanceId", \.instanceID, optional: .identifier(), "The instance to send from; the key's or the account's default otherwise"),
            Field("session_id", \.sessionID, optional: .identifier(), "Another name for `instanceId`")))

    /// Those that are numbers, or the addresses that answers print (FS2-46), and those that are not.
    var sorted: (numbers: [Recipient], malformed: [String]) {
        recipients.reduce(into: ([], [])) { sorted, text in
            if case .number(let number) = Recipient(text) { sorted.0.append(.number(number)) } else { sorted.1.append(text) }
        }
    }

    /// Adds the rules that concern several members, so that they are told together with those that concern one.
    private static func whole(_ object: Shape<SendMessage>) -> Shape<SendMessage> {
        Shape(
            schema: object.schema,
            reader: { json, violations in
                guard case .object(var members) = json else { return object.read(json, &violations) }
                // To the document a list that is missing is no other mistake than one that is null.
                if json["recipients"] == nil { members.append(JSON.Member("recipients", .null)) }
                let message = object.read(.object(members), &violations)
                guard json["type"]?.string == Kind.text.rawValue, (json["text"] ?? .null) == .null else { return message }
                violations.add(textRule.detail, at: textRule.pointer)
                return nil
            }, writer: object.write)
    }

    private static func required(_ list: Shape<[String]>) -> Shape<[String]> {
        Shape(
            schema: list.schema,
            reader: { json, violations in
                guard case .array(let elements) = json, !elements.isEmpty else {
                    violations.add(recipientsRule.detail)
                    return nil
                }
                return list.read(json, &violations)
            }, writer: { list.write($0, to: &$1) })
    }
}

/// The answer to `POST /send-message` (contract FS2-36 to FS2-43).
struct SendReport: Sendable {
    var sentAt: String
    var successful: [String] = []
    var failed: [String] = []
    var invalid: [String] = []
    /// Not decided when the time was up; neither sent nor failed.
    var pending: [String]?

    var total: Int { successful.count + failed.count + invalid.count + (pending?.count ?? 0) }

    static let shape = Shape.object(
        { (_: Bool, _: String, sentAt: String, _: Int, successful: [String], failed: [String], invalid: [String], pending: [String]?) in
            SendReport(sentAt: sentAt, successful: successful, failed: failed, invalid: invalid, pending: pending)
        },
        Field("success", { _ in true }, .constant(true)),
        Field("message", { "Message sending completed: \($0.successful.count) successful, \($0.failed.count) failed" }, .text()),
        Field("sent_at", \.sentAt, .text(), "When the request was accepted, UTC"),
        Field("total_recipients", \.total, .integer(), "How many were asked for, duplicates merged"),
        Field("successful_recipients", \.successful, .list(of: .text()), "WhatsApp has the message"),
        Field("failed_recipients", \.failed, .list(of: .text()), "WhatsApp refused the message"),
        Field("invalid_recipients", \.invalid, .list(of: .text()), "Not a number, or not on WhatsApp"),
        Field(
            "pending_recipients", \.pending, optional: .list(of: .text()),
            "Accepted and on its way, but not acknowledged within the time that the answer waits")
    ).named("SendReport")

    static let example = SendReport(
        sentAt: "2023-12-01T12:01:00Z", successful: ["254712345678@s.whatsapp.net", "254798765432@s.whatsapp.net"])
}

extension FlareSendV2 {
    var sendMessage: Route {
        Route(
            .post, "/send-message", "Send a message to one or more numbers",
            takes: .body(SendMessage.shape, example: SendMessage(recipients: ["254712345678"], type: .text, text: "Hello from the APIs!")),
            gives: .ok(SendReport.shape, example: SendReport.example), fails: [.notFound, .notReady, .quotaExceeded, .unknownOutcome],
            auth: .key(.send)
        ) { [messaging, patience] call, body in
            guard let text = body.text else { throw Problem.invalid([SendMessage.textRule]) }
            let (numbers, malformed) = body.sorted
            guard !numbers.isEmpty else { throw Problem.invalid([Violation("", "No recipient is a valid phone number")]) }
            let named = body.instanceID ?? body.sessionID
            let acceptance: Acceptance
            do {
                acceptance = try await messaging.send(.text(text), to: numbers, from: named, requiring: .connected, as: call.caller)
            } catch Problem.notFound(.instance) where named == nil {
                // Where there is none at all, none is connected (FS2-44).
                throw Problem.notReady(.created)
            }
            let records = try await messaging.outcome(of: acceptance, within: patience)
            return SendReport(acceptance, records, malformed: malformed)
        }
    }
}

extension SendReport {
    /// Sorts what became of the messages into the document's lists.
    init(_ acceptance: Acceptance, _ records: [MessageRecord], malformed: [String]) {
        sentAt = Values.seconds(acceptance.at)
        var seen: Set<String> = []
        invalid = malformed.filter { seen.insert($0).inserted }
        for record in records {
            let chat = record.chat.description
            switch (record.status, record.failure) {
            case (.sent, _), (.delivered, _), (.read, _): successful.append(chat)
            case (.failed, .notOnWhatsApp): invalid.append(record.chat.user)
            case (.failed, _), (.withdrawn, _): failed.append(chat)
            case (.pending, _), (.scheduled, _): pending = (pending ?? []) + [chat]
            }
        }
    }
}
