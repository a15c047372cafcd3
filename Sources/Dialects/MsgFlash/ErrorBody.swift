import API
import Contracts
import HTTP

/// A failure: `error` says what went wrong, once for programs and once for people (contract MFX-01).
struct ErrorBody: Sendable {
    /// One broken rule.
    struct Detail: Sendable {
        var field: String
        var message: String
    }

    var code: ErrorCode
    var message: String
    var details: [Detail]?

    static let shape = Shape.object({ (error: ErrorBody) in error }, Field("error", \.self, inner)).named("Failure")

    static let schema = shape.schema

    private static let inner = Shape.object(
        { ErrorBody(code: $0, message: $1, details: $2) },
        Field("code", \.code, .choice(), "What went wrong, for programs"),
        Field("message", \.message, .text(), "What went wrong, for people"),
        Field("details", \.details, optional: .list(of: detail), "With VALIDATION_ERROR: every broken rule"))

    private static let detail = Shape.object(
        { Detail(field: $0, message: $1) },
        Field("field", \.field, .text(), "The path to what breaks the rule, or the parameter's name; empty for the whole"),
        Field("message", \.message, .text(), "What the rule is"))

    @Sendable static func render(_ failure: Failure, _ context: FailureContext) -> HTTPResponse {
        let (status, body) = words(for: failure, teamIsNamed: context.request.map(Team.isNamed) ?? false)
        return .json(status, shape, body)
    }

    private typealias Words = (status: Int, body: ErrorBody)

    private static func words(for failure: Failure, teamIsNamed: Bool) -> Words {
        switch failure {
        case .problem(.forbidden(let refusal)): words(for: refusal, teamIsNamed: teamIsNamed)
        case .problem(let problem): words(for: problem)
        case .protocolError(_, let status): (status, ErrorBody(code: .badRequest, message: "The request breaks the rules of HTTP"))
        case .incident: (500, ErrorBody(code: .internalError, message: "Internal server error"))
        }
    }

    private static func words(for problem: Problem) -> Words {
        switch problem {
        case .unauthenticated: (401, ErrorBody(code: .unauthorized, message: "API key missing or invalid"))
        case .forbidden(let refusal): words(for: refusal, teamIsNamed: false)
        case .notFound(let thing): (404, ErrorBody(code: .notFound, message: "\(thing.title) not found"))
        case .methodNotAllowed: (405, ErrorBody(code: .badRequest, message: "Method not allowed"))
        case .invalid(let violations):
            (400, ErrorBody(code: code(for: violations), message: "Invalid request data", details: violations.map(Detail.init)))
        case .conflict(let conflict): (409, ErrorBody(code: .conflict, message: "Conflict: \(conflict.rawValue)"))
        case .notReady(let status):
            (409, ErrorBody(code: .conflict, message: "The instance is not ready to send: it is \(Values.status(status).rawValue)"))
        // Word for word as documented (contract MFX-03).
        case .limited: (429, ErrorBody(code: .apiRateLimitExceeded, message: "Too many API requests"))
        case .quotaExceeded(let limit, _): (429, ErrorBody(code: .apiRateLimitExceeded, message: "Daily limit of \(limit) messages reached"))
        case .limitReached(let thing, let limit):
            (403, ErrorBody(code: ErrorCode(reaching: thing, limit: limit), message: "Limit of \(limit) reached: \(thing.title)"))
        case .tooLarge(let limit): (413, ErrorBody(code: .badRequest, message: "The request may have at most \(limit) bytes"))
        case .unsupportedMediaType: (415, ErrorBody(code: .badRequest, message: "Content-Type must be application/json"))
        case .verificationFailed(let reason):
            (400, ErrorBody(code: .validationError, message: "The webhook could not be verified: \(reason)"))
        case .unavailable: (503, ErrorBody(code: .internalError, message: "Temporarily unavailable, please try again"))
        case .unknownOutcome:
            (503, ErrorBody(code: .internalError, message: "The outcome is not known; please look it up before trying again"))
        case .keyReused: (400, ErrorBody(code: .validationError, message: "The Idempotency-Key was used with another request"))
        case .stillRunning: (409, ErrorBody(code: .conflict, message: "The first request with this Idempotency-Key is still running"))
        }
    }

    /// A template that is at fault has codes of its own, unless something else is wrong, too.
    private static func code(for violations: [Violation]) -> ErrorCode {
        guard let fault = violations.first?.fault, violations.allSatisfy({ $0.fault != nil }) else { return .validationError }
        return switch fault {
        case .syntax: .templateInvalid
        case .variable: .templateVariablesMissing
        case .context: .templateContextUnavailable
        }
    }

    private static func words(for refusal: Problem.Refusal, teamIsNamed: Bool) -> Words {
        switch refusal {
        case .otherTenant where teamIsNamed:
            (403, ErrorBody(code: .teamKeyRequired, message: "\(Team.header) may be sent with a team key only, and this is an account's"))
        case .otherTenant: (403, ErrorBody(code: .forbidden, message: "The API key belongs to another account"))
        case .tenantSuspended: (403, ErrorBody(code: .subscriptionInactive, message: "The account is suspended"))
        case .scope: (403, ErrorBody(code: .forbidden, message: "The API key may not be used for this"))
        case .pinnedKey: (403, ErrorBody(code: .teamKeyNotAllowed, message: "The API key is tied to one instance; this is about the whole account"))
        case .operatorOnly, .personOnly, .role, .signUpClosed, .notGroupAdmin: (403, ErrorBody(code: .forbidden, message: "Not allowed"))
        }
    }
}

extension ErrorBody.Detail {
    fileprivate init(_ violation: Violation) {
        self.init(field: String(violation.pointer.drop { $0 == "/" || $0 == "?" }), message: violation.detail)
    }
}
