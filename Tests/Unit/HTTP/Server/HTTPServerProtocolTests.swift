import Core
import Net
import Testing

@testable import HTTP

@Suite struct HTTPServerProtocolTests {
    @Test(arguments: ProtocolCase.all)
    func `each case is answered as it should be, sent whole and byte by byte`(example: ProtocolCase) async throws {
        try await TestServer.with(respond: countContent) { server in
            let bytes = Array(example.sent.utf8)
            let whole = try await answers(to: example, from: server) { await $0.send(bytes) }
            #expect(whole == example.statuses)
            guard bytes.count < 1000 else { return }
            #expect(try await answers(to: example, from: server) { await $0.sendByteByByte(bytes) } == example.statuses)
        }
    }

    /// The statuses of the final answers, once the server has closed or answered what follows.
    private func answers(to example: ProtocolCase, from server: TestServer, send: (RawClient) async -> Void) async throws -> [Int] {
        let client = try await server.client()
        let toHead = example.sent.hasPrefix("HEAD")
        await send(client)
        if example.closes {
            _ = try await client.untilClosed()
            #expect(client.ending == .orderly)
            return ReceivedAnswer.parse(client.received, toHead: toHead).map(\.status).filter { $0 >= 200 }
        }
        // A last request shows that the connection still knows where it is.
        await client.send("GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let text = try await client.untilClosed()
        let statuses = ReceivedAnswer.parse(client.received, toHead: toHead).map(\.status).filter { $0 >= 200 }
        #expect(statuses.last == 404, "\(text)")
        return statuses.dropLast()
    }

    @Test func `a HEAD is answered with the head of the GET and nothing else`() async throws {
        try await TestServer.with(respond: { _ in .text("hello") }) { server in
            let client = try await server.client()
            await client.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let text = try await client.untilClosed()
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(text.contains("Content-Length: 5\r\n"))
            #expect(text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test(arguments: [204, 304])
    func `an answer whose status has no content has no length either`(status: Int) async throws {
        try await TestServer.with(respond: { _ in .text("hidden", status: status) }) { server in
            let client = try await server.client()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let text = try await client.untilClosed()
            #expect(text.hasPrefix("HTTP/1.1 \(status) "))
            #expect(!text.contains("Content-Length"))
            #expect(text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func `no handler can switch protocols`() async throws {
        try await TestServer.with(respond: { _ in HTTPResponse(status: 101) }) { server in
            let client = try await server.client()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
            #expect(try await client.untilAnswers(1)[0].status == 500)
        }
    }

    @Test func `HTTP/1.0 is told when the connection stays open`() async throws {
        try await TestServer.with(respond: { _ in .text("hello") }) { server in
            let client = try await server.client()
            await client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(try await client.untilAnswers(1)[0].field("connection") == "keep-alive")
            await client.send("GET / HTTP/1.0\r\n\r\n")
            _ = try await client.untilClosed()
            #expect(ReceivedAnswer.parse(client.received).last?.field("connection") == "close")
        }
    }

    @Test func `the answers of pipelined requests come in the order of the requests`() async throws {
        let gate = Gate()
        try await TestServer.with(respond: { request in
            if request.path == "/slow" { await gate.wait() }
            return .text(request.path)
        }) { server in
            let client = try await server.client()
            await client.send(["/slow", "/b", "/c"].map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            gate.open()
            #expect(try await client.untilAnswers(3).map(\.body) == ["/slow", "/b", "/c"])
        }
    }

    @Test func `ten thousand pipelined requests are answered one by one`() async throws {
        let responder = TestResponder(
            atOnce: { $0.path == "/now" ? .text("now") : nil }, respond: { request in .text(request.query ?? "") })
        try await TestServer.with(responder: responder) { server in
            let client = try await server.client()
            let requests = (0..<10_000).map { $0 % 2 == 0 ? "GET /now HTTP/1.1\r\nHost: a\r\n\r\n" : "GET /?\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }
            await client.send(requests.joined() + "GET /?last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            _ = try await client.untilClosed()
            let bodies = ReceivedAnswer.parse(client.received).map(\.body)
            #expect(bodies == (0..<10_000).map { $0 % 2 == 0 ? "now" : "\($0)" } + ["last"])
        }
    }

    @Test func `requests of a client that reads nothing are not begun without end`() async throws {
        let begun = Lock(0)
        var limits = HTTPLimits()
        limits.writeDeadline = .milliseconds(100)
        let page = HTTPResponse.text(String(repeating: "a", count: 16_384))
        let responder = TestResponder(atOnce: { _ in
            begun.withLock { $0 += 1 }
            return page
        })
        try await TestServer.with(limits: limits, responder: responder) { server in
            let client = try await server.client()
            await client.stopReading()
            await client.send(String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 20_000))
            _ = try await client.untilClosed()
            // What fits into the windows and the kernel's buffers, of 320 MB.
            #expect(begun.withLock { $0 } < 4000)
        }
    }

    @Test func `a client that has ended its side still gets its answer`() async throws {
        let gate = Gate()
        try await TestServer.with(respond: { _ in
            await gate.wait()
            return .text("late")
        }) { server in
            let client = try await server.client()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            await client.endWriting()
            gate.open()
            let text = try await client.untilClosed()
            #expect(text.hasSuffix("late"))
        }
    }

    @Test func `a client that ends its side within the content is told that the request is broken`() async throws {
        try await TestServer.with(respond: countContent) { server in
            let client = try await server.client()
            await client.send("POST /__echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello")
            await client.endWriting()
            let text = try await client.untilClosed()
            #expect(text.hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test func `the date is that of the clock, in the form of RFC 9110`() {
        var line = HTTPDateLine(clock: FixedClock(now: Instant(seconds: 784_111_777)))
        line.refresh(at: 0)
        #expect(String(decoding: line.bytes, as: UTF8.self) == "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n")
    }

    @Test func `requests, refusals and connections are counted`() async throws {
        try await TestServer.with(respond: countContent) { server in
            let client = try await server.client()
            await client.send(ProtocolCase.plain + "{}\r\n")
            _ = try await client.untilClosed()
            let other = try await server.client()
            await other.send(ProtocolCase.plain)
            _ = try await other.untilAnswers(1)
            let text = server.metrics.render()
            #expect(text.contains("herald_http_requests_total{server=\"http\"} 2\n"))
            #expect(text.contains("reason=\"malformed\"} 1\n"))
            #expect(text.contains("reason=\"timedOut\"} 0\n"))
            #expect(text.contains("herald_http_connections{server=\"http\"} "))
        }
    }
}

private struct FixedClock: Clock {
    let now: Instant
    var monotonic: Duration { .zero }
    func sleep(for duration: Duration) async throws {}
}
