package import Contracts
package import HTTP

/// What an answer has to say that is not a success. Each dialect words it in one exhaustive switch.
package enum Failure: Sendable {
    /// Something that the caller can act on.
    case problem(Problem)
    /// The request broke the protocol, in a way for which there is no problem: the status is 408, 414, 417, 431, 501 or 505.
    case protocolError(HTTPRefusal.Reason, status: Int)
    /// A bug, or an outage nobody foresaw: 500, and nothing about why. The request's id is the incident's.
    case incident

    init(_ refusal: HTTPRefusal, limit: Int) {
        switch refusal.reason {
        case .malformed: self = .problem(.invalid([Violation("", "the request is not well-formed HTTP/1.1")]))
        case .contentTooLarge: self = .problem(.tooLarge(limit: limit))
        case .timedOut, .targetTooLong, .unknownExpectation, .fieldsTooLarge, .notImplemented, .unsupportedVersion:
            self = .protocolError(refusal.reason, status: refusal.status)
        }
    }
}

/// What a dialect may want to know when it words a failure.
package struct FailureContext: Sendable {
    /// The id of the request.
    package let requestID: RequestID
    /// The request; nil where not even its head could be read, and in documents.
    package let request: HTTPRequest?

    /// Puts a context together.
    package init(requestID: RequestID, request: HTTPRequest?) {
        self.requestID = requestID
        self.request = request
    }
}
