import Core
import HTTP
import Net
import TestSupport
import Testing

/// No redirect and no name leads a download into the network that it runs in.
@Suite struct DownloadGuardTests {
    /// Plays the internet: the one address of this machine that the policy takes for a public one.
    private static let publicly = "127.0.0.1"

    private func policy() throws -> HTTPClientPolicy {
        HTTPClientPolicy(schemes: [.http, .https], publicAddressesOnly: true, allowed: [try #require(IPAddress(Self.publicly))])
    }

    private func fetch(_ url: String, on bench: ClientBench) async throws {
        try await bench.client.download(HTTPURL(url), upTo: 1000, deadline: .seconds(10), for: nil) { download in
            while try await download.next() != nil {}
        }
    }

    @Test(arguments: ["127.0.0.2", "[::1]", "[::ffff:127.0.0.2]", "internal.test", "both.test", "0.0.0.0", "127.255.255.254"])
    func `a redirect into the internal network opens no connection`(host: String) async throws {
        let inside = Eavesdropper()
        let server = try RawServer.answering("HTTP/1.1 302 Go\r\nLocation: http://\(host):\(inside.port)/\r\nContent-Length: 0\r\n\r\n")
        let bench = try ClientBench(
            names: ["internal.test": ["127.0.0.2"], "both.test": [Self.publicly, "127.0.0.2"]], policy: try policy())
        await #expect(throws: HTTPClientError.addressNotAllowed) { try await fetch("http://\(Self.publicly):\(server.port)/", on: bench) }
        #expect(server.connectionCount == 1)
        #expect(inside.connectionCount == 0)
    }

    @Test func `a name that means something else the second time opens no connection`() async throws {
        let inside = Eavesdropper()
        let server = try RawServer { peer, _ in
            _ = peer.request()
            peer.send("HTTP/1.1 302 Go\r\nLocation: http://rebinding.test:\(inside.port)/\r\nContent-Length: 0\r\n\r\n")
        }
        let names = Rebinding(first: Self.publicly, then: "127.0.0.3")
        let loops = EventLoopGroup(count: 1)
        loops.start()
        let client = HTTPClient(loops: loops.loops, resolver: names, tls: try .client(), policy: try policy())
        await #expect(throws: HTTPClientError.addressNotAllowed) {
            try await client.download(HTTPURL("http://rebinding.test:\(server.port)/"), upTo: 1000, deadline: .seconds(10), for: nil) { _ in }
        }
        await client.stop()
        loops.stop()
        #expect(server.connectionCount == 1)
        #expect(inside.connectionCount == 0)
        #expect(names.asked.withLock { $0 } == 2)
    }

    @Test func `the eavesdropper would hear a connection`() async throws {
        let inside = Eavesdropper()
        let bench = try ClientBench(policy: HTTPClientPolicy(schemes: [.http], publicAddressesOnly: false))
        for address in ["127.0.0.2", "[::1]", "127.0.0.1"] {
            await #expect(throws: HTTPClientError.self) { try await fetch("http://\(address):\(inside.port)/", on: bench) }
        }
        try await eventually("all three are counted") { inside.connectionCount == 3 }
    }
}

/// Answers another address every time but the first.
private struct Rebinding: HostResolution {
    let first: String
    let then: String
    let asked = Lock(0)

    func resolve(_ host: String, port: Int, deadline: Duration) async throws(ResolverError) -> [SocketAddress] {
        let count = asked.withLock { count in
            count += 1
            return count
        }
        return [SocketAddress(ip: count == 1 ? first : then, port: port)].compactMap { $0 }
    }
}
