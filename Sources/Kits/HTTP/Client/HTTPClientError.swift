package import Net

/// Why a request has no answer. Which of them mean that the server may have acted all the same is said by `mayHaveBeenReceived`.
package enum HTTPClientError: Error, Hashable, Sendable {
    /// The policy does not allow the URL's scheme or port, or the request has a field that only the client may set.
    case requestNotAllowed
    /// The name has no address, or the name servers did not say.
    case dnsFailed
    /// The policy does not allow an address of the host.
    case addressNotAllowed
    /// No connection came about in time.
    case connectTimedOut
    /// The server's machine refused the connection.
    case connectionRefused
    /// The network does not lead to the server.
    case unreachable
    /// The server's identity or its TLS is not acceptable.
    case tlsFailed(TLSError)
    /// The deadline of the whole has passed.
    case timedOut
    /// The answer is longer than the request allows.
    case responseTooLarge
    /// The answer is not HTTP as RFC 9112 has it.
    case malformedResponse
    /// The server closed the connection before the answer was complete.
    case disconnected
    /// The caller's task was cancelled, or the client was stopped.
    case cancelled
    /// There are as many connections as there may be.
    case overloaded

    /// Whether the request may have reached the server, which may then have acted on it.
    package var mayHaveBeenReceived: Bool {
        switch self {
        case .timedOut, .responseTooLarge, .malformedResponse, .disconnected, .cancelled: true
        case .requestNotAllowed, .dnsFailed, .addressNotAllowed, .connectTimedOut, .connectionRefused, .unreachable, .tlsFailed, .overloaded:
            false
        }
    }
}
