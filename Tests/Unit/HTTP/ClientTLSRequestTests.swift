import HTTP
import Net
import TestSupport
import Testing

@Suite struct ClientTLSRequestTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    private let authority: TestAuthority

    init() throws { authority = try TestAuthority() }

    @Test func `requests over TLS share a connection too`() async throws {
        let server = try RawServer.answering(Self.ok, identity: authority.issue(names: ["hooks.test"]))
        let bench = try ClientBench(names: ["hooks.test": ["127.0.0.1"]], trusting: authority)
        for _ in 0..<3 { #expect(try await bench.send(.post, "https://hooks.test:\(server.port)/", body: [1, 2, 3]).status == 200) }
        #expect(server.connectionCount == 1)
    }

    @Test func `three megabytes go out and come back encrypted`() async throws {
        let server = try RawServer(identity: authority.issue(addresses: ["127.0.0.1"])) { peer, _ in
            guard let (_, content) = peer.message() else { return }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(content.count)\r\n\r\n")
            peer.send(content)
        }
        let body = Array(String(repeating: "abcdefghijklmnopqrstuvwxyz 0123456789", count: 80_000).utf8)
        let answer = try await ClientBench(trusting: authority).send(.put, "https://127.0.0.1:\(server.port)/", body: body)
        #expect(answer.body == body)
    }

    @Test func `a server that cannot prove its name is refused`() async throws {
        let names = ["hooks.test": ["127.0.0.1"]]
        let wrong = try RawServer.answering(Self.ok, identity: authority.issue(names: ["other.test"]))
        let expired = try RawServer.answering(Self.ok, identity: authority.issue(names: ["hooks.test"], days: -1))
        let stranger = try RawServer.answering(Self.ok, identity: TestAuthority().issue(names: ["hooks.test"]))
        let bench = try ClientBench(names: names, trusting: authority)
        for (server, reason) in [(wrong, TLSError.certificateWrongName), (expired, .certificateExpired), (stranger, .certificateUntrusted)] {
            await #expect(throws: HTTPClientError.tlsFailed(reason)) { try await bench.get("https://hooks.test:\(server.port)/") }
        }
    }

    @Test func `a server without TLS is refused`() async throws {
        let server = try RawServer { peer, _ in
            peer.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            peer.waitForClose()
        }
        await #expect(throws: HTTPClientError.tlsFailed(.malformed("wrong version number"))) {
            try await ClientBench().get("https://127.0.0.1:\(server.port)/")
        }
    }

    @Test func `a server that leaves during the handshake is told`() async throws {
        let server = try RawServer { _, _ in }
        await #expect(throws: HTTPClientError.self) { try await ClientBench().get("https://127.0.0.1:\(server.port)/") }
    }

    @Test func `a server that stalls in the handshake is given up at the deadline for connecting`() async throws {
        let server = try RawServer { peer, _ in peer.waitForClose() }
        let bench = try ClientBench(limits: { $0.connectDeadline = .milliseconds(80) })
        await #expect(throws: HTTPClientError.connectTimedOut) { try await bench.get("https://127.0.0.1:\(server.port)/") }
    }

    @Test func `content without a length must end with the farewell of TLS`() async throws {
        let server = try RawServer(identity: authority.issue(addresses: ["127.0.0.1"])) { peer, number in
            _ = peer.request()
            peer.send("HTTP/1.1 200 OK\r\n\r\nhello")
            if number == 0 { peer.cut() }
        }
        let bench = try ClientBench(trusting: authority)
        let url = "https://127.0.0.1:\(server.port)/"
        await #expect(throws: HTTPClientError.disconnected) { try await bench.get(url) }
        #expect(try await bench.get(url).body == Array("hello".utf8))
    }
}
