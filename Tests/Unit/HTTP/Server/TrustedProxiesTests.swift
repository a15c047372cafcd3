import HTTP
import Net
import Testing

@Suite struct TrustedProxiesTests {
    /// Trusted: 10.0.0.0/8, 127.0.0.1, 2001:db8:1::/48.
    static let cases: [(peer: String, forwarded: [String], client: String)] = [
        // Nobody whom we know says anything.
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("10.0.0.1", [], "10.0.0.1"),
        // The nearest hop that is no proxy of ours is the client, whatever it claims itself.
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1, 198.51.100.1, 10.9.9.9"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1", "198.51.100.1 ,\t10.9.9.9"], "198.51.100.1"),
        ("10.0.0.1", ["nonsense, 198.51.100.1"], "198.51.100.1"),
        ("2001:db8:1::7", ["2001:DB8:2:0:0:0:0:1"], "2001:db8:2::1"),
        // One client has one address.
        ("::ffff:10.0.0.1", ["::ffff:198.51.100.1"], "198.51.100.1"),
        ("::ffff:203.0.113.9", [], "203.0.113.9"),
        // A proxy that asks for itself.
        ("10.0.0.1", ["10.0.0.2, 127.0.0.1"], "10.0.0.2"),
        // What cannot be read counts as the peer's own doing.
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["unknown"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1, nonsense"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1,"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1", ""], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1:4711"], "10.0.0.1"),
        ("10.0.0.1", ["[2001:db8:2::1]"], "10.0.0.1"),
        ("10.0.0.1", ["\"198.51.100.1\""], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.01"], "10.0.0.1"),
        ("10.0.0.1", ["3325256705"], "10.0.0.1"),
        // The last that may be passed, and one more.
        ("10.0.0.1", ["198.51.100.1" + String(repeating: ", 10.0.0.2", count: 15)], "198.51.100.1"),
        ("10.0.0.1", ["198.51.100.1" + String(repeating: ", 10.0.0.2", count: 16)], "10.0.0.1"),
    ]

    @Test(arguments: cases) func `the client is whom the nearest stranger's proxy saw`(peer: String, forwarded: [String], client: String) throws {
        let proxies = try TrustedProxies("10.0.0.0/8, 127.0.0.1 ,2001:db8:1::/48")
        #expect(proxies.clientAddress(of: try Self.request(from: peer, forwarded)) == client)
    }

    @Test func `without a proxy that is trusted only the connection counts`() throws {
        #expect(TrustedProxies.none.clientAddress(of: try Self.request(from: "127.0.0.1", ["198.51.100.1"])) == "127.0.0.1")
    }

    @Test func `what a proxy of this machine passes on is not of this machine`() throws {
        let proxies = try TrustedProxies("127.0.0.1")
        #expect(proxies.isLocal(try Self.request(from: "127.0.0.1", [])))
        #expect(!proxies.isLocal(try Self.request(from: "127.0.0.1", ["198.51.100.1"])))
        #expect(!proxies.isLocal(try Self.request(from: "198.51.100.1", ["127.0.0.1"])))
        #expect(TrustedProxies.none.isLocal(try Self.request(from: "::1", [])))
        #expect(TrustedProxies.none.isLocal(try Self.request(from: "::ffff:127.0.0.1", [])))
    }

    @Test(arguments: ["", " ", "10.0.0.0/8,", ",10.0.0.0/8", "10.0.0.1/8", "localhost", "10.0.0.0/8 10.1.0.0/16", "*"])
    func `a list that is wrong anywhere is refused whole`(text: String) {
        #expect(throws: TrustedProxies.Malformed.self) { try TrustedProxies(text) }
    }

    @Test func `what is wrong is named`() {
        #expect(throws: TrustedProxies.Malformed(description: "\"proxy\" is neither an address nor a range such as 10.0.0.0/8")) {
            try TrustedProxies("10.0.0.0/8, proxy")
        }
        #expect(throws: TrustedProxies.Malformed.self) {
            try TrustedProxies(Array(repeating: "10.0.0.1", count: TrustedProxies.rangeLimit + 1).joined(separator: ","))
        }
    }

    private static func request(from peer: String, _ forwarded: [String]) throws -> HTTPRequest {
        var fields = HTTPFields()
        for line in forwarded { fields.add("x-forwarded-for", line) }
        return HTTPRequest(method: .get, target: "/", fields: fields, peer: try #require(SocketAddress(ip: peer, port: 4711)))
    }
}
