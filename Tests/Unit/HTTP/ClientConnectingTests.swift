import Glibc
import HTTP
import Net
import TestSupport
import Testing

@Suite struct ClientConnectingTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    private static let publicOnly = HTTPClientPolicy(schemes: [.http, .https], publicAddressesOnly: true)

    @Test func `a name is resolved and announced to the server`() async throws {
        let server = try RawServer { peer, _ in
            let names = peer.request()?.contains("\r\nhost: hooks.test:") == true
            peer.send(names ? Self.ok : "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        }
        #expect(try await ClientBench(names: ["hooks.test": ["127.0.0.1"]]).get("http://hooks.test:\(server.port)/").status == 200)
    }

    @Test func `a name without addresses is told`() async throws {
        await #expect(throws: HTTPClientError.dnsFailed) { try await ClientBench().get("http://nowhere.test/") }
    }

    @Test func `a refused connection is told`() async throws {
        let (descriptor, port) = RawSocket.listen(backlog: 1)
        close(descriptor)
        await #expect(throws: HTTPClientError.connectionRefused) { try await ClientBench().get("http://127.0.0.1:\(port)/") }
    }

    @Test func `when the first address refuses, the next is tried`() async throws {
        let server = try RawServer.answering(Self.ok)
        let bench = try ClientBench(names: ["hooks.test": ["127.0.0.2", "127.0.0.1"]])
        #expect(try await bench.get("http://hooks.test:\(server.port)/").status == 200)
    }

    @Test func `a server that takes no connection is given up at the deadline for connecting`() async throws {
        // A full queue makes Linux drop what asks for a connection.
        let (listener, port) = RawSocket.listen(backlog: 0)
        defer { close(listener) }
        var queued: [Int32] = []
        for _ in 0..<3 {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            _ = SocketAddress.loopback(port: UInt16(port)).withSockaddr { connect(descriptor, $0, $1) }
            queued.append(descriptor)
        }
        defer { for descriptor in queued { close(descriptor) } }
        let bench = try ClientBench(limits: { $0.connectDeadline = .milliseconds(80) })
        await #expect(throws: HTTPClientError.connectTimedOut) { try await bench.get("http://127.0.0.1:\(port)/") }
        let patient = try ClientBench()
        await #expect(throws: HTTPClientError.timedOut) { try await patient.get("http://127.0.0.1:\(port)/", deadline: .milliseconds(80)) }
    }

    @Test(arguments: ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "10.0.0.1", "169.254.169.254"])
    func `an address that is not public is refused without a connection`(host: String) async throws {
        let server = try RawServer.answering(Self.ok)
        await #expect(throws: HTTPClientError.addressNotAllowed) {
            try await ClientBench(policy: Self.publicOnly).get("http://\(host):\(server.port)/")
        }
        #expect(server.connectionCount == 0)
    }

    @Test(arguments: [["127.0.0.1"], ["::1"], ["8.8.8.8", "127.0.0.1"], ["127.0.0.1", "8.8.8.8"], ["2606:4700::1", "fd00::1"]])
    func `a name with a single address that is not public is refused without a connection`(addresses: [String]) async throws {
        let server = try RawServer.answering(Self.ok)
        let bench = try ClientBench(names: ["rebind.test": addresses], policy: Self.publicOnly)
        await #expect(throws: HTTPClientError.addressNotAllowed) { try await bench.get("http://rebind.test:\(server.port)/") }
        #expect(server.connectionCount == 0)
    }

    @Test(arguments: ["https://8.8.8.8/", "https://[::ffff:8.8.8.8]/"]) func `the operator's own addresses are refused too`(url: String) throws {
        var policy = HTTPClientPolicy.customerURLs
        #expect(throws: Never.self) { try policy.check(HTTPURL(url)) }
        policy.refused = [try #require(IPAddress("8.8.8.8"))]
        #expect(throws: HTTPClientError.addressNotAllowed) { try policy.check(HTTPURL(url)) }
    }

    @Test func `scheme and port must be allowed`() async throws {
        let bench = try ClientBench(policy: HTTPClientPolicy(schemes: [.https], publicAddressesOnly: false, ports: [443]))
        await #expect(throws: HTTPClientError.requestNotAllowed) { try await bench.get("http://127.0.0.1:443/") }
        await #expect(throws: HTTPClientError.requestNotAllowed) { try await bench.get("https://127.0.0.1:25/") }
        #expect(throws: HTTPClientError.addressNotAllowed) { try HTTPClientPolicy.customerURLs.check(HTTPURL("https://10.0.0.1/")) }
        #expect(throws: HTTPClientError.requestNotAllowed) { try HTTPClientPolicy.customerURLs.check(HTTPURL("http://example.com/")) }
        #expect(throws: Never.self) { try HTTPClientPolicy.customerURLs.check(HTTPURL("https://example.com:8443/")) }
    }

    @Test func `beyond the limit of connections a request is refused, and one that waits makes room`() async throws {
        let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
        let hanging = try RawServer { peer, _ in
            _ = peer.request()
            arrival.yield()
            peer.waitForClose()
        }
        let server = try RawServer.answering(Self.ok)
        let bench = try ClientBench(limits: { $0.connections = 2 })
        let task = Task { try await bench.get("http://127.0.0.1:\(hanging.port)/") }
        _ = await arrived.first { true }
        // The second connection stays open for later; the third takes its place.
        #expect(try await bench.get("http://127.0.0.1:\(server.port)/").status == 200)
        let second = Task { try await bench.get("http://127.0.0.1:\(hanging.port)/") }
        _ = await arrived.first { true }
        await #expect(throws: HTTPClientError.overloaded) { try await bench.get("http://127.0.0.1:\(server.port)/") }
        task.cancel()
        second.cancel()
    }
}
