import API
import Contracts
import Core
import HTTP
import TestSupport
import Testing

@Suite struct AnsweringTests {
    private func sample() throws -> Sample {
        try Sample(routes: [
            Route(.get, "/v1/ok", "X", gives: .ok(.text()), auth: .key(.read)) { $0.requestID.description },
            Route(.get, "/v1/fails", "X", gives: .noContent, auth: .key(.read)) { _ in throw Unforeseen(secret: "s3cret") },
            Route(.get, "/v1/limited", "X", gives: .noContent, fails: [.limited], auth: .none) { _ in throw Problem.limited(retryAfter: 7) },
            Route(.get, "/v1/undeclared", "X", gives: .noContent, auth: .none) { _ in throw Problem.notReady(.pairing) },
            Route(.get, "/v1/stopping", "X", gives: .noContent, auth: .none) { _ in throw CancellationError() },
            Route(immediate: .get, "/health/live", "Alive") { _ in HTTPResponse(status: 200, body: .bytes(Array("ok".utf8))) },
        ])
    }

    @Test(arguments: ["/v1/ok", "/v1/fails", "/v1/limited", "/nowhere", "/v1/%zz", "/health/live"], [HTTPMethod.get, .head, .options, .put])
    func `every answer carries its id and is neither stored nor guessed at`(path: String, method: HTTPMethod) async throws {
        let reply = try await sample().send(method, path)
        #expect(reply.fields["X-Request-Id"].flatMap { RequestID($0) } != nil)
        #expect(reply.fields["Cache-Control"] == "no-store")
        #expect(reply.fields["X-Content-Type-Options"] == "nosniff")
    }

    @Test func `the id is ours, new for every request, and the handler's too`() async throws {
        let sample = try sample()
        let reply = await sample.send(.get, "/v1/ok", ["Authorization": "Bearer good", "X-Request-Id": "theirs"])
        #expect(reply.fields.all("X-Request-Id") == [reply.json.string])
        #expect(await sample.send(.get, "/v1/ok").json != reply.json)
        #expect(sample.log.lines.contains { $0["request.id"] == reply.json })
    }

    @Test(arguments: ["Bearer good", "Bearer broken"])
    func `an error that nobody foresaw is an incident that tells its id and nothing else`(key: String) async throws {
        let sample = try sample()
        let reply = await sample.send(.get, "/v1/fails", ["Authorization": key])
        #expect(reply.status == 500)
        #expect(reply.text == #"{"dialect":"native","kind":"incident","pointers":[]}"#)
        let id = try #require(reply.fields["X-Request-Id"])
        let line = try #require(sample.log.lines.first { $0["level"] == "error" })
        #expect(line["request.id"] == .string(id))
        #expect(line["error"] == "Unforeseen")
        #expect(!sample.log.text.contains("s3cret"))
    }

    @Test func `an answer that time will cure says when`() async throws {
        #expect(try await sample().send(.get, "/v1/limited").fields["Retry-After"] == "7")
        let stopping = try await sample().send(.get, "/v1/stopping")
        #expect(stopping.failure == "native unavailable")
        #expect(stopping.fields["Retry-After"] == "1")
    }

    @Test func `a 401 names the scheme`() async throws {
        #expect(try await sample().send(.get, "/v1/ok", [:]).fields["WWW-Authenticate"] == "Bearer")
    }

    @Test(
        arguments: [
            [:], ["Authorization": "Bearer"], ["Authorization": "Basic good"], ["Authorization": "Bearer wrong"],
            ["Authorization": "Bearer good", "authorization": "Bearer good"],
        ] as [HTTPFields])
    func `credentials that are missing, malformed, wrong or doubled do not admit`(fields: HTTPFields) async throws {
        #expect(try await sample().send(.get, "/v1/ok", fields).failure == "native unauthenticated")
    }

    @Test func `a failure that the route does not declare is worded, and noticed`() async throws {
        let sample = try sample()
        #expect(await sample.send(.get, "/v1/undeclared").failure == "native notReady")
        #expect(sample.log.messages.contains("a route failed in a way that it does not declare"))
    }

    @Test func `health is answered at once and everything else is not`() throws {
        let sample = try sample()
        #expect(sample.responder.answerAtOnce(HTTPRequest(method: .get, target: "/health/live?x"))?.status == 200)
        #expect(sample.responder.answerAtOnce(HTTPRequest(method: .post, target: "/health/live")) == nil)
        #expect(sample.responder.answerAtOnce(HTTPRequest(method: .get, target: "/v1/ok")) == nil)
    }

    @Test func `an error of the protocol is worded by the dialect whose path it was`() throws {
        let sample = try Sample([.sample(.native, routes: []), .sample(.flareSendV2, routes: [])])
        let request = HTTPRequest(method: .post, target: "/groups/x")
        #expect(Reply(sample.responder.refuse(HTTPRefusal(.timedOut, request: request))).failure == "flaresend-v2 timedOut")
        let large = Reply(sample.responder.refuse(HTTPRefusal(.contentTooLarge, request: request)))
        #expect(large.failure == "flaresend-v2 tooLarge")
        let unread = Reply(sample.responder.refuse(HTTPRefusal(.malformed)))
        #expect(unread.failure == "native invalid")
        #expect(unread.fields.contains("X-Request-Id"))
    }

    @Test func `a handler is told whom a trusted proxy saw`() async throws {
        let route = Route(.get, "/v1/who", "Who", gives: .ok(.text()), auth: .none) { "\($0.clientAddress) \($0.isLocal)" }
        let fields: HTTPFields = ["X-Forwarded-For": "198.51.100.1"]
        #expect(await (try Sample([.sample(.native, routes: [route])])).send(.get, "/v1/who", fields).json == "127.0.0.1 true")
        let behind = try Sample([.sample(.native, routes: [route])], proxies: TrustedProxies("127.0.0.1"))
        #expect(await behind.send(.get, "/v1/who", fields).json == "198.51.100.1 false")
    }
}
