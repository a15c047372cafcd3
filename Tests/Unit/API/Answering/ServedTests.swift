import API
import Contracts
import Core
import Glibc
import HTTP
import Net
import TestSupport
import Testing

/// The same answers over a socket: what the responder leaves to the server must come out right there.
@Suite struct ServedTests {
    @Test func `answers, refusals, HEAD and streams look on the wire as they should`() async throws {
        let sample = try Sample(routes: [
            Route(.post, "/v1/greet", "G", takes: .body(Greeting.shape, limit: 100_000), gives: .ok(Greeting.shape), auth: .key(.send)) { $1 },
            Route(.get, "/v1/greet", "G", gives: .ok(Greeting.shape), auth: .none) { _ in Greeting(name: "Ada", times: 1) },
            Route(.get, "/v1/events", "E", gives: .events(), auth: .none) { _ in
                EventStream { try await $0.send(ServerSentEvent(name: "one", data: Array("1".utf8))) }
            },
            Route(immediate: .get, "/health/live", "Alive") { _ in HTTPResponse(status: 200) },
        ])
        let loops = EventLoopGroup(count: 1)
        loops.start()
        let server = HTTPServer(address: .loopback(port: 0), loops: loops, responder: sample.responder, runtime: .testing())
        try await server.start()

        let key = "Authorization: Bearer good\r\n"
        let posted = try exchange(server, "POST /v1/greet HTTP/1.1\r\n\(key)Content-Length: 14\r\n", #"{"name":"Ada"}"#)
        #expect(posted.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(posted.hasSuffix("\r\n\r\n" + #"{"name":"Ada","times":1}"#))
        #expect(posted.contains("\r\nX-Request-Id: "))

        let large = try exchange(server, "POST /v1/greet HTTP/1.1\r\n\(key)Content-Length: 100001\r\n", String(repeating: " ", count: 100_001))
        #expect(large.hasPrefix("HTTP/1.1 413 "))
        #expect(large.hasSuffix(#"{"dialect":"native","kind":"tooLarge","pointers":[]}"#))

        let head = try exchange(server, "HEAD /v1/greet HTTP/1.1\r\n", "")
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(head.contains("\r\nContent-Length: 24\r\n"))
        #expect(head.hasSuffix("\r\n\r\n"))

        let stream = try exchange(server, "GET /v1/events HTTP/1.1\r\n", "")
        #expect(stream.contains("\r\nContent-Type: text/event-stream\r\n"))
        #expect(stream.contains("event: one\ndata: 1\n\n"))

        let broken = try exchange(server, "GET /v1/greet HTTP/1.1\r\nBad Name: x\r\n", "")
        #expect(broken.hasPrefix("HTTP/1.1 400 "))
        #expect(broken.contains(#""dialect":"native""#))
        #expect(broken.contains("\r\nCache-Control: no-store\r\n"))

        #expect(try exchange(server, "GET /health/live HTTP/1.1\r\n", "").hasPrefix("HTTP/1.1 200 OK\r\n"))
        await server.stop()
        loops.stop()
    }

    /// Sends a request and reads until the server closes; five seconds at most.
    private func exchange(_ server: HTTPServer, _ head: String, _ body: String) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let connected = SocketAddress.loopback(port: UInt16(server.port)).withSockaddr { connect(descriptor, $0, $1) }
        try #require(connected == 0)
        let request = Array((head + "Host: localhost\r\nConnection: close\r\n\r\n" + body).utf8)
        try #require(send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count)
        var answer: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while case let count = recv(descriptor, &part, part.count, 0), count > 0 {
            answer += part[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
