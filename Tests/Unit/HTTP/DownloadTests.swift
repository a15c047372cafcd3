import Core
import Net
import TestSupport
import Testing

@testable import HTTP

@Suite struct DownloadTests {
    private func whole(_ url: String, on bench: ClientBench, upTo limit: Int = 1_000_000, deadline: Duration = .seconds(20)) async throws -> [UInt8] {
        try await bench.client.download(HTTPURL(url), upTo: limit, deadline: deadline, for: bench.tenant) { download in
            var bytes: [UInt8] = []
            while let piece = try await download.next() { bytes += piece }
            return bytes
        }
    }

    private static func ok(_ content: String) -> String { "HTTP/1.1 200 OK\r\nContent-Length: \(content.utf8.count)\r\n\r\n\(content)" }

    private static func redirect(_ location: String, _ status: Int = 302) -> String {
        "HTTP/1.1 \(status) Go\r\nLocation: \(location)\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more than was said",
    ])
    func `a content comes as it was sent, however its end is marked`(answer: String) async throws {
        let server = try RawServer { peer, _ in
            _ = peer.request()
            peer.send(answer)
        }
        #expect(try await whole("http://127.0.0.1:\(server.port)/", on: ClientBench()) == Array("hello".utf8))
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello \r\n5\r\nthere\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello there",
    ])
    func `a content beyond the limit is refused as soon as that is known`(answer: String) async throws {
        let server = try RawServer { peer, _ in
            _ = peer.request()
            peer.send(answer)
            if answer.hasSuffix("\r\n\r\n"), answer.contains("Length") { peer.waitForClose() }
        }
        let bench = try ClientBench()
        await #expect(throws: HTTPClientError.responseTooLarge) { try await whole("http://127.0.0.1:\(server.port)/", on: bench, upTo: 10) }
    }

    @Test func `a content that is shorter than announced is no content`() async throws {
        let server = try RawServer { peer, _ in
            _ = peer.request()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
        }
        let bench = try ClientBench()
        await #expect(throws: HTTPClientError.disconnected) { try await whole("http://127.0.0.1:\(server.port)/", on: bench) }
    }

    @Test func `a server that drips is given up at the deadline, redirects included`() async throws {
        let server = try RawServer { peer, _ in
            _ = peer.request()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            peer.waitForClose()
        }
        let first = try RawServer.answering(Self.redirect("http://127.0.0.1:\(server.port)/"))
        let bench = try ClientBench()
        await #expect(throws: HTTPClientError.timedOut) {
            try await whole("http://127.0.0.1:\(first.port)/", on: bench, deadline: .milliseconds(150))
        }
    }

    /// While nobody reads, the server has to stop: more than the window is never held here.
    @Test func `a slow reader holds the server back`() async throws {
        let sent = Lock(0)
        let server = try RawServer { peer, _ in
            _ = peer.request()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(64 << 20)\r\n\r\n")
            for _ in 0..<1024 {
                peer.send([UInt8](repeating: 7, count: 64 << 10))
                sent.withLock { $0 += 64 << 10 }
            }
        }
        let bench = try ClientBench()
        let total = try await bench.client.download(
            HTTPURL("http://127.0.0.1:\(server.port)/"), upTo: 64 << 20, deadline: .seconds(30), for: nil
        ) { download in
            var total = try await download.next()?.count ?? 0
            // What is not held here waits in the kernel's buffers, which are larger than the window.
            try await eventually("the server has sent several windows") { sent.withLock { $0 } >= 4 * HTTPDownloadStream.window }
            while let piece = try await download.next() {
                #expect(piece.count <= 2 * HTTPDownloadStream.window)
                total += piece.count
            }
            return total
        }
        #expect(total == 64 << 20)
    }

    @Test func `a reader that has enough ends the connection`() async throws {
        let closed = Lock(false)
        let server = try RawServer { peer, _ in
            _ = peer.request()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\nabc")
            peer.waitForClose()
            closed.withLock { $0 = true }
        }
        let bench = try ClientBench()
        let first = try await bench.client.download(
            HTTPURL("http://127.0.0.1:\(server.port)/"), upTo: .max, deadline: .seconds(20), for: nil
        ) { try await $0.next() }
        #expect(first == Array("abc".utf8))
        try await eventually("the connection is closed") { closed.withLock { $0 } }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is followed with a request that carries nothing over`(status: Int) async throws {
        let seen = Lock<[String]>([])
        let target = try RawServer { peer, _ in
            seen.withLock { $0.append(peer.request() ?? "") }
            peer.send(Self.ok("there"))
        }
        let server = try RawServer.answering(Self.redirect("http://127.0.0.1:\(target.port)/x?y=1", status))
        #expect(try await whole("http://127.0.0.1:\(server.port)/a", on: ClientBench()) == Array("there".utf8))
        let request = try #require(seen.withLock { $0.first })
        #expect(request.hasPrefix("GET /x?y=1 HTTP/1.1\r\nhost: 127.0.0.1:\(target.port)\r\n"))
        #expect(!request.lowercased().contains("cookie") && !request.lowercased().contains("referer"))
    }

    @Test func `three redirects are followed, a fourth is not`() async throws {
        let asked = Lock<[String]>([])
        let server = try RawServer { peer, _ in
            while let request = peer.request() {
                let path = request.split(separator: " ")[1]
                asked.withLock { $0.append(String(path)) }
                let left = Int(path.dropFirst()) ?? 0
                peer.send(left == 0 ? Self.ok("done") : Self.redirect("/\(left - 1)"))
            }
        }
        let bench = try ClientBench()
        #expect(try await whole("http://127.0.0.1:\(server.port)/3", on: bench) == Array("done".utf8))
        await #expect(throws: HTTPRedirectError.tooMany) { try await whole("http://127.0.0.1:\(server.port)/4", on: bench) }
        #expect(asked.withLock { $0 } == ["/3", "/2", "/1", "/0", "/4", "/3", "/2", "/1"])
    }

    @Test func `https never becomes http`() async throws {
        let authority = try TestAuthority()
        let plain = try RawServer.answering(Self.ok("x"))
        let secure = try RawServer.answering(
            Self.redirect("http://127.0.0.1:\(plain.port)/"), identity: try authority.issue(names: ["files.test"]))
        let bench = try ClientBench(names: ["files.test": ["127.0.0.1"]], trusting: authority)
        await #expect(throws: HTTPRedirectError.downgrade) { try await whole("https://files.test:\(secure.port)/", on: bench) }
        #expect(plain.connectionCount == 0)
    }

    @Test(arguments: ["", "http://", "ftp://127.0.0.1/", "http://a@b/", "http://127.1/", "//0x7f.1/", "javascript:alert(1)", "/a b"])
    func `a redirect to what is no URL of ours is refused`(location: String) async throws {
        let server = try RawServer.answering(Self.redirect(location))
        let bench = try ClientBench()
        await #expect(throws: (any Error).self) { try await whole("http://127.0.0.1:\(server.port)/", on: bench) }
        #expect(server.connectionCount <= HTTPClient.redirectLimit + 1)
    }

    @Test(arguments: [
        ("http://a.test/x/y?z", "w", "http://a.test/x/w"), ("http://a.test/x/y", "../w?q", "http://a.test/w?q"),
        ("http://a.test/x/y", "./", "http://a.test/x/"),
        ("http://a.test/x", "/w/../v", "http://a.test/v"), ("http://a.test/x", "//b.test/", "http://b.test/"),
        ("http://a.test/x?y", "?w", "http://a.test/x?w"),
        ("https://a.test:8443/x", "y", "https://a.test:8443/y"), ("http://a.test/", "../../..", "http://a.test/"),
        ("http://a.test/x", "#f", "http://a.test/x"),
        ("http://a.test/x", "HTTPS://b.test/y", "https://b.test/y"),
    ])
    func `a reference leads where browsers go`(base: String, reference: String, to: String) throws {
        #expect(try HTTPURL(base).following(reference).description == to)
    }
}
