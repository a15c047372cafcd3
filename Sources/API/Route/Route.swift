import Contracts
import Core
package import HTTP

/// One thing that can be asked of us over HTTP, declared once: the router, the validator and the OpenAPI document read the same value.
package struct Route: Sendable {
    /// The method.
    package let method: HTTPMethod
    let pattern: PathPattern
    /// What it does, in a few words.
    package let summary: String
    let inputs: [InputDescription]
    let output: OutputDescription
    private(set) var declared: Set<FailureKind>
    let requirement: Requirement
    let handling: Handling
    /// What the documents call it; made of method and path unless it is given.
    package var operationID: String
    /// More than the summary says, for the documents.
    package var details = ""
    /// Whether the documents show it.
    package var isDocumented = true
    /// Whether whoever calls it without credentials is kept to the pace of their network.
    private(set) var isPaced = true

    typealias Run = @Sendable (Incoming, Admitted, Circumstances) async throws -> HTTPResponse

    enum Handling: Sendable {
        case now(@Sendable (HTTPRequest) -> HTTPResponse)
        case later(Run)
    }

    /// A route. The handler is given the call and then what `takes` lists, typed, in that order; it throws `Problem` for what `fails` lists.
    ///
    /// What every route of its kind can meet need not be listed: credentials, pace, invalid input, size, media type, outages.
    package init<Proof, Result, each Value>(
        _ method: HTTPMethod, _ path: String, _ summary: String, takes inputs: repeat Input<each Value>, gives output: Output<Result>,
        fails failures: [FailureKind] = [], auth access: Access<Proof>,
        handler: @escaping @Sendable (Call<Proof>, repeat each Value) async throws -> Result
    ) {
        let inputs = (repeat each inputs)
        var descriptions: [InputDescription] = []
        for input in repeat each inputs {
            descriptions.append(input.description)
        }
        self.init(method, path, summary, descriptions, output.description, failures, access.requirement) { incoming, admitted, circumstances in
            // Only a mistake of the gate could lead here without proof; it must not open the door.
            guard let proof = access.prove(admitted) else { throw Problem.unauthenticated(.invalid) }
            var violations = Violations()
            let values = (repeat try (each inputs).read(incoming, &violations))
            try violations.check()
            let call = Call(proof: proof, circumstances: circumstances)
            let result = try await handler(call, repeat try required(each values))
            return output.answer(result, circumstances)
        }
    }

    /// A route that is answered on the loop's thread, before any task is made, for everybody: health and the like. Must not block.
    package init(immediate method: HTTPMethod, _ path: String, _ summary: String, handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse) {
        let pattern = PathPattern(path)
        precondition(pattern.names.isEmpty, "an immediate route takes no parameters: \(path)")
        self.init(
            method, pattern, summary, [], OutputDescription(status: 200, summary: "Success"), [], .nothing, .now(handler))
    }

    private init(
        _ method: HTTPMethod, _ path: String, _ summary: String, _ inputs: [InputDescription], _ output: OutputDescription,
        _ failures: [FailureKind], _ requirement: Requirement,
        _ run: @escaping Run
    ) {
        let pattern = PathPattern(path)
        let taken = inputs.compactMap { input -> String? in
            guard case .path(let name) = input.place else { return nil }
            return name
        }
        precondition(Set(taken) == Set(pattern.names), "\(path) has the parameters \(pattern.names), and \(taken) are taken")
        self.init(method, pattern, summary, inputs, output, failures, requirement, .later(run))
    }

    private init(
        _ method: HTTPMethod, _ pattern: PathPattern, _ summary: String, _ inputs: [InputDescription], _ output: OutputDescription,
        _ failures: [FailureKind], _ requirement: Requirement, _ handling: Handling
    ) {
        self.method = method
        self.pattern = pattern
        self.summary = summary
        self.inputs = inputs
        self.output = output
        self.requirement = requirement
        self.handling = handling
        declared = Set(failures).union(Self.inevitable(method, inputs, requirement))
        operationID = Self.operationID(method, pattern)
    }

    /// The same route under its own name in the documents.
    package func named(_ operationID: String, _ details: String = "") -> Route {
        var route = self
        route.operationID = operationID
        route.details = details
        return route
    }

    /// The same route, left out of the documents.
    package var undocumented: Route {
        var route = self
        route.isDocumented = false
        return route
    }

    /// The same route for whoever calls it as often as they like: what watches over a deployment must not be refused.
    package var unpaced: Route {
        var route = self
        route.isPaced = false
        route.declared.remove(.limited)
        return route
    }

    /// The path as it was declared.
    package var path: String { pattern.text }

    /// How much content the route takes whole, in bytes; nil where it takes none, or reads it as it arrives.
    func bodyLimit(_ request: HTTPRequest) -> Int? {
        for input in inputs {
            if case .body(_, let limit) = input.place { return input.isStreamed(request) ? nil : limit }
        }
        return nil
    }

    /// Whether it takes an idempotency key: it may change something, for somebody who has shown who they are.
    package var takesKey: Bool { Self.takesKey(method, requirement) }

    private static func takesKey(_ method: HTTPMethod, _ requirement: Requirement) -> Bool {
        requirement != .nothing && [.post, .put, .patch, .delete].contains(method)
    }

    var isImmediate: Bool {
        switch handling {
        case .now: true
        case .later: false
        }
    }

    private static func inevitable(_ method: HTTPMethod, _ inputs: [InputDescription], _ requirement: Requirement) -> Set<FailureKind> {
        var kinds: Set<FailureKind> = [.unavailable, .incident]
        // What changes something may be cut off after it happened.
        if method != .get { kinds.insert(.unknownOutcome) }
        if !inputs.isEmpty { kinds.insert(.invalid) }
        if inputs.contains(where: { if case .body = $0.place { true } else { false } }) {
            kinds.formUnion([.tooLarge, .unsupportedMediaType])
        }
        if takesKey(method, requirement) { kinds.formUnion([.invalid, .keyReused, .stillRunning, .conflict]) }
        switch requirement {
        case .nothing: kinds.insert(.limited)
        case .key, .keyAndToken: kinds.formUnion([.unauthenticated, .forbidden, .limited, .invalid])
        case .operatorKey: kinds.formUnion([.unauthenticated, .limited])
        }
        return kinds
    }

    private static func operationID(_ method: HTTPMethod, _ pattern: PathPattern) -> String {
        let words = pattern.text.split { !$0.isLetter && !$0.isNumber }
        return method.name.lowercased() + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

/// An input that is nil has added a violation, and violations were thrown already.
private func required<Value>(_ value: Value?) throws(Problem) -> Value {
    guard let value else { throw .invalid([]) }
    return value
}
