import API
import Contracts
import Core
import HTTP
import Messaging

/// What `POST /send-message` takes (contract FS2-30 to FS2-34, FS2-46, FS2-50 to FS2-60).
struct SendMessage: Sendable {
    var recipients: Recipients
    var content: ContentRequest

    static let shape = Shape<SendMessage>.joining(
        Recipients.shape, ContentRequest.shape, make: { SendMessage(recipients: $0, content: $1) }, parts: { ($0.recipients, $0.content) })

    static let example = SendMessage(
        recipients: Recipients(texts: ["254712345678"]), content: ContentRequest(type: .text, text: "Hello from the APIs!"))
}

extension FlareSendV2 {
    var sendMessage: Route {
        Route(
            .post, "/send-message", "Send a message to one or more numbers",
            takes: .jsonOrForm(SendMessage.shape, form: Self.form(for: "recipients"), example: SendMessage.example),
            gives: .ok(SendReport.shape, example: SendReport.example), fails: [.notFound, .notReady, .quotaExceeded, .unknownOutcome],
            auth: .key(.send)
        ) { [self] call, submission in
            let (body, attachment) = try await read(submission, as: call.caller)
            let (_, malformed) = Recipients.sorted(body.recipients.texts)
            let numbers = try Recipients.numbers(body.recipients.texts, isStrict: false)
            let named = body.recipients.named
            let content = try await content(body.content, attachment, for: numbers, from: named, as: call.caller)
            let acceptance = try await namingNone(named) {
                try await messaging.send(Draft(content, to: numbers, from: named, requiring: .connected), as: call.caller)
            }
            let records = try await messaging.outcome(of: acceptance, within: patience)
            return SendReport(acceptance, records, malformed: malformed)
        }
    }

    /// Where an account has no instance at all and the request names none, none is connected (contract FS2-44).
    func namingNone<Result>(_ named: InstanceID?, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch Problem.notFound(.instance) where named == nil {
            throw Problem.notReady(.created)
        }
    }
}
