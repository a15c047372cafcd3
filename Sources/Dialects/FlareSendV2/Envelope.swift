import API
import Contracts
import HTTP

/// How FlareSend v2 says that something went wrong: `success` is false; the text is `error` with 401 and `message` otherwise (FS2-04, FS2-07).
struct Envelope: Sendable {
    var error: String?
    var message: String?
    var status: String?
    var action: String?

    static let shape = Shape.object(
        { (_: Bool, error: String?, message: String?, status: String?, action: String?) in
            Envelope(error: error, message: message, status: status, action: action)
        },
        Field("success", { _ in false }, .constant(false)),
        Field("error", \.error, optional: .text(), "With 401: what is wrong with the credentials"),
        Field("message", \.message, optional: .text(), "What went wrong"),
        Field("status", \.status, optional: .text(), "With 425: how the instance stands"),
        Field("action", \.action, optional: .text(), "With 425: what to do about it")
    ).named("Failure")

    static let schema = shape.schema

    @Sendable static func render(_ failure: Failure, _ context: FailureContext) -> HTTPResponse {
        switch failure {
        case .problem(.notFound(.schedule)): answer(404, context.isCancelling ? Self.notCancellable : "Scheduled message not found")
        case .problem(.conflict(.alreadyStarted)):
            answer(409, context.isCancelling ? Self.notCancellable : "This scheduled message can no longer be updated")
        case .problem(let problem): render(problem)
        case .protocolError(_, let status): answer(status, "The request breaks the rules of HTTP")
        case .incident: answer(500, "Internal server error")
        }
    }

    private static func render(_ problem: Problem) -> HTTPResponse {
        switch problem {
        case .unauthenticated(.missing): .json(401, shape, Envelope(error: "Authorization header required"))
        case .unauthenticated(.wrongPassword): .json(401, shape, Envelope(error: "Invalid credentials"))
        case .unauthenticated(.invalid): .json(401, shape, Envelope(error: "Invalid API key"))
        case .forbidden(.otherTenant): answer(403, "The API key belongs to another tenant")
        case .forbidden(.scope): answer(403, "The API key may not be used for this")
        case .forbidden(.tenantSuspended): answer(403, "The account is suspended")
        case .forbidden(.operatorOnly), .forbidden(.personOnly), .forbidden(.role), .forbidden(.signUpClosed): answer(403, "Not allowed")
        case .forbidden(.pinnedKey): answer(403, "The API key is tied to one instance")
        case .forbidden(.notGroupAdmin): answer(403, "The number is not an administrator of the group")
        case .notFound(let thing): answer(404, "\(thing.title) not found")
        case .methodNotAllowed: answer(405, "Method not allowed")
        case .invalid(let violations): answer(400, sentence(violations))
        case .conflict(let conflict): answer(409, "Conflict: \(conflict.rawValue)")
        case .notReady(let status):
            .json(
                425, shape,
                Envelope(
                    message: "Instance not ready for messaging", status: Values.status(status),
                    action: "Please ensure the QR code is scanned and the instance is connected"))
        case .limited: answer(429, "Too many requests")
        case .quotaExceeded(let limit, _): answer(429, "Daily limit of \(limit) messages reached")
        case .limitReached(let thing, let limit): answer(403, "Limit of \(limit) reached: \(thing.title)")
        case .tooLarge(let limit): answer(413, "Too large: at most \(limit) bytes are allowed")
        case .unsupportedMediaType: answer(415, "Content-Type must be application/json or multipart/form-data")
        case .verificationFailed(let reason): answer(400, "The webhook could not be verified: \(reason)")
        case .unavailable: answer(503, "Temporarily unavailable, please try again")
        case .unknownOutcome: answer(503, "The outcome is not known; please look it up before trying again")
        case .keyReused: answer(400, "The Idempotency-Key was used with another request")
        case .stillRunning: answer(400, "The first request with this Idempotency-Key is still running")
        }
    }

    /// The one sentence for everything that stands in the way of cancelling (contract FS2-84).
    private static let notCancellable = "Scheduled message not found or cannot be cancelled"

    private static func answer(_ status: Int, _ message: String) -> HTTPResponse {
        .json(status, shape, Envelope(message: message))
    }

    /// All broken rules in one text; where there is no list of recipients, the document has one sentence and no more (FS2-31).
    private static func sentence(_ violations: [Violation]) -> String {
        if violations.contains(Recipients.rule) { return Recipients.rule.detail }
        let texts = violations.map { violation in
            let name = violation.pointer.drop { $0 == "/" || $0 == "?" }
            return name.isEmpty ? violation.detail : "\(name) \(violation.detail)"
        }
        return texts.isEmpty ? "Invalid request" : texts.joined(separator: "; ")
    }
}

extension FailureContext {
    /// Whether something scheduled was to be taken back.
    fileprivate var isCancelling: Bool { request?.method == .delete }
}
