import API
import Contracts
import Core
import HTTP

/// What the sample routes take and give.
struct Greeting: Equatable {
    var name: String
    var times: Int

    static let shape = Shape.object(
        Greeting.init,
        Field("name", \.name, .text(min: 1, max: 20), "Who is greeted"),
        Field("times", \.times, .integer(1...3), default: 1)
    ).named("Greeting")
}

extension Dialect {
    /// A dialect that words failures as `{"dialect","kind"}`, with the status of the native API, so that tests see whose words they are.
    static func sample(
        _ name: DialectName, territory: Territory? = nil, security: Security = Security(key: .bearer), routes: [Route]
    ) -> Dialect {
        var dialect = Dialect(
            name, title: "Sample \(name.rawValue)", security: security, failureSchema: SampleFailure.shape.schema,
            credentials: { (request, _) throws(Problem) in
                switch security.key {
                case .bearer: try Credentials.bearer(request)
                case .header(let header): try Credentials.header(header, request)
                }
            },
            render: { failure, context in
                .json(
                    SampleFailure.status(failure), SampleFailure.shape,
                    SampleFailure(dialect: name.rawValue, kind: SampleFailure.kind(failure), pointers: SampleFailure.pointers(failure)))
            },
            routes: routes)
        if let territory { dialect.territory = territory }
        return dialect
    }
}

struct SampleFailure {
    var dialect: String
    var kind: String
    var pointers: [String]

    static let shape = Shape.object(
        SampleFailure.init,
        Field("dialect", \.dialect, .text()),
        Field("kind", \.kind, .text()),
        Field("pointers", \.pointers, .list(of: .text()))
    ).named("Failure")

    static func kind(_ failure: Failure) -> String {
        switch failure {
        case .problem(let problem): FailureKind(problem).rawValue
        case .protocolError(let reason, _): reason.rawValue
        case .incident: "incident"
        }
    }

    static func pointers(_ failure: Failure) -> [String] {
        guard case .problem(.invalid(let violations)) = failure else { return [] }
        return violations.map(\.pointer)
    }

    static func status(_ failure: Failure) -> Int {
        switch failure {
        case .problem(let problem):
            switch problem {
            case .unauthenticated: 401
            case .forbidden, .limitReached: 403
            case .notFound: 404
            case .methodNotAllowed: 405
            case .invalid, .verificationFailed: 400
            case .conflict, .notReady, .stillRunning: 409
            case .keyReused: 422
            case .limited, .quotaExceeded: 429
            case .tooLarge: 413
            case .unsupportedMediaType: 415
            case .unavailable, .unknownOutcome: 503
            }
        case .protocolError(_, let status): status
        case .incident: 500
        }
    }
}
