import API
import Contracts
import Core
import HTTP

/// How the sessions API says that something went wrong (GS-05; decisions, "Errors the documents do not print").
struct ErrorEnvelope: Sendable {
    var code: String
    var message: String

    static let shape = Shape.object(
        { (error: ErrorEnvelope) in error },
        Field("error", { $0 }, detail, "What went wrong")
    ).named("Failure")

    /// What is inside; the stream's `error` says it bare.
    static let detail = Shape.object(
        { ErrorEnvelope(code: $0, message: $1) },
        Field("code", \.code, .text(), "For programs: stable"),
        Field("message", \.message, .text(), "For people")
    ).named("Error")

    static let schema = shape.schema

    @Sendable static func render(_ failure: Failure, _ context: FailureContext) -> HTTPResponse {
        switch failure {
        case .problem(let problem): render(problem)
        case .protocolError(_, let status): answer(status, "PROTOCOL_ERROR", "The request breaks the rules of HTTP.")
        case .incident: answer(500, "INTERNAL_ERROR", "Something went wrong on our side.")
        }
    }

    private static func render(_ problem: Problem) -> HTTPResponse {
        switch problem {
        case .unauthenticated(.missing): answer(401, "UNAUTHORIZED", "Send an API key as \"Authorization: Bearer …\".")
        case .unauthenticated(.invalid): answer(401, "UNAUTHORIZED", "The API key is not valid.")
        case .unauthenticated(.wrongPassword): answer(401, "INVALID_CREDENTIALS", "Address and password do not belong together.")
        case .forbidden(.otherTenant): answer(403, "TENANT_MISMATCH", "The API key belongs to another account than the one named.")
        case .forbidden(.scope): answer(403, "INSUFFICIENT_SCOPE", "The API key may not be used for this.")
        case .forbidden(.tenantSuspended): answer(403, "ACCOUNT_SUSPENDED", "The account is suspended.")
        case .forbidden(.pinnedKey): answer(403, "KEY_TIED_TO_SESSION", "The API key is tied to one session; this is about the whole account.")
        case .forbidden(.operatorOnly), .forbidden(.personOnly), .forbidden(.role), .forbidden(.signUpClosed), .forbidden(.notGroupAdmin):
            answer(403, "FORBIDDEN", "This is not allowed.")
        case .notFound(let thing): answer(404, "NOT_FOUND", "There is no such \(word(thing)).")
        case .methodNotAllowed(let allow): answer(405, "METHOD_NOT_ALLOWED", "This path takes \(allow.joined(separator: ", ")).")
        case .invalid(let violations): answer(400, "INVALID_REQUEST", sentence(violations))
        case .conflict(let conflict): render(conflict)
        case .notReady: answer(409, "SESSION_NOT_CONNECTED", "The session is not connected.")
        case .limited(let seconds): answer(429, "RATE_LIMITED", "Too many requests; try again in \(seconds) s.")
        case .quotaExceeded(let limit, _): answer(429, "QUOTA_EXCEEDED", "The day's \(limit) messages do not leave room for this request.")
        case .limitReached(let thing, let limit): render(thing, limit: limit)
        case .tooLarge(let limit): answer(413, "PAYLOAD_TOO_LARGE", "The body may have at most \(limit) bytes.")
        case .unsupportedMediaType: answer(415, "UNSUPPORTED_MEDIA_TYPE", "Send application/json in UTF-8.")
        case .verificationFailed(let reason): answer(400, "WEBHOOK_VERIFICATION_FAILED", "The webhook did not verify: \(reason).")
        case .unavailable: answer(503, "UNAVAILABLE", "Nothing was done; the same request may be sent again.")
        case .unknownOutcome: answer(503, "UNKNOWN_OUTCOME", "It may or may not have been done; look before sending it again.")
        case .keyReused: answer(422, "IDEMPOTENCY_KEY_REUSED", "The Idempotency-Key was used with another request.")
        case .stillRunning: answer(409, "STILL_RUNNING", "The first request with this Idempotency-Key is still running.")
        }
    }

    private static func render(_ conflict: Problem.Conflict) -> HTTPResponse {
        switch conflict {
        case .nameTaken: answer(409, "SESSION_KEY_TAKEN", "Another session has this session_key.")
        case .notPairing, .notASandbox, .slugTaken, .alreadyLinked, .emailTaken, .lastOwner, .noPasskeyWanted, .notWithdrawable, .notResendable,
            .alreadyStarted, .campaignStatus, .contactExists, .planExists, .planInUse, .answerLost:
            answer(409, "CONFLICT", "This does not fit what is there now: \(conflict.rawValue).")
        }
    }

    /// Of sessions the document knows 429 for every limit (GS-32); waiting does not cure this one, so there is no `Retry-After`.
    private static func render(_ thing: Problem.Thing, limit: Int) -> HTTPResponse {
        switch thing {
        case .instance: answer(429, "MAX_SESSIONS_REACHED", "The plan allows \(limit) sessions.")
        case .key: answer(403, "MAX_API_KEYS_REACHED", "The plan allows \(limit) API keys.")
        case .endpoint: answer(403, "MAX_WEBHOOK_ENDPOINTS_REACHED", "The plan allows \(limit) webhooks.")
        case .path, .message, .tenant, .document, .user, .invitation, .media, .group, .campaign, .contact, .template, .schedule, .plan,
            .event, .statement:
            answer(403, "LIMIT_REACHED", "The plan allows \(limit) of these: \(word(thing)).")
        }
    }

    private static func answer(_ status: Int, _ code: String, _ message: String) -> HTTPResponse {
        .json(status, shape, ErrorEnvelope(code: code, message: message))
    }

    /// All broken rules in one text.
    private static func sentence(_ violations: [Violation]) -> String {
        let texts = violations.map { violation in
            let name = violation.pointer.drop { $0 == "/" || $0 == "?" || $0 == "#" }
            return name.isEmpty ? violation.detail : "\(name) \(violation.detail)"
        }
        return texts.isEmpty ? "The request breaks a rule." : texts.joined(separator: "; ")
    }

    private static func word(_ thing: Problem.Thing) -> String {
        switch thing {
        case .instance: "session"
        case .endpoint: "webhook"
        case .path, .message, .key, .tenant, .document, .user, .invitation, .media, .group, .campaign, .contact, .template, .schedule, .plan,
            .event, .statement:
            thing.rawValue
        }
    }
}
