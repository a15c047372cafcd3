package import Contracts

/// The kinds of failure that a route can declare, one per case of `Problem`, and the one that is nobody's.
package enum FailureKind: String, Sendable, CaseIterable {
    case unauthenticated, forbidden, notFound, methodNotAllowed, invalid, conflict, notReady, limited, quotaExceeded, limitReached, tooLarge
    case unsupportedMediaType, verificationFailed, unavailable, unknownOutcome
    case keyReused, stillRunning
    /// A bug or an outage nobody foresaw.
    case incident

    /// The kind of a problem.
    package init(_ problem: Problem) {
        self =
            switch problem {
            case .unauthenticated: .unauthenticated
            case .forbidden: .forbidden
            case .notFound: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .invalid: .invalid
            case .conflict: .conflict
            case .notReady: .notReady
            case .limited: .limited
            case .quotaExceeded: .quotaExceeded
            case .limitReached: .limitReached
            case .tooLarge: .tooLarge
            case .unsupportedMediaType: .unsupportedMediaType
            case .verificationFailed: .verificationFailed
            case .unavailable: .unavailable
            case .unknownOutcome: .unknownOutcome
            case .keyReused: .keyReused
            case .stillRunning: .stillRunning
            }
    }

    /// One of its kind, for documents.
    var example: Failure {
        switch self {
        case .unauthenticated: .problem(.unauthenticated(.invalid))
        case .forbidden: .problem(.forbidden(.scope))
        case .notFound: .problem(.notFound(.message))
        case .methodNotAllowed: .problem(.methodNotAllowed(allow: ["GET"]))
        case .invalid: .problem(.invalid([Violation("/to", "is required")]))
        case .conflict: .problem(.conflict(.notPairing))
        case .notReady: .problem(.notReady(.disconnected))
        case .limited: .problem(.limited(retryAfter: 1))
        case .quotaExceeded: .problem(.quotaExceeded(limit: 100, retryAfter: 3600))
        case .limitReached: .problem(.limitReached(.instance, limit: 10))
        case .tooLarge: .problem(.tooLarge(limit: BodyLimit.json))
        case .unsupportedMediaType: .problem(.unsupportedMediaType)
        case .verificationFailed: .problem(.verificationFailed("the endpoint answered 404"))
        case .unavailable: .problem(.unavailable(retryAfter: 1))
        case .unknownOutcome: .problem(.unknownOutcome)
        case .keyReused: .problem(.keyReused)
        case .stillRunning: .problem(.stillRunning(retryAfter: 1))
        case .incident: .incident
        }
    }

    /// What it is, in a few words, for documents.
    var summary: String {
        switch self {
        case .unauthenticated: "No valid credentials"
        case .forbidden: "Not allowed"
        case .notFound: "Not found"
        case .methodNotAllowed: "Method not allowed"
        case .invalid: "Invalid request"
        case .conflict: "Conflict"
        case .notReady: "Instance not ready"
        case .limited: "Too many requests"
        case .quotaExceeded: "The day's messages are used up"
        case .limitReached: "The plan allows no more"
        case .tooLarge: "Body too large"
        case .unsupportedMediaType: "Unsupported media type"
        case .verificationFailed: "The webhook endpoint could not be verified"
        case .unavailable: "Temporarily unavailable"
        case .unknownOutcome: "The outcome is unknown"
        case .keyReused: "The idempotency key came with another request"
        case .stillRunning: "The first request with this idempotency key is still running"
        case .incident: "Internal error"
        }
    }
}
