import Core
import Net
import TestSupport
import Testing

@testable import HTTP

@Suite struct HTTPServerLifeTests {
    @Test func `a port that somebody listens on is an error that says so`() async throws {
        try await TestServer.with(respond: countContent) { server in
            let address = SocketAddress.loopback(port: UInt16(server.server.port))
            let second = HTTPServer(address: address, loops: server.loops, responder: TestResponder(), runtime: .testing())
            await #expect(throws: SocketError.addressInUse(address)) { try await second.start() }
        }
    }

    @Test func `an address of another machine is an error that says so`() async throws {
        let address = try #require(SocketAddress(ip: "192.0.2.1", port: 0))
        let loops = EventLoopGroup(count: 1)
        let server = HTTPServer(address: address, loops: loops, responder: TestResponder(), runtime: .testing())
        await #expect(throws: SocketError.addressUnavailable(address)) { try await server.start() }
    }

    @Test func `stopping lets a request under way finish and closes what is idle`() async throws {
        let loops = EventLoopGroup(count: 2)
        loops.start()
        let (begun, gate) = (Gate(), Gate())
        let responder = TestResponder(respond: { _ in
            begun.open()
            await gate.wait()
            return .text("finished")
        })
        let server = HTTPServer(address: .loopback(port: 0), loops: loops, responder: responder, runtime: .testing())
        try await server.start()
        let port = server.port
        let busy = try await RawClient.connect(to: port, on: loops.next())
        let idle = try await RawClient.connect(to: port, on: loops.next())
        await busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await begun.wait()
        async let stopped: Void = server.stop()
        #expect(try await idle.untilClosed() == "")
        gate.open()
        let text = try await busy.untilClosed()
        #expect(text.contains("Connection: close\r\n"))
        #expect(text.hasSuffix("finished"))
        await stopped
        let late = try await RawClient.connect(to: port, on: loops.next())
        _ = try await late.untilClosed()
        #expect(late.ending == .reset)
        loops.stop()
    }

    @Test func `stopping ends answers that have no end`() async throws {
        let loops = EventLoopGroup(count: 1)
        loops.start()
        let begun = Gate()
        let responder = TestResponder(respond: { _ in
            HTTPResponse(
                status: 200,
                body: .stream { writer in
                    try await writer.write(Array("event".utf8))
                    begun.open()
                    // Nothing more ever comes; the server's stop cancels it.
                    for await _ in AsyncStream<Never>.makeStream().stream {}
                    throw CancellationError()
                })
        })
        let server = HTTPServer(address: .loopback(port: 0), loops: loops, responder: responder, runtime: .testing())
        try await server.start()
        let client = try await RawClient.connect(to: server.port, on: loops.next())
        await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await begun.wait()
        async let stopped: Void = server.stop()
        _ = try await client.untilClosed()
        await stopped
        #expect(ReceivedAnswer.parse(client.received).map(\.body) == ["event"])
        loops.stop()
    }

    @Test func `beyond the limit a connection waits until another closes`() async throws {
        var limits = HTTPLimits()
        limits.connections = 2
        try await TestServer.with(limits: limits, respond: countContent) { server in
            let first = try await server.client()
            await first.send(ProtocolCase.plain)
            _ = try await first.untilAnswers(1)
            let second = try await server.client()
            await second.send(ProtocolCase.plain)
            _ = try await second.untilAnswers(1)
            let third = try await server.client()
            await third.send(ProtocolCase.plain)
            // Another round on a connection that is open shows that the server has had its chance.
            await first.send(ProtocolCase.plain)
            _ = try await first.untilAnswers(2)
            #expect(third.received.isEmpty)
            await second.close()
            _ = try await third.untilAnswers(1)
        }
    }

    @Test func `connections are spread over the loops, and every one is served`() async throws {
        try await TestServer.with(loops: 2, respond: { _ in .text(EventLoop.current?.name ?? "no loop") }) { server in
            var loops: Set<String> = []
            for _ in 0..<64 {
                let client = try await server.client()
                await client.send(ProtocolCase.plain)
                loops.insert(try await client.untilAnswers(1)[0].body)
                await client.close()
            }
            #expect(loops == ["loop-0", "loop-1"])
        }
    }

    @Test func `over TLS the same requests get the same answers`() async throws {
        let authority = try TestAuthority()
        let identity = try authority.issue(names: ["localhost"])
        let loops = EventLoopGroup(count: 1)
        loops.start()
        let context = try TLSContext.server(certificate: identity.certificate, key: identity.key)
        let server = HTTPServer(
            address: .loopback(port: 0), loops: loops, responder: TestResponder(respond: countContent), tls: context, runtime: .testing())
        try await server.start()
        let client = try await TLSTestClient.connect(to: server.port, trusting: authority.certificate, on: loops.next())
        try await client.send("POST /__echo HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + String(repeating: "a", count: 300_000))
        try await client.send("GET /__echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let answers = try await client.untilEnded()
        #expect(answers.map(\.status) == [200, 200])
        #expect(answers.first?.body == "300000")
        await server.stop()
        loops.stop()
    }
}
