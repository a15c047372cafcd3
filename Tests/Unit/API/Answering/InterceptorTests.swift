import API
import Contracts
import Core
import HTTP
import Testing

/// Counts what passes, marks every answer, and lets nobody named Eve through.
private final class Doorman: Interceptor {
    let passed: Lock<[String]> = Lock([])

    func intercept(_ passage: Passage, _ next: () async -> HTTPResponse) async throws -> HTTPResponse {
        let body = try await String(decoding: passage.content.bytes(), as: UTF8.self)
        passed.withLock { $0.append("\(passage.route.method) \(passage.route.path) \(body)") }
        if body.contains("Eve") { throw Problem.limited(retryAfter: 1) }
        var response = body.contains("Mallory") ? passage.refuse(.quotaExceeded(limit: 1, retryAfter: 2)) : await next()
        response.fields.add("RateLimit", "r=9")
        return response
    }
}

@Suite struct InterceptorTests {
    private let doorman = Doorman()

    private func sample() throws -> Sample {
        try Sample(
            routes: [
                Route(.post, "/v1/greet", "G", takes: .body(Greeting.shape), gives: .ok(Greeting.shape), auth: .key(.send)) { $1 },
                Route(.get, "/v1/open", "O", gives: .noContent, auth: .none) { _ in },
            ], interceptor: doorman)
    }

    @Test func `an interceptor sees the content that the handler reads, and the answer of both success and failure`() async throws {
        let sample = try sample()
        let success = await sample.send(.post, "/v1/greet", body: #"{"name":"Ada"}"#)
        #expect(success.status == 200)
        #expect(success.fields["RateLimit"] == "r=9")
        let failure = await sample.send(.post, "/v1/greet", body: #"{"name":""}"#)
        #expect(failure.pointers == ["/name"])
        #expect(failure.fields["RateLimit"] == "r=9")
        #expect(doorman.passed.withLock { $0 } == [#"POST /v1/greet {"name":"Ada"}"#, #"POST /v1/greet {"name":""}"#])
    }

    @Test func `what an interceptor throws or refuses is worded by the dialect`() async throws {
        let sample = try sample()
        #expect(await sample.send(.post, "/v1/greet", body: #"{"name":"Eve"}"#).failure == "native limited")
        let refused = await sample.send(.post, "/v1/greet", body: #"{"name":"Mallory"}"#)
        #expect(refused.failure == "native quotaExceeded")
        #expect(refused.fields["Retry-After"] == "2")
        #expect(refused.fields["RateLimit"] == "r=9")
    }

    @Test func `calls that were let in pass an interceptor, those of everybody among them`() async throws {
        let sample = try sample()
        #expect(await sample.send(.get, "/v1/open").status == 204)
        #expect(await sample.send(.post, "/v1/greet", [:], body: "{}").status == 401)
        #expect(doorman.passed.withLock { $0 } == ["GET /v1/open "])
    }

    @Test func `whoever may not call the route passes no interceptor: it may have what was answered to others`() async throws {
        let sample = try sample()
        let refused = await sample.send(.post, "/v1/greet", ["Authorization": "Bearer reader"], body: #"{"name":"Ada"}"#)
        #expect(refused.status == 403)
        #expect(doorman.passed.withLock { $0 }.isEmpty)
    }
}
