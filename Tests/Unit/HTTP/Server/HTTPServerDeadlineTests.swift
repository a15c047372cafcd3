import Core
import Net
import Testing

@testable import HTTP

@Suite struct HTTPServerDeadlineTests {
    private var short: Duration { .milliseconds(50) }

    @Test func `a head that does not end is refused with 408`() async throws {
        var limits = HTTPLimits()
        limits.headDeadline = short
        try await TestServer.with(limits: limits, respond: countContent) { server in
            let client = try await server.client()
            await client.send("GET /__echo HTTP/1.1\r\nHo")
            let text = try await client.untilClosed()
            #expect(text.hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test func `a head is not given more time for every byte`() async throws {
        var limits = HTTPLimits()
        limits.headDeadline = short
        try await TestServer.with(limits: limits, respond: countContent) { server in
            let client = try await server.client()
            await client.send("GET /__echo HTTP/1.1\r\nX: ")
            let patience = SystemClock().monotonic + .seconds(20)
            while client.ending == nil, client.received.isEmpty, SystemClock().monotonic < patience {
                await client.send("a")
                await Task.yield()
                if client.unsent > 0 { break }
            }
            let text = try await client.untilClosed()
            #expect(text.hasPrefix("HTTP/1.1 4"))
        }
    }

    @Test func `an idle connection is closed without a word`() async throws {
        var limits = HTTPLimits()
        limits.idleDeadline = .milliseconds(300)
        try await TestServer.with(limits: limits, respond: countContent) { server in
            let fresh = try await server.client()
            let used = try await server.client(sending: ProtocolCase.plain)
            #expect(try await fresh.untilClosed() == "")
            _ = try await used.untilClosed()
            #expect(ReceivedAnswer.parse(used.received).map(\.status) == [200])
        }
    }

    @Test func `content that comes too slowly is refused with 408`() async throws {
        var limits = HTTPLimits()
        limits.bodyGrace = short
        try await TestServer.with(limits: limits, respond: countContent) { server in
            let client = try await server.client()
            await client.send("POST /__echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhello")
            let text = try await client.untilClosed()
            #expect(text.hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test func `a handler reading content that comes too slowly is told so`() async throws {
        var limits = HTTPLimits()
        limits.bodyGrace = short
        let told = Gate()
        try await TestServer.with(
            limits: limits,
            respond: { request in
                do throws(HTTPBodyError) {
                    while try await request.body.next() != nil {}
                } catch .timedOut {
                    told.open()
                } catch {}
                return .text("")
            }
        ) { server in
            let client = try await server.client()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nhello")
            let text = try await client.untilClosed()
            #expect(text.hasPrefix("HTTP/1.1 408 "))
            await told.wait()
        }
    }

    @Test func `a handler may take longer than any of the client's deadlines`() async throws {
        var limits = HTTPLimits()
        limits.headDeadline = .milliseconds(300)
        limits.idleDeadline = .milliseconds(300)
        limits.bodyGrace = .milliseconds(300)
        let (begun, gate) = (Gate(), Gate())
        try await TestServer.with(
            limits: limits,
            respond: { request in
                begun.open()
                await gate.wait()
                return .text("late")
            }
        ) { server in
            let client = try await server.client(sending: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab")
            await begun.wait()
            let idle = try await server.client()
            _ = try await idle.untilClosed()
            gate.open()
            #expect(try await client.untilAnswers(1)[0].body == "late")
        }
    }

    @Test func `a client that does not read its answer is cut off`() async throws {
        var limits = HTTPLimits()
        limits.writeDeadline = short
        try await TestServer.with(limits: limits, respond: { _ in .text(String(repeating: "a", count: 20_000_000)) }) { server in
            let client = try await server.client()
            await client.stopReading()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await client.untilClosed()
            #expect(client.received.count < 20_000_000)
        }
    }

    @Test func `after a refusal the server drains for a while, and then closes`() async throws {
        var limits = HTTPLimits()
        limits.lingerDeadline = short
        try await TestServer.with(limits: limits, respond: countContent) { server in
            let client = try await server.client()
            await client.send("{}\r\n\r\n")
            let text = try await client.untilClosed(keepingOurSide: true)
            #expect(text.hasPrefix("HTTP/1.1 400 "))
            // The client keeps its side open; the server forgets the connection all the same, or stopping it would never end.
        }
    }

    @Test func `a client that sends on and on after a refusal is cut off`() async throws {
        var limits = HTTPLimits()
        limits.lingerBytes = 100_000
        limits.bodyBytes = 10
        try await TestServer.with(limits: limits, respond: countContent) { server in
            let client = try await server.client()
            await client.send("POST /__echo HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n")
            _ = try await client.untilClosed(keepingOurSide: true)
            await client.send([UInt8](repeating: 1, count: 50_000_000))
            #expect(client.text.hasPrefix("HTTP/1.1 413 "))
        }
    }
}
