package import Contracts
package import Core
package import HTTP

/// Answers every request of every dialect: finds the route, lets the caller in, reads the inputs, runs the handler, and words what goes wrong.
package final class APIResponder: HTTPResponder {
    private let router: Router
    private let gate: Gate
    private let runtime: Runtime
    private let wording: Wording
    private let figures: RouteFigures
    private let proxies: TrustedProxies
    /// Asked before anything else of every request, so kept apart from the many.
    private let immediate: [Router.Entry]

    /// A responder over all dialects; what none of them claims is `fallback`'s. `trustedProxies` are believed about where a
    /// request came from; `bodyBytes` is what the server takes at most, for the words of a 413 of its own. Throws when the dialects do not fit
    /// together.
    package init(
        dialects: [Dialect], fallback: DialectName = .native, gate: Gate, trustedProxies: TrustedProxies = .none, runtime: Runtime,
        bodyBytes: Int = HTTPLimits().bodyBytes
    ) throws(RouterError) {
        router = try Router(dialects, fallback: fallback)
        self.gate = gate
        proxies = trustedProxies
        self.runtime = runtime
        wording = Wording(log: runtime.log, bodyBytes: bodyBytes)
        figures = RouteFigures(router, runtime.metrics)
        immediate = router.entries.filter(\.route.isImmediate)
    }

    package func answerAtOnce(_ request: HTTPRequest) -> HTTPResponse? {
        for entry in immediate where entry.route.method == request.method && request.pathBytes.elementsEqual(entry.route.path.utf8) {
            guard case .now(let handler) = entry.route.handling else { continue }
            var response = handler(request)
            StandardFields.complete(&response, runtime.ids.next())
            return response
        }
        return nil
    }

    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        let id: RequestID = runtime.ids.next()
        var response: HTTPResponse
        switch router.resolve(request) {
        case .route(let entry, let values):
            let circumstances = circumstances(id, request, entry)
            response = await answer(entry, values, circumstances)
            figures.count(entry, status: response.status, took: runtime.clock.monotonic - request.received)
            runtime.log.debug(
                "a request was answered",
                [
                    "request.id": .string(id.description), "request.method": .string(request.method.name), "route": .string(entry.route.path),
                    "status": .integer(Int64(response.status)),
                ])
        case .wrongMethod(let entry, let allow):
            response = await refuseMethod(entry, allow, circumstances(id, request, entry))
        case .options(let allow):
            response = HTTPResponse(status: 204, fields: ["Allow": allow.joined(separator: ", ")])
        case .unknownPath(let dialect):
            response = wording.render(.problem(.notFound(.path)), dialect, id, request)
        case .malformedPath(let dialect):
            let problem = Problem.invalid([Violation("", "the path is not valid percent-encoded UTF-8")])
            response = wording.render(.problem(problem), dialect, id, request)
        }
        StandardFields.complete(&response, id)
        return response
    }

    package func refuse(_ refusal: HTTPRefusal) -> HTTPResponse {
        let id: RequestID = runtime.ids.next()
        var response = wording.render(refusal, refusal.request.map { router.dialect(of: $0) } ?? router.fallback, id)
        StandardFields.complete(&response, id)
        return response
    }

    private func answer(_ entry: Router.Entry, _ values: [String], _ circumstances: Circumstances) async -> HTTPResponse {
        switch entry.route.handling {
        case .now(let handler): return handler(circumstances.request)
        case .later(let run):
            let content = Content(circumstances.request, limit: entry.route.bodyLimit(circumstances.request))
            return await pass(entry, circumstances) { admitted in
                // Before any interceptor: what was answered to others is not for whoever may not call the route.
                try gate.check(admitted, for: entry.route)
                let origin = Origin(actor: admitted.actor, request: circumstances)
                guard !gate.interceptors.isEmpty else {
                    return try await Origin.$current.withValue(origin) {
                        try await perform(run, entry, values, content, admitted, circumstances)
                    }
                }
                let passage = Passage(
                    admitted: admitted, route: (entry.route.method.name, entry.route.path), takesKey: entry.route.takesKey,
                    circumstances: circumstances, content: content,
                    refuse: { [wording] in wording.render(.problem($0), entry.dialect, circumstances.requestID, circumstances.request) })
                return try await Origin.$current.withValue(origin) {
                    try await intercept(passage, gate.interceptors[...], entry) {
                        try await perform(run, entry, values, content, admitted, circumstances)
                    }
                }
            }
        }
    }

    /// Lets whoever asks in, at their pace, for `call`; the answer, or the dialect's words for what was thrown.
    private func pass(
        _ entry: Router.Entry, _ circumstances: Circumstances, _ call: (Admitted) async throws -> HTTPResponse
    ) async -> HTTPResponse {
        do {
            // Known before it is known who asks, so that what is refused can be written down.
            let admitted = try await Origin.$current.withValue(Origin(actor: .anybody, request: circumstances)) {
                try await gate.admit(circumstances, in: entry)
            }
            guard let caller = admitted.caller, let pacing = gate.pacing else { return try await call(admitted) }
            return try await PacedCall(caller: caller, pacing: pacing, entry: entry, circumstances: circumstances, wording: wording).run {
                try await call(admitted)
            }
        } catch {
            return wording.answer(error, entry, circumstances)
        }
    }

    /// Runs the rest of the interceptors around the call, the first of them outermost.
    private func intercept(
        _ passage: Passage, _ rest: ArraySlice<any Interceptor>, _ entry: Router.Entry, _ call: () async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        guard let first = rest.first else { return try await call() }
        return try await first.intercept(passage) {
            do {
                return try await intercept(passage, rest.dropFirst(), entry, call)
            } catch {
                return wording.answer(error, entry, passage.circumstances)
            }
        }
    }

    private func circumstances(_ id: RequestID, _ request: HTTPRequest, _ entry: Router.Entry) -> Circumstances {
        Circumstances(
            requestID: id, request: request, dialect: entry.dialect.name, runtime: runtime, proxies: proxies, admission: gate.admission)
    }

    private func perform(
        _ run: Route.Run, _ entry: Router.Entry, _ values: [String], _ content: Content, _ admitted: Admitted, _ circumstances: Circumstances
    ) async throws -> HTTPResponse {
        let incoming = Incoming(
            request: circumstances.request, names: entry.route.pattern.names, values: values, body: try await content.bytes())
        return try await run(incoming, admitted, circumstances)
    }

    private func refuseMethod(_ entry: Router.Entry, _ allow: [String], _ circumstances: Circumstances) async -> HTTPResponse {
        let problem = Problem.methodNotAllowed(allow: allow)
        // A key is enough to be told; what it may be used for does not matter.
        guard entry.dialect.admitsBeforeMethod else { return wording.answer(problem, entry, circumstances) }
        return await pass(entry, circumstances) { _ in throw problem }
    }
}
