import Contracts
import HTTP

/// The whole content of a request, received when it is first asked for, and kept: an interceptor and the handler's inputs both read it, one
/// after the other in one task.
package final class Content {
    private let request: HTTPRequest
    private let limit: Int?
    private var received: [UInt8]?

    /// The content of `request`, at most `limit` bytes; without a limit nothing is taken.
    init(_ request: HTTPRequest, limit: Int?) {
        self.request = request
        self.limit = limit
    }

    /// Whether the route takes it whole; otherwise it takes none, or reads it as it arrives.
    package var isWhole: Bool { limit != nil }

    /// The bytes; empty where the route takes none, or takes them as they arrive. Throws `Problem.tooLarge`, or `HTTPRefusal` where the client
    /// broke the protocol.
    package func bytes() async throws -> [UInt8] {
        guard let limit else { return [] }
        if let received { return received }
        do throws(HTTPBodyError) {
            let bytes = try await request.body.collect(upTo: limit)
            received = bytes
            return bytes
        } catch { throw error.asFailure(of: request) }
    }
}

extension HTTPBodyError {
    /// As what it is answered: `Problem.tooLarge`, or `HTTPRefusal` where the client broke the protocol.
    func asFailure(of request: HTTPRequest) -> any Error {
        switch self {
        case .tooLarge(let limit): Problem.tooLarge(limit: limit)
        // Nobody may be there to read the answer; if somebody is, their content broke the protocol.
        case .disconnected, .malformed: HTTPRefusal(.malformed, request: request)
        case .timedOut: HTTPRefusal(.timedOut, request: request)
        }
    }
}
