import API
import Contracts
import Core
import HTTP
import Messaging

/// What `POST /schedule-message` takes: what sending takes, and when (contract FS2-70 to FS2-72, FS2-76).
struct ScheduleMessage: Sendable {
    var message: SendMessage
    var sendAt: String

    static let shape = Shape<ScheduleMessage>.joining(
        SendMessage.shape, withoutZone,
        make: { ScheduleMessage(message: $0, sendAt: $1) }, parts: { ($0.message, $0.sendAt) })

    private static let when = Shape<String>.object(
        { $0 }, Field("sendAt", \.self, time, "When to send: `YYYY-MM-DD HH:mm:ss` in the account's time zone, or RFC 3339"))

    /// A zone beside the time is no member of this API. Passed over like others that are not, it would have the message sent at another hour than
    /// was meant.
    private static let withoutZone = Shape<String>(
        schema: when.schema,
        reader: { json, violations in
            let sendAt = when.read(json, &violations)
            guard let zone = json["timezone"], zone != .null else { return sendAt }
            violations.add("is not taken: sendAt is in the account's time zone, or has an offset of its own", at: "/timezone")
            return nil
        }, writer: { when.write($0, to: &$1) })

    /// How the time is put; what it means is for Messaging to say.
    static let time = Shape<String>.text(min: 1, max: SendTime.textLimit)

    static let example = ScheduleMessage(
        message: SendMessage(recipients: Recipients(texts: ["254708920430"]), content: ContentRequest(type: .text, text: "Again!")),
        sendAt: "2025-11-14 13:48:00")
}

/// The answer to `POST /schedule-message` (contract FS2-73, FS2-74).
struct Scheduled: Sendable {
    var sendAt: String
    var number: Int64

    static let shape = Shape.object(
        // Read back in tests only; what is no task_id there shows as 0.
        { (_: Bool, _: String, sendAt: String, id: String) in Scheduled(sendAt: sendAt, number: (try? TaskID.number(id)) ?? 0) },
        Field("success", { _ in true }, .constant(true)),
        Field("message", { _ in "Message scheduled successfully" }, .text()),
        Field("scheduled_for", \.sendAt, .text(), "The time as it was asked for"),
        Field("task_id", { TaskID.text($0.number) }, .text(), "By which it is listed, changed and cancelled")
    ).named("Scheduled")

    static let example = Scheduled(sendAt: "2025-11-14 13:48:00", number: 9_128_371_923)
}

extension FlareSendV2 {
    /// There is nobody to tell later, so that a recipient who is none refuses the whole request, and so does a link without a file.
    var scheduleMessage: Route {
        Route(
            .post, "/schedule-message", "Send a message later",
            takes: .jsonOrForm(ScheduleMessage.shape, form: Self.form(for: "recipients"), example: ScheduleMessage.example),
            gives: .ok(Scheduled.shape, example: Scheduled.example), fails: [.notFound, .notReady, .limitReached, .unknownOutcome],
            auth: .key(.send)
        ) { [self] call, submission in
            let (body, attachment) = try await read(submission, as: call.caller)
            let asked = body.message.recipients
            let numbers = try Recipients.numbers(asked.texts, isStrict: true)
            let sendAt = try await messaging.sendTime(body.sendAt, at: "/sendAt", as: call.caller)
            let content = try await content(
                body.message.content, attachment, for: numbers, from: asked.named, until: sendAt.instant, as: call.caller)
            let acceptance = try await namingNone(asked.named) {
                try await messaging.send(Draft(content, to: numbers, from: asked.named, requiring: .linked, sendAt: sendAt), as: call.caller)
            }
            guard let number = acceptance.schedule else { throw Problem.unknownOutcome }
            return Scheduled(sendAt: sendAt.text, number: number)
        }
    }
}
