import API
import Contracts
import Core
import HTTP
import TestSupport
import Testing

/// How a browser shows who it is where it can set no header (contract GS-30).
@Suite struct StreamTokenTests {
    @Test(.tags(.GS_30)) func `a token in the query opens the path it is shown at`() throws {
        guard case .streamToken(let token, let path) = try Self.credentials(.get, "/v1/instances/1/events?x=1&token=a%2Bb") else {
            Issue.record("no token was found")
            return
        }
        #expect(token.reveal == "a+b")
        #expect(path == "/v1/instances/1/events")
    }

    @Test func `a header wins over the query, even if it is wrong`() throws {
        guard case .key(let key) = try Self.credentials(.get, "/x?token=one", ["Authorization": "Bearer two"]) else {
            Issue.record("the header was not asked")
            return
        }
        #expect(key.reveal == "two")
        #expect(throws: Problem.unauthenticated(.invalid)) { try Self.credentials(.get, "/x?token=one", ["Authorization": "Basic two"]) }
    }

    static let refused: [(HTTPMethod, String, Problem)] = [
        (.get, "/x", .unauthenticated(.missing)), (.get, "/x?Token=one", .unauthenticated(.missing)),
        (.get, "/x?token=", .unauthenticated(.invalid)), (.get, "/x?token", .unauthenticated(.invalid)),
        (.get, "/x?token=one&token=two", .unauthenticated(.invalid)), (.get, "/x?token=%ff", .unauthenticated(.invalid)),
        (.post, "/x?token=one", .unauthenticated(.missing)), (.head, "/x?token=one", .unauthenticated(.missing)),
    ]

    @Test(arguments: refused) func `anything else is no token`(method: HTTPMethod, target: String, problem: Problem) {
        #expect(throws: problem) { try Self.credentials(method, target) }
    }

    @Test func `a token is in no line of the log, whatever happens`() async throws {
        var dialect = Dialect.sample(
            .native,
            routes: [
                Route(.get, "/v1/stream", "S", gives: .events(), auth: .key(.read)) { _ in EventStream { _ in } },
                Route(.get, "/v1/broken", "B", gives: .noContent, auth: .key(.read)) { _ in throw Unforeseen(secret: "x") },
                Route(.get, "/v1/undeclared", "U", gives: .noContent, auth: .key(.read)) { _ in throw Problem.notReady(.created) },
            ])
        dialect.credentials = { (request, _) throws(Problem) in try .bearerOrStreamToken(request) }
        let sample = try Sample([dialect])
        for (path, status) in [("stream", 200), ("broken", 500), ("undeclared", 409), ("unknown", 404)] {
            #expect(await sample.send(.get, "/v1/\(path)?token=good", [:]).status == status)
        }
        #expect(await sample.send(.get, "/v1/stream?token=t0ken", [:]).status == 401)
        #expect(!sample.log.text.contains("good") && !sample.log.text.contains("t0ken"))
        #expect(sample.log.text.contains("/v1/broken"))
    }

    private static func credentials(_ method: HTTPMethod, _ target: String, _ fields: HTTPFields = [:]) throws -> Credentials {
        try Credentials.bearerOrStreamToken(HTTPRequest(method: method, target: target, fields: fields))
    }
}
