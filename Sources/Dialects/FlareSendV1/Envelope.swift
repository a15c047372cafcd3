import API
import Contracts
import Core
import HTTP

/// How FlareSend v1 says that something went wrong: the status once more, and a text (FS1-04, FS1-05).
///
/// Its list of statuses is closed (FS1-03): 400, 401, 403, 404, 500, and 429 as the only addition. Whatever else there is to say is said with one
/// of these.
struct Envelope: Sendable {
    var code: Int
    var message: String

    static let shape = Shape.object(
        { Envelope(code: $0, message: $1) },
        Field("error_code", \.code, .integer(400...599), "The status of the answer"),
        Field("error_message", \.message, .text(), "What went wrong")
    ).named("Failure")

    static let schema = shape.schema

    @Sendable static func render(_ failure: Failure, _ context: FailureContext) -> HTTPResponse {
        switch failure {
        case .problem(.invalid(let violations)): answer(400, sentence(violations, context.request))
        case .problem(let problem): render(problem)
        case .protocolError: answer(400, "Invalid request")
        case .incident: answer(500, "Internal server error")
        }
    }

    private static func render(_ problem: Problem) -> HTTPResponse {
        switch problem {
        case .unauthenticated(.wrongPassword): answer(401, "Invalid credentials")
        case .unauthenticated(.missing), .unauthenticated(.invalid): answer(401, "Unauthorized")
        case .forbidden(.otherTenant): answer(403, "The API key belongs to another account")
        case .forbidden(.scope): answer(403, "The API key may not be used for this")
        case .forbidden(.tenantSuspended): answer(403, "The account is suspended")
        case .forbidden(.operatorOnly), .forbidden(.personOnly), .forbidden(.role), .forbidden(.signUpClosed): answer(403, "Not allowed")
        case .forbidden(.pinnedKey): answer(403, "The API key is tied to one instance")
        case .forbidden(.notGroupAdmin): answer(403, "The number is not an administrator of the group")
        case .notFound(.path), .methodNotAllowed: answer(404, "Not found")
        case .notFound(let thing): answer(404, "\(thing.title) not found")
        case .invalid: answer(400, "Invalid request")
        case .conflict(.emailTaken): answer(400, "Email already registered")
        case .conflict(let conflict): answer(400, "Conflict: \(conflict.rawValue)")
        case .notReady(let status): answer(400, notReady(status))
        case .limited: answer(429, "Too many requests")
        case .quotaExceeded(let limit, _): answer(429, "Daily limit of \(limit) messages reached")
        case .limitReached(let thing, let limit): answer(403, "Limit of \(limit) reached: \(thing.title)")
        case .tooLarge(let limit): answer(400, "The request may have at most \(limit) bytes")
        case .unsupportedMediaType: answer(400, "Content-Type must be application/json")
        case .verificationFailed(let reason): answer(400, "The webhook could not be verified: \(reason)")
        case .unavailable: answer(500, "Temporarily unavailable, please try again")
        case .unknownOutcome: answer(500, "The outcome is not known; please look it up before trying again")
        case .keyReused: answer(400, "The Idempotency-Key was used with another request")
        case .stillRunning: answer(400, "The first request with this Idempotency-Key is still running")
        }
    }

    private static func answer(_ status: Int, _ message: String) -> HTTPResponse {
        .json(status, shape, Envelope(code: status, message: message))
    }

    /// The document has one sentence for each route (FS1-26, FS1-89). What stands in the way of a request that is as it should be is said
    /// instead: there the one sentence would send people looking for a mistake that they did not make.
    private static func sentence(_ violations: [Violation], _ request: HTTPRequest?) -> String {
        if violations.count == 1, let violation = violations.first, SendOutcome.isTold(violation) { return violation.detail }
        switch request?.path {
        case "/register", "/login": return "Invalid request parameters"
        default: return "Invalid request"
        }
    }

    /// The document leaves it to 400 to say that no instance is connected (FS1-91).
    private static func notReady(_ status: InstanceStatus) -> String {
        switch status {
        case .created, .pairing, .passkeyRequired, .loggedOut: "Instance not connected: please scan its QR code"
        case .connecting, .disconnected: "Instance not connected: please try again once it is"
        case .connected, .degraded: "Instance not connected"
        }
    }
}
