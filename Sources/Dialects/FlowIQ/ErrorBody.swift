import API
import Contracts
import HTTP

/// A failure: a short class of it and what it was this time, two members and no more (contract FQ-16).
struct ErrorBody: Sendable {
    var error: String
    /// Never empty: clients show it (contract FQ-18).
    var message: String

    static let shape = Shape.object(
        { ErrorBody(error: $0, message: $1) },
        Field("error", \.error, .text(min: 1), "The kind of failure"),
        Field("message", \.message, .text(min: 1), "What went wrong")
    ).named("Failure")

    @Sendable static func render(_ failure: Failure, _ context: FailureContext) -> HTTPResponse {
        switch failure {
        case .problem(let problem): render(problem)
        case .protocolError(_, let status): answer(status, "Invalid request", "The request breaks the rules of HTTP")
        case .incident: answer(500, "Internal server error", "Something went wrong; please try again later")
        }
    }

    private static func render(_ problem: Problem) -> HTTPResponse {
        switch problem {
        case .unauthenticated(.missing): answer(401, "Unauthorized", "Authorization header is required: Bearer and an API key")
        case .unauthenticated(.invalid): answer(401, "Unauthorized", "Invalid API key")
        case .unauthenticated(.wrongPassword): answer(401, "Unauthorized", "Invalid credentials")
        case .forbidden(let refusal): answer(403, "Forbidden", sentence(refusal))
        case .notFound(let thing): answer(404, "Not found", "\(word(thing)) not found")
        case .methodNotAllowed(let allow): answer(405, "Method not allowed", "Use \(allow.joined(separator: " or "))")
        case .invalid(let violations): render(violations)
        case .conflict(let conflict): answer(409, "Conflict", "Conflict: \(conflict.rawValue)")
        case .notReady(let status):
            answer(409, "Instance not ready", "The WhatsApp number is not connected: the instance is \(status.rawValue)")
        case .limited: answer(429, "Rate limited", "Too many requests, or too many new contacts; try again later")
        case .quotaExceeded(let limit, _): answer(429, "Quota exceeded", "Daily limit of \(limit) messages reached")
        case .limitReached(let thing, let limit): answer(403, "Limit reached", "Limit of \(limit) reached: \(word(thing))")
        case .tooLarge(let limit): answer(413, "Request too large", "The request may have at most \(limit) bytes")
        case .unsupportedMediaType: answer(415, "Unsupported media type", "Content-Type must be application/json")
        case .verificationFailed(let reason): answer(400, "Invalid request", "The webhook could not be verified: \(reason)")
        case .unavailable: answer(503, "Service unavailable", "Temporarily unavailable; please try again")
        case .unknownOutcome:
            answer(503, "Service unavailable", "Whether the message was accepted is not known; please look it up before trying again")
        case .keyReused: answer(400, "Invalid request", "The Idempotency-Key was used with another request")
        case .stillRunning: answer(400, "Still running", "The first request with this Idempotency-Key is still running")
        }
    }

    /// What is missing has a class of its own where nothing else is wrong (contract FQ-17).
    private static func render(_ violations: [Violation]) -> HTTPResponse {
        if let told = SendOutcome.words(for: violations) { return answer(400, told.error, told.message) }
        let sentences = violations.map { violation in
            let name = name(of: violation.pointer)
            return name.isEmpty ? violation.detail : "\(name) \(violation.detail)"
        }
        let isIncomplete = !violations.isEmpty && violations.allSatisfy { $0.detail.contains("is required") }
        return answer(
            400, isIncomplete ? "Missing required field" : "Invalid request",
            sentences.isEmpty ? "The request is not valid" : sentences.joined(separator: "; "))
    }

    /// A place in the request as the documents write it: `contacts[0].name.formatted_name`.
    private static func name(of pointer: String) -> String {
        guard pointer.hasPrefix("/") else { return String(pointer.drop { $0 == "?" }) }
        var name = ""
        for part in pointer.split(separator: "/") {
            if part.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), !name.isEmpty {
                name += "[\(part)]"
            } else {
                name += name.isEmpty ? String(part) : "." + part
            }
        }
        return name
    }

    private static func answer(_ status: Int, _ error: String, _ message: String) -> HTTPResponse {
        .json(status, shape, ErrorBody(error: error, message: message))
    }

    private static func sentence(_ refusal: Problem.Refusal) -> String {
        switch refusal {
        case .otherTenant: "The API key belongs to another organization than tenantId"
        case .scope: "The API key may not be used for this"
        case .tenantSuspended: "The organization is suspended"
        case .pinnedKey: "The API key is tied to one instance"
        case .operatorOnly, .personOnly, .role, .signUpClosed, .notGroupAdmin: "Not allowed"
        }
    }

    private static func word(_ thing: Problem.Thing) -> String { thing == .tenant ? "Organization" : thing.title }
}
