import Contracts
import Core
import HTTP

/// Turns whatever was thrown into an answer, in the words of the dialect, and tells the operator what the caller must not know.
struct Wording: Sendable {
    /// How long a client is asked to wait when the server is stopping, in seconds.
    private static let retryWhileStopping = 1

    let log: Log
    /// What the server takes at most, in bytes.
    let bodyBytes: Int

    /// The answer to what a handler, the gate or an interceptor threw.
    func answer(_ error: any Error, _ entry: Router.Entry, _ circumstances: Circumstances) -> HTTPResponse {
        let id = circumstances.requestID
        switch Problem(error) ?? error {
        case let problem as Problem:
            noticeUndeclared(FailureKind(problem), entry.route, id)
            return render(.problem(problem), entry.dialect, id, circumstances.request)
        case let refusal as HTTPRefusal:
            return render(refusal, entry.dialect, id)
        case is CancellationError:
            return render(.problem(.unavailable(retryAfter: Self.retryWhileStopping)), entry.dialect, id, circumstances.request)
        default:
            log.error(
                "a request met an error that nobody foresaw",
                [
                    "request.id": .string(id.description), "request.method": .string(entry.route.method.name), "route": .string(entry.route.path),
                    "dialect": .string(entry.dialect.name.rawValue), "error": .string(Self.describe(error)),
                ])
            return render(.incident, entry.dialect, id, circumstances.request)
        }
    }

    /// The answer to an error of the protocol itself.
    func render(_ refusal: HTTPRefusal, _ dialect: Dialect, _ id: RequestID) -> HTTPResponse {
        render(Failure(refusal, limit: bodyBytes), dialect, id, refusal.request)
    }

    /// A failure in the dialect's words, with what HTTP asks of it.
    func render(_ failure: Failure, _ dialect: Dialect, _ id: RequestID, _ request: HTTPRequest?) -> HTTPResponse {
        var response = dialect.render(failure, FailureContext(requestID: id, request: request))
        StandardFields.complete(&response, failure, dialect.security)
        return response
    }

    private func noticeUndeclared(_ kind: FailureKind, _ route: Route, _ id: RequestID) {
        // Wrong methods are refused before a route is chosen; the router's route is only one of those that are there.
        guard kind != .methodNotAllowed, !route.declared.contains(kind) else { return }
        log.warning(
            "a route failed in a way that it does not declare",
            ["request.id": .string(id.description), "route": .string(route.path), "problem": .string(kind.rawValue)])
    }

    /// What may be logged of an error: its type and what it says about itself. The dump of one that says nothing could hold anything.
    static func describe(_ error: any Error) -> String {
        guard let described = error as? any CustomStringConvertible else { return "\(type(of: error))" }
        return "\(type(of: error)): \(described)"
    }
}
