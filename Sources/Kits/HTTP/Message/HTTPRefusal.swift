/// An error of the protocol itself, met before a handler could be asked. The responder words the answer; the connection closes after it.
package struct HTTPRefusal: Error, Sendable {
    /// What is wrong.
    package enum Reason: String, Error, CaseIterable {
        /// The request breaks the rules of RFC 9110 or 9112, or those that we hold stricter: 400.
        case malformed
        /// The request came too slowly: 408.
        case timedOut
        /// The content is larger than the server takes at all: 413.
        case contentTooLarge
        /// The request target is too long: 414.
        case targetTooLong
        /// Something else than `100-continue` is expected: 417.
        case unknownExpectation
        /// The header fields are too many or too long: 431.
        case fieldsTooLarge
        /// A method or transfer coding that the server does not know: 501.
        case notImplemented
        /// Neither HTTP/1.1 nor HTTP/1.0: 505.
        case unsupportedVersion
    }

    /// What is wrong.
    package let reason: Reason
    /// The request, where its head could be read.
    package let request: HTTPRequest?

    /// A refusal, with the request where it could be read.
    package init(_ reason: Reason, request: HTTPRequest? = nil) {
        self.reason = reason
        self.request = request
    }

    /// The status of the answer.
    package var status: Int {
        switch reason {
        case .malformed: 400
        case .timedOut: 408
        case .contentTooLarge: 413
        case .targetTooLong: 414
        case .unknownExpectation: 417
        case .fieldsTooLarge: 431
        case .notImplemented: 501
        case .unsupportedVersion: 505
        }
    }
}
