import Core
import Net
import Testing

@testable import HTTP

@Suite struct HTTPServerContentTests {
    @Test(arguments: [true, false])
    func `large content reaches a reader whole and in order`(isChunked: Bool) async throws {
        let content = (0..<1_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try await TestServer.with(respond: { request in
            let received = (try? await request.body.collect(upTo: content.count)) ?? []
            return .text(received == content ? "same" : "different")
        }) { server in
            let client = try await server.client()
            let framing = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(content.count)"
            await client.send("POST / HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n")
            if isChunked {
                for start in stride(from: 0, to: content.count, by: 7001) {
                    let part = content[start..<min(content.count, start + 7001)]
                    await client.send(Array("\(String(part.count, radix: 16))\r\n".utf8) + part + [13, 10])
                }
                await client.send("0\r\n\r\n")
            } else {
                await client.send(content)
            }
            #expect(try await client.untilAnswers(1)[0].body == "same")
            await client.send("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
            #expect(try await client.untilAnswers(2).count == 2)
        }
    }

    @Test func `small content is there when the handler starts`() async throws {
        let responder = TestResponder(atOnce: { request in
            request.method == .post ? .text("at once") : nil
        })
        try await TestServer.with(responder: responder) { server in
            let client = try await server.client()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
            await client.send("hello" + "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n")
            await client.send("x\r\n0\r\n\r\n")
            #expect(try await client.untilAnswers(2).map(\.body) == ["at once", "at once"])
        }
    }

    @Test func `a reader that takes its time slows the sender down`() async throws {
        let gate = Gate()
        let total = 20_000_000
        try await TestServer.with(respond: { request in
            guard request.path == "/slow" else { return .text("") }
            await gate.wait()
            let content = (try? await request.body.collect(upTo: total)) ?? []
            return .text("\(content.count)")
        }) { server in
            let client = try await server.client()
            await client.send("POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: \(total)\r\n\r\n")
            await client.send([UInt8](repeating: 1, count: total))
            // The loop turns often enough to have taken it all, if it did take it.
            let other = try await server.client()
            for round in 1...500 {
                await other.send(ProtocolCase.plain)
                _ = try await other.until { $0.received.count >= round }
            }
            #expect(client.unsent > 1_000_000)
            gate.open()
            #expect(try await client.untilAnswers(1)[0].body == "\(total)")
        }
    }

    @Test func `content is not late while it waits for us`() {
        let exchange = HTTPExchange(head: HTTPRequestHead(), headBytes: [], rules: HTTPAnswerHead.Rules(), received: .zero)
        var limits = HTTPLimits()
        limits.bodyGrace = .seconds(1)
        limits.bodyMinimumRate = 100
        exchange.contentCount = 200
        #expect(exchange.contentDeadline(limits) == 3_000_000_000)
        exchange.pausedSince = 5
        #expect(exchange.contentDeadline(limits) == .max)
        exchange.pausedSince = nil
        exchange.owesContinue = true
        #expect(exchange.contentDeadline(limits) == .max)
    }

    @Test func `100 is sent when the handler reads, and not before`() async throws {
        let gate = Gate()
        try await TestServer.with(respond: { request in
            await gate.wait()
            let content = (try? await request.body.collect(upTo: 100)) ?? []
            return .text(String(decoding: content, as: UTF8.self))
        }) { server in
            let client = try await server.client()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
            let other = try await server.client()
            await other.send(ProtocolCase.plain)
            #expect(client.received.isEmpty)
            gate.open()
            try await client.until(contains: "HTTP/1.1 100 Continue\r\n\r\n")
            await client.send("hello")
            #expect(try await client.untilAnswers(2).map(\.status) == [100, 200])
            #expect(client.text.hasSuffix("hello"))
        }
    }

    @Test func `without a reader there is no 100, and the connection closes after the answer`() async throws {
        try await TestServer.with(respond: { _ in .text("no need") }) { server in
            let client = try await server.client()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
            let text = try await client.untilClosed()
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(text.contains("Connection: close\r\n"))
        }
    }

    @Test func `a handler that finds the content too large answers, and the client that sends on still hears it`() async throws {
        try await TestServer.with(respond: { request in
            do throws(HTTPBodyError) {
                _ = try await request.body.collect(upTo: 1000)
                return .text("fits")
            } catch .tooLarge(let limit) {
                return .text("at most \(limit)", status: 413)
            } catch {
                return .text("\(error)", status: 400)
            }
        }) { server in
            let client = try await server.client()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n")
            await client.send([UInt8](repeating: 1, count: 3_000_000))
            let text = try await client.untilClosed()
            #expect(client.ending == .orderly)
            #expect(text.hasPrefix("HTTP/1.1 413 "))
            #expect(text.hasSuffix("at most 1000"))
        }
    }

    @Test func `content beyond the server's limit is refused by its length alone`() async throws {
        var limits = HTTPLimits()
        limits.bodyBytes = 1000
        try await TestServer.with(limits: limits, respond: countContent) { server in
            let client = try await server.client()
            await client.send("POST /__echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
            // The answer is there before a byte of content is sent, and sending on loses nothing.
            try await client.until(contains: "contentTooLarge")
            await client.sendByteByByte([UInt8](repeating: 1, count: 200))
            await client.endWriting()
            let text = try await client.untilClosed()
            #expect(text.hasPrefix("HTTP/1.1 413 "))
            #expect(client.ending == .orderly)
        }
    }

    @Test func `broken chunks after the handler has started are answered 400, and the handler is told`() async throws {
        let told = Lock<HTTPBodyError?>(nil)
        let isTold = Gate()
        try await TestServer.with(respond: { request in
            do throws(HTTPBodyError) {
                while try await request.body.next() != nil {}
            } catch {
                told.withLock { $0 = error }
                isTold.open()
            }
            return .text("never sent")
        }) { server in
            let client = try await server.client()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n11170\r\n")
            await client.send([UInt8](repeating: 1, count: 70_000) + Array("\r\nXYZ\r\n".utf8))
            let text = try await client.untilClosed()
            #expect(text.hasPrefix("HTTP/1.1 400 "))
            #expect(!text.contains("never sent"))
            await isTold.wait()
            #expect(told.withLock { $0 } == .malformed)
        }
    }

    @Test func `a handler that reads learns that the client is gone`() async throws {
        let told = Gate()
        try await TestServer.with(respond: { request in
            do throws(HTTPBodyError) {
                while try await request.body.next() != nil {}
            } catch .disconnected {
                told.open()
            } catch {}
            return .text("")
        }) { server in
            let client = try await server.client()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nhello")
            await client.close()
            await told.wait()
        }
    }
}
