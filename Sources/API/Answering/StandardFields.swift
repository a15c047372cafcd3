import Contracts
import Core
import HTTP

/// The header fields that answers carry whatever their dialect.
enum StandardFields {
    /// Adds what every answer has: the request's id, and what keeps browsers and proxies from storing it or guessing what it is.
    static func complete(_ response: inout HTTPResponse, _ id: RequestID) {
        response.fields.set("X-Request-Id", id.description)
        // A file that may be stored says so itself.
        response.fields.addOnce("Cache-Control", "no-store")
        response.fields.addOnce("X-Content-Type-Options", "nosniff")
    }

    /// Adds what HTTP asks of a failure, where the dialect has not: `Retry-After`, `Allow`, `WWW-Authenticate`.
    static func complete(_ response: inout HTTPResponse, _ failure: Failure, _ security: Security) {
        guard case .problem(let problem) = failure else { return }
        switch problem {
        case .limited(let seconds), .quotaExceeded(_, let seconds), .unavailable(let seconds), .stillRunning(let seconds):
            response.fields.addOnce("Retry-After", "\(seconds)")
        // A dialect may word these with another status (contract FS1-03); then the field would say too much.
        case .methodNotAllowed(let allow) where response.status == 405:
            response.fields.addOnce("Allow", allow.joined(separator: ", "))
        case .unauthenticated where response.status == 401:
            // RFC 9110, section 11.6.1: a 401 names a scheme. One that is not registered is named after its header.
            switch security.key {
            case .bearer: response.fields.addOnce("WWW-Authenticate", "Bearer")
            case .header: response.fields.addOnce("WWW-Authenticate", "ApiKey")
            }
        case .methodNotAllowed, .unauthenticated, .forbidden, .notFound, .invalid, .conflict, .notReady, .limitReached, .tooLarge,
            .unsupportedMediaType,
            .verificationFailed, .unknownOutcome, .keyReused:
            break
        }
    }
}

extension HTTPFields {
    fileprivate mutating func addOnce(_ name: String, _ value: String) {
        if !contains(name) { add(name, value) }
    }
}
