import API
import Contracts
import Core
import HTTP
import Net
import TestSupport
import Testing

/// Who is kept to which pace, and what their answers say of it.
@Suite struct PacedCallTests {
    private static let policy = #""requests";q=10;w=1, "messages";q=100;w=86400"#
    private static let remainder = #""requests";r=9;t=1, "messages";r=42;t=3600"#

    private func sample(_ pace: SamplePace, _ proxies: TrustedProxies = .none) throws -> Sample {
        let routes = [
            Route(.post, "/v1/greet", "G", takes: .body(Greeting.shape), gives: .ok(Greeting.shape), auth: .key(.send)) { $1 },
            Route(.get, "/v1/stream", "S", gives: .events(), auth: .key(.read)) { _ in EventStream { _ in } },
            Route(.get, "/v1/file", "F", gives: .raw("text/plain"), auth: .key(.read)) { _ in
                HTTPResponse(status: 200, body: .sized(3) { writer in try await writer.write([1, 2, 3]) })
            },
            Route(.get, "/v1/broken", "B", gives: .noContent, auth: .key(.read)) { _ in throw Unforeseen(secret: "x") },
            Route(.get, "/v1/open", "O", gives: .noContent, auth: .none) { _ in },
            Route(.get, "/v1/watched", "W", gives: .noContent, auth: .none) { _ in }.unpaced,
            Route(.get, "/v1/secret", "O", gives: .noContent, auth: .operatorKey) { _ in },
        ]
        var dialect = Dialect.sample(.native, routes: routes)
        dialect.admitsBeforeMethod = true
        return try Sample([dialect], pacing: pace, proxies: proxies)
    }

    @Test func `every answer to a key says what it may do and what is left, failures and streams too`() async throws {
        let requests: [(HTTPMethod, String, body: String, key: String, status: Int)] = [
            (.post, "/v1/greet", #"{"name":"Ada"}"#, "good", 200), (.post, "/v1/greet", "{}", "good", 400), (.get, "/v1/stream", "", "good", 200),
            (.get, "/v1/file", "", "good", 200), (.get, "/v1/broken", "", "good", 500), (.post, "/v1/greet", #"{"name":"Ada"}"#, "reader", 403),
            (.put, "/v1/greet", "", "good", 405),
        ]
        for (method, path, body, key, status) in requests {
            let pace = SamplePace()
            let answer = await (try sample(pace)).send(method, path, ["Authorization": "Bearer \(key)"], body: body)
            #expect(answer.status == status)
            #expect(answer.fields.all("RateLimit-Policy") == [Self.policy], "\(path) \(status)")
            #expect(answer.fields.all("RateLimit") == [Self.remainder], "\(path) \(status)")
            #expect(pace.held == [0, 0], "\(path) \(status)")
        }
    }

    @Test func `nobody else is told of limits`() async throws {
        let sample = try sample(SamplePace())
        for (path, fields) in [("open", [:]), ("secret", ["Authorization": "Bearer operator"]), ("stream", ["Authorization": "Bearer none"])]
            as [(String, HTTPFields)]
        {
            #expect(await sample.send(.get, "/v1/" + path, fields).fields["RateLimit"] == nil)
        }
    }

    @Test func `one too many is refused in the dialect's words, without a handler, and told when`() async throws {
        let sample = try sample(SamplePace(requests: 1))
        #expect(await sample.send(.post, "/v1/greet", body: #"{"name":"Ada"}"#).status == 200)
        let refused = await sample.send(.get, "/v1/broken")
        #expect(refused.status == 429 && refused.failure == "native limited")
        #expect(refused.fields["Retry-After"] == "3")
        #expect(refused.fields["RateLimit"] == #""requests";r=0;t=1, "messages";r=43;t=3600"#)
        #expect(refused.fields["X-Request-Id"] != nil)
    }

    @Test func `an answer is under way until it is sent, or nobody holds it any more`() async throws {
        let pace = SamplePace()
        let sample = try sample(pace)
        func send(_ path: String) async -> HTTPResponse {
            await sample.responder.respond(to: HTTPRequest(method: .get, target: path, fields: ["Authorization": "Bearer good"]))
        }
        var file: HTTPResponse? = await send("/v1/file")
        var stream: HTTPResponse? = await send("/v1/stream")
        #expect(pace.held == [1, 1])
        guard case .sized(_, let writing)? = file?.body else { throw NotAStream() }
        let written = Lock<[UInt8]>([])
        try await writing(HTTPStreamWriter { bytes in written.withLock { $0 += bytes } })
        #expect(written.withLock { $0 } == [1, 2, 3] && pace.held == [1, 1])
        _ = (file, stream)
        file = nil
        stream = nil
        #expect(pace.held[1] == 0)
    }

    private struct NotAStream: Error {}

    @Test func `one stream too many is refused`() async throws {
        let sample = try sample(SamplePace(streams: 0))
        let refused = await sample.send(.get, "/v1/stream")
        #expect(refused.status == 429 && !refused.isStream && refused.fields["Retry-After"] == "1")
        #expect(await sample.send(.get, "/v1/file").status == 200)
    }

    @Test func `where limits are not known and cannot be, nothing goes on`() async throws {
        let answer = await (try sample(SamplePace(isKnown: false))).send(.get, "/v1/stream")
        #expect(answer.status == 503 && answer.fields["Retry-After"] == "7")
    }

    @Test func `who shows nothing that admits is kept to the pace of the network, the operator and what watches are not`() async throws {
        let sample = try sample(SamplePace(strangers: 4))
        for (path, key) in [("open", "good"), ("stream", "none"), ("secret", "none")] {
            let status = await sample.send(.get, "/v1/" + path, ["Authorization": "Bearer \(key)"]).status
            #expect(status == (path == "open" ? 204 : 401))
        }
        #expect(await sample.send(.get, "/v1/stream", [:]).status == 401)
        for (path, key) in [("open", "good"), ("stream", "none"), ("secret", "none")] {
            let refused = await sample.send(.get, "/v1/" + path, ["Authorization": "Bearer \(key)"])
            #expect(refused.status == 429 && refused.fields["Retry-After"] == "2", "\(path)")
        }
        for (path, key) in [("watched", "none"), ("secret", "operator")] {
            #expect(await sample.send(.get, "/v1/" + path, ["Authorization": "Bearer \(key)"]).status == 204)
        }
        #expect(!sample.log.messages.contains("a route failed in a way that it does not declare"))
    }

    @Test func `a key that is remembered gets through where its network may not`() async throws {
        let sample = try sample(SamplePace(strangers: 0))
        #expect(await sample.send(.get, "/v1/stream").status == 200)
        #expect(await sample.send(.get, "/v1/stream", ["Authorization": "Bearer reader"]).status == 429)
    }

    @Test(
        arguments: [
            ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false), ("::ffff:192.0.2.7", "192.0.2.7", true),
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true), ("2001:db8:1:2::1", "2001:db8:1:3::1", false), ("::1", "::2", true),
            ("::1", "192.0.2.7", false),
        ])
    func `networks are told apart as providers give them out`(one: String, other: String, isSame: Bool) async throws {
        let pace = SamplePace()
        let sample = try sample(pace)
        for address in [one, other] {
            let peer = try #require(SocketAddress(ip: address, port: 1234))
            _ = await sample.responder.respond(to: HTTPRequest(method: .get, target: "/v1/open", peer: peer))
        }
        #expect((pace.state.withLock { $0.networks.count } == 1) == isSame)
    }

    @Test func `behind a trusted proxy it is the client's network that counts`() async throws {
        let pace = SamplePace()
        let sample = try sample(pace, TrustedProxies("127.0.0.0/8"))
        for client in ["192.0.2.1", "192.0.2.2", "192.0.2.2"] {
            _ = await sample.send(.get, "/v1/open", ["X-Forwarded-For": client])
        }
        #expect(pace.state.withLock { $0.networks.count } == 2)
    }
}
