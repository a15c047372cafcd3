import Core
import Glibc
import HTTP
import TestSupport
import Testing

@Suite struct ClientPoolTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test func `one tenant's requests share a connection, another tenant's do not`() async throws {
        let server = try RawServer.answering(Self.ok)
        let bench = try ClientBench()
        let url = "http://127.0.0.1:\(server.port)/"
        for _ in 0..<3 { #expect(try await bench.get(url).status == 200) }
        #expect(server.connectionCount == 1)
        let other: TenantID = SystemIDSource(clock: SystemClock()).next()
        #expect(try await bench.get(url, pool: other).status == 200)
        #expect(server.connectionCount == 2)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more",
    ])
    func `a connection that cannot be trusted with another request is not kept`(answer: String) async throws {
        let server = try RawServer.answering(answer)
        let bench = try ClientBench()
        for _ in 0..<2 { #expect(try await bench.get("http://127.0.0.1:\(server.port)/").status == 200) }
        #expect(server.connectionCount == 2)
    }

    @Test func `a kept connection is closed when nobody used it for a while`() async throws {
        let (closed, closing) = AsyncStream.makeStream(of: Void.self)
        let server = try RawServer { peer, _ in
            while peer.request() != nil { peer.send(Self.ok) }
            closing.yield()
        }
        let bench = try ClientBench(limits: { $0.idleTime = .milliseconds(30) })
        #expect(try await bench.get("http://127.0.0.1:\(server.port)/").status == 200)
        _ = await closed.first { true }
        #expect(try await bench.get("http://127.0.0.1:\(server.port)/").status == 200)
        #expect(server.connectionCount == 2)
    }

    @Test func `only so many connections are kept for one server`() async throws {
        let (closed, closing) = AsyncStream.makeStream(of: Void.self)
        let meeting = ThreadMeeting(of: 3)
        let server = try RawServer { peer, _ in
            while peer.request() != nil {
                // All three are under way before one is answered.
                meeting.attend()
                peer.send(Self.ok)
            }
            closing.yield()
        }
        let bench = try ClientBench(limits: { $0.idleConnectionsPerServer = 2 })
        async let first = bench.get("http://127.0.0.1:\(server.port)/")
        async let second = bench.get("http://127.0.0.1:\(server.port)/")
        async let third = bench.get("http://127.0.0.1:\(server.port)/")
        _ = try await (first, second, third)
        // The one too many is closed at once.
        _ = await closed.first { true }
        #expect(server.connectionCount == 3)
    }

    @Test func `when the server has closed a kept connection, the request goes over a new one`() async throws {
        let (closed, closing) = AsyncStream.makeStream(of: Void.self)
        let server = try RawServer { peer, number in
            _ = peer.request()
            peer.send(Self.ok)
            if number > 0 { return peer.waitForClose() }
            peer.close()
            closing.yield()
        }
        let bench = try ClientBench()
        #expect(try await bench.send(.post, "http://127.0.0.1:\(server.port)/").status == 200)
        _ = await closed.first { true }
        #expect(try await bench.send(.post, "http://127.0.0.1:\(server.port)/").status == 200)
        #expect(server.connectionCount == 2)
    }

    @Test(arguments: [true, false])
    func `a kept connection that dies over a request is replaced once, and only if a repetition can be told`(isRepeatable: Bool) async throws {
        let server = try RawServer { peer, number in
            _ = peer.request()
            peer.send(Self.ok)
            _ = peer.request()
            if number > 0 { peer.send(Self.ok) }
        }
        let bench = try ClientBench()
        let url = "http://127.0.0.1:\(server.port)/"
        #expect(try await bench.send(.post, url).status == 200)
        if isRepeatable {
            #expect(try await bench.send(.post, url, isRepeatable: true).status == 200)
            #expect(server.connectionCount == 2)
        } else {
            await #expect(throws: HTTPClientError.disconnected) { try await bench.send(.post, url) }
            #expect(server.connectionCount == 1)
        }
    }

    @Test func `once a byte of the answer has come, nothing is sent again`() async throws {
        let server = try RawServer { peer, _ in
            _ = peer.request()
            peer.send(Self.ok)
            _ = peer.request()
            peer.send("H")
        }
        let bench = try ClientBench()
        let url = "http://127.0.0.1:\(server.port)/"
        #expect(try await bench.send(.post, url).status == 200)
        await #expect(throws: HTTPClientError.disconnected) { try await bench.send(.post, url, isRepeatable: true) }
        #expect(server.connectionCount == 1)
    }

    @Test func `what a server sends unasked is not taken for the next answer`() async throws {
        let (sent, sending) = AsyncStream.makeStream(of: Void.self)
        let server = try RawServer { peer, number in
            _ = peer.request()
            peer.send(Self.ok)
            if number > 0 { return peer.waitForClose() }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")
            sending.yield()
            peer.waitForClose()
        }
        let bench = try ClientBench()
        let url = "http://127.0.0.1:\(server.port)/"
        #expect(try await bench.get(url).body == Array("ok".utf8))
        _ = await sent.first { true }
        #expect(try await bench.get(url).body == Array("ok".utf8))
    }
}

/// Holds threads until so many have come.
private final class ThreadMeeting: @unchecked Sendable {
    private let barrier: UnsafeMutablePointer<pthread_barrier_t> = .allocate(capacity: 1)
    init(of count: UInt32) { pthread_barrier_init(barrier, nil, count) }
    func attend() { pthread_barrier_wait(barrier) }
}
