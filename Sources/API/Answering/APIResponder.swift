package import Contracts
package import Core
package import HTTP

/// Answers every request of every dialect: finds the route, lets the caller in, reads the inputs, runs the handler, and words what goes wrong.
package final class APIResponder: HTTPResponder {
    /// How long a client is asked to wait when the server is stopping.
    private static let retryWhileStopping = 1

    private let router: Router
    private let gate: Gate
    private let runtime: Runtime
    private let figures: RouteFigures
    private let bodyBytes: Int
    /// Asked before anything else of every request, so kept apart from the many.
    private let immediate: [Route]

    /// A responder over all dialects; unknown paths that belong to none are refused in `fallback`. `bodyBytes` is what the server takes at most,
    /// for the words of a 413 of its own. Throws when two routes would take the same request.
    package init(
        dialects: [Dialect], fallback: DialectName = .native, gate: Gate, runtime: Runtime, bodyBytes: Int = HTTPLimits().bodyBytes
    ) throws(RouterError) {
        router = try Router(dialects, fallback: fallback)
        self.gate = gate
        self.runtime = runtime
        self.bodyBytes = bodyBytes
        figures = RouteFigures(router, runtime.metrics)
        immediate = router.entries.map(\.route).filter(\.isImmediate)
    }

    package func answerAtOnce(_ request: HTTPRequest) -> HTTPResponse? {
        for route in immediate where route.method == request.method && request.pathBytes.elementsEqual(route.path.utf8) {
            guard case .now(let handler) = route.handling else { continue }
            return StandardFields.complete(handler(request), runtime.ids.next())
        }
        return nil
    }

    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        let id: RequestID = runtime.ids.next()
        switch router.resolve(request) {
        case .route(let entry, let values):
            let dialect = router.dialects[entry.dialect]
            let circumstances = Circumstances(requestID: id, request: request, dialect: dialect.name, runtime: runtime)
            let response = await answer(entry.route, values, dialect, circumstances)
            figures.count(entry, status: response.status, took: runtime.clock.monotonic - request.received)
            runtime.log.debug(
                "a request was answered",
                [
                    "request.id": .string(id.description), "request.method": .string(request.method.name), "route": .string(entry.route.path),
                    "status": .integer(Int64(response.status)),
                ])
            return complete(response, id, request)
        case .wrongMethod(let index, let allow, let requirement):
            return complete(await refuseMethod(request, id, router.dialects[index], allow, requirement), id, request)
        case .options(let allow):
            return complete(HTTPResponse(status: 204, fields: ["Allow": allow.joined(separator: ", ")]), id, request)
        case .unknownPath(let index):
            return complete(render(.problem(.notFound(.path)), router.dialects[index], id, request), id, request)
        case .malformedPath(let index):
            let problem = Problem.invalid([Violation("", "the path is not valid percent-encoded UTF-8")])
            return complete(render(.problem(problem), router.dialects[index], id, request), id, request)
        }
    }

    package func refuse(_ refusal: HTTPRefusal) -> HTTPResponse {
        let id: RequestID = runtime.ids.next()
        let index = refusal.request.map { dialect(of: $0) } ?? router.owner(of: [])
        return StandardFields.complete(render(Failure(refusal, limit: bodyBytes), router.dialects[index], id, refusal.request), id)
    }

    private func answer(_ route: Route, _ values: [String], _ dialect: Dialect, _ circumstances: Circumstances) async -> HTTPResponse {
        let request = circumstances.request
        switch route.handling {
        case .now(let handler): return handler(request)
        case .later(let run):
            let content = Content(request, limit: route.bodyLimit)
            do {
                let admitted = try await gate.admit(request, route.requirement, dialect)
                guard let interceptor = gate.interceptor, route.requirement != .nothing else {
                    return try await perform(run, route, values, content, admitted, circumstances)
                }
                let passage = Passage(
                    admitted: admitted, route: (route.method.name, route.path), circumstances: circumstances, content: content,
                    refuse: { [self] in render(.problem($0), dialect, circumstances.requestID, request) })
                return try await interceptor.intercept(passage) {
                    do {
                        return try await perform(run, route, values, content, admitted, circumstances)
                    } catch {
                        return word(error, route, dialect, circumstances)
                    }
                }
            } catch {
                return word(error, route, dialect, circumstances)
            }
        }
    }

    private func perform(
        _ run: Route.Run, _ route: Route, _ values: [String], _ content: Content, _ admitted: Admitted, _ circumstances: Circumstances
    ) async throws -> HTTPResponse {
        let body = try await content.bytes()
        return try await run(
            Incoming(request: circumstances.request, names: route.pattern.names, values: values, body: body), admitted, circumstances)
    }

    /// The answer to whatever a handler, the gate or the interceptor threw.
    private func word(_ error: any Error, _ route: Route, _ dialect: Dialect, _ circumstances: Circumstances) -> HTTPResponse {
        let id = circumstances.requestID
        let request = circumstances.request
        switch Problem(error) ?? error {
        case let problem as Problem:
            if !route.declared.contains(FailureKind(problem)) {
                runtime.log.warning(
                    "a route failed in a way that it does not declare",
                    ["request.id": .string(id.description), "route": .string(route.path), "problem": .string(FailureKind(problem).rawValue)])
            }
            return render(.problem(problem), dialect, id, request)
        case let refusal as HTTPRefusal:
            return render(Failure(refusal, limit: bodyBytes), dialect, id, request)
        case is CancellationError:
            return render(.problem(.unavailable(retryAfter: Self.retryWhileStopping)), dialect, id, request)
        default:
            runtime.log.error(
                "a request met an error that nobody foresaw",
                [
                    "request.id": .string(id.description), "request.method": .string(request.method.name), "route": .string(route.path),
                    "dialect": .string(dialect.name.rawValue), "error": .string(Self.describe(error)),
                ])
            return render(.incident, dialect, id, request)
        }
    }

    private func refuseMethod(
        _ request: HTTPRequest, _ id: RequestID, _ dialect: Dialect, _ allow: [String], _ requirement: Requirement
    ) async -> HTTPResponse {
        let problem = Problem.methodNotAllowed(allow: allow)
        guard dialect.admitsBeforeMethod else { return render(.problem(problem), dialect, id, request) }
        do {
            // A key is enough to be told; what it may be used for does not matter.
            _ = try await gate.admit(request, requirement.withoutScopes, dialect)
            return render(.problem(problem), dialect, id, request)
        } catch let refused as Problem {
            return render(.problem(refused), dialect, id, request)
        } catch {
            runtime.log.error(
                "admission failed",
                ["request.id": .string(id.description), "dialect": .string(dialect.name.rawValue), "error": .string(Self.describe(error))])
            return render(.incident, dialect, id, request)
        }
    }

    private func render(_ failure: Failure, _ dialect: Dialect, _ id: RequestID, _ request: HTTPRequest?) -> HTTPResponse {
        StandardFields.complete(dialect.render(failure, FailureContext(requestID: id, request: request)), failure, dialect.security)
    }

    private func complete(_ response: HTTPResponse, _ id: RequestID, _ request: HTTPRequest) -> HTTPResponse {
        var response = StandardFields.complete(response, id)
        // The server leaves the bytes of a HEAD's answer out; a stream must not even be begun.
        if request.method == .head, case .stream = response.body { response.body = .none }
        return response
    }

    /// What may be logged of an error: its type and what it says about itself. The dump of one that says nothing could hold anything.
    private static func describe(_ error: any Error) -> String {
        guard let described = error as? any CustomStringConvertible else { return "\(type(of: error))" }
        return "\(type(of: error)): \(described)"
    }

    private func dialect(of request: HTTPRequest) -> Int {
        switch router.resolve(request) {
        case .route(let entry, _): entry.dialect
        case .wrongMethod(let dialect, _, _), .unknownPath(let dialect), .malformedPath(let dialect): dialect
        case .options: router.owner(of: request.pathBytes)
        }
    }
}

extension Requirement {
    fileprivate var withoutScopes: Requirement {
        switch self {
        case .nothing, .operatorKey: self
        case .key: .key([])
        case .keyAndToken: .keyAndToken([])
        }
    }
}
