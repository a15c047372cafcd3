import Core
import HTTP
import Net
import TestSupport
import Testing

@Suite struct ClientExchangeTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test func `a request arrives as it was meant, and its answer comes back`() async throws {
        let seen = Lock<String?>(nil)
        let server = try RawServer { peer, _ in
            seen.withLock { $0 = peer.request() }
            peer.send("HTTP/1.1 202 Accepted\r\nX-Answer: yes\r\nContent-Length: 2\r\n\r\nok")
        }
        let answer = try await ClientBench().send(
            .post, "http://127.0.0.1:\(server.port)/hook?a=b", fields: ["webhook-id": "msg_1", "x-two": "a\r\nb"], body: Array("{\"a\":1}".utf8))
        #expect(answer.status == 202)
        #expect(answer.fields["x-answer"] == "yes")
        #expect(answer.body == Array("ok".utf8))
        #expect(answer.isBodyComplete)
        #expect(
            seen.withLock { $0 }
                == "POST /hook?a=b HTTP/1.1\r\nhost: 127.0.0.1:\(server.port)\r\nwebhook-id: msg_1\r\nx-two: a  b\r\ncontent-length: 7\r\n\r\n{\"a\":1}"
        )
    }

    @Test func `three megabytes go out and come back`() async throws {
        let server = try RawServer { peer, _ in
            guard let (_, content) = peer.message() else { return }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(content.count)\r\n\r\n")
            peer.send(content)
        }
        let body = Array(String(repeating: "abcdefghijklmnopqrstuvwxyz 0123456789", count: 80_000).utf8)
        let answer = try await ClientBench().send(.put, "http://127.0.0.1:\(server.port)/", body: body)
        #expect(answer.body == body)
    }

    @Test func `an answer that comes before the request is written is taken`() async throws {
        let server = try RawServer { peer, _ in
            _ = peer.head()
            peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n")
            peer.waitForClose()
        }
        let answer = try await ClientBench().send(.put, "http://127.0.0.1:\(server.port)/", body: [UInt8](repeating: 0, count: 20_000_000))
        #expect(answer.status == 413)
    }

    @Test(arguments: [301, 302, 303, 307, 308]) func `a redirect is an answer and is not followed`(status: Int) async throws {
        let target = try RawServer.answering(Self.ok)
        let server = try RawServer.answering("HTTP/1.1 \(status) Go\r\nLocation: http://127.0.0.1:\(target.port)/\r\nContent-Length: 0\r\n\r\n")
        let answer = try await ClientBench().send(.post, "http://127.0.0.1:\(server.port)/")
        #expect(answer.status == status)
        #expect(target.connectionCount == 0)
    }

    @Test func `a server that never answers is given up at the deadline`() async throws {
        let server = try RawServer { peer, _ in peer.waitForClose() }
        await #expect(throws: HTTPClientError.timedOut) {
            try await ClientBench().get("http://127.0.0.1:\(server.port)/", deadline: .milliseconds(80))
        }
    }

    @Test func `a content that drips past the deadline is too late, unless the beginning is enough`() async throws {
        let server = try RawServer { peer, _ in
            _ = peer.request()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            peer.waitForClose()
        }
        let bench = try ClientBench()
        let url = "http://127.0.0.1:\(server.port)/"
        await #expect(throws: HTTPClientError.timedOut) { try await bench.get(url, deadline: .milliseconds(80)) }
        let answer = try await bench.get(url, deadline: .milliseconds(80), content: .first(100))
        #expect(answer.status == 200)
        #expect(answer.body == Array("abc".utf8))
        #expect(!answer.isBodyComplete)
    }

    @Test func `a head that never ends is too late, whatever is wanted`() async throws {
        let server = try RawServer { peer, _ in
            _ = peer.request()
            peer.send("HTTP/1.1 200 OK\r\nContent-Le")
            peer.waitForClose()
        }
        await #expect(throws: HTTPClientError.timedOut) {
            try await ClientBench().get("http://127.0.0.1:\(server.port)/", deadline: .milliseconds(80), content: .first(100))
        }
    }

    @Test(arguments: [
        "", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "HTTP/1.1 100 Continue\r\n\r\n",
    ])
    func `a connection that ends too early is told`(sent: String) async throws {
        let server = try RawServer { peer, _ in
            _ = peer.request()
            peer.send(sent)
        }
        let bench = try ClientBench()
        await #expect(throws: HTTPClientError.disconnected) { try await bench.get("http://127.0.0.1:\(server.port)/", isRepeatable: true) }
        #expect(server.connectionCount == 1)
    }

    @Test func `a cut content is still an answer when its beginning is enough`() async throws {
        let server = try RawServer { peer, _ in
            _ = peer.request()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
        }
        let answer = try await ClientBench().get("http://127.0.0.1:\(server.port)/", content: .first(100))
        #expect(answer.status == 200)
        #expect(!answer.isBodyComplete)
    }

    @Test func `a reset is a broken connection`() async throws {
        let server = try RawServer { peer, _ in
            _ = peer.request()
            peer.reset()
        }
        await #expect(throws: HTTPClientError.disconnected) { try await ClientBench().get("http://127.0.0.1:\(server.port)/") }
    }

    @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "hello\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"])
    func `garbage is told apart from silence`(sent: String) async throws {
        let server = try RawServer.answering(sent)
        await #expect(throws: HTTPClientError.malformedResponse) { try await ClientBench().get("http://127.0.0.1:\(server.port)/") }
    }

    @Test func `an endless head and an endless content are cut off`() async throws {
        let server = try RawServer { peer, number in
            _ = peer.request()
            peer.send(number == 0 ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 200 OK\r\n\r\n")
            for _ in 0..<100_000 { peer.send(String(repeating: "x", count: 1000)) }
        }
        let bench = try ClientBench()
        let url = "http://127.0.0.1:\(server.port)/"
        await #expect(throws: HTTPClientError.responseTooLarge) { try await bench.get(url) }
        await #expect(throws: HTTPClientError.responseTooLarge) { try await bench.get(url, content: .whole(upTo: 4096)) }
        let answer = try await bench.get(url, content: .first(4096))
        #expect(answer.body.count == 4096)
        #expect(!answer.isBodyComplete)
    }

    @Test func `a cancelled caller does not wait, and the server sees it leave`() async throws {
        let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
        let (left, leaving) = AsyncStream.makeStream(of: Void.self)
        let server = try RawServer { peer, _ in
            _ = peer.request()
            arrival.yield()
            peer.waitForClose()
            leaving.yield()
        }
        let bench = try ClientBench()
        let task = Task { try await bench.get("http://127.0.0.1:\(server.port)/") }
        _ = await arrived.first { true }
        task.cancel()
        await #expect(throws: HTTPClientError.cancelled) { try await task.value }
        _ = await left.first { true }
    }

    @Test func `a task that is already cancelled sends nothing`() async throws {
        let server = try RawServer.answering(Self.ok)
        let bench = try ClientBench()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await bench.get("http://127.0.0.1:\(server.port)/")
        }
        await #expect(throws: HTTPClientError.cancelled) { try await task.value }
    }

    @Test func `stopping the client ends what is under way and what comes later`() async throws {
        let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
        let server = try RawServer { peer, _ in
            _ = peer.request()
            arrival.yield()
            peer.waitForClose()
        }
        let bench = try ClientBench()
        let task = Task { try await bench.get("http://127.0.0.1:\(server.port)/") }
        _ = await arrived.first { true }
        await bench.client.stop()
        await #expect(throws: HTTPClientError.cancelled) { try await task.value }
        await #expect(throws: HTTPClientError.cancelled) { try await bench.get("http://127.0.0.1:\(server.port)/") }
    }

    @Test(arguments: ["Host", "content-length", "Transfer-Encoding", "connection", "Expect", "", "a b", "a\r\nb", "ä"])
    func `a field that is the client's own, or no field, is refused`(name: String) async throws {
        await #expect(throws: HTTPClientError.requestNotAllowed) {
            var fields = HTTPFields()
            fields.add(name, "x")
            _ = try await ClientBench().get("http://127.0.0.1:1/", fields: fields)
        }
    }
}
