import Net
import TestSupport
import Testing

@Suite struct ClientTLSTests {
    private let authority: TestAuthority

    init() throws { authority = try TestAuthority() }

    @Test(arguments: ["hooks.test", "127.0.0.1"]) func `a handshake with the right name lets both sides talk`(host: String) throws {
        let identity = try authority.issue(names: ["hooks.test"], addresses: ["127.0.0.1"])
        let pair = try Pair(host, identity, trusting: authority)
        try pair.shakeHands()
        #expect(pair.client.version == "TLSv1.3")
        try pair.send("question", from: pair.client)
        #expect(try pair.read(pair.server) == "question")
        try pair.send(String(repeating: "answer", count: 20_000), from: pair.server)
        #expect(try pair.read(pair.client) == String(repeating: "answer", count: 20_000))
    }

    @Test func `a farewell is told apart from silence`() throws {
        let pair = try Pair("hooks.test", authority.issue(names: ["hooks.test"]), trusting: authority)
        try pair.shakeHands()
        #expect(try pair.outcome(pair.client) == .starved)
        pair.server.close()
        pair.carry()
        #expect(try pair.outcome(pair.client) == .ended)
    }

    @Test func `a certificate for another name is refused`() throws {
        let pair = try Pair("hooks.test", authority.issue(names: ["other.test"]), trusting: authority)
        #expect(throws: TLSError.certificateWrongName) { try pair.shakeHands() }
        let address = try Pair("127.0.0.1", authority.issue(names: ["127.0.0.1"], addresses: ["127.0.0.2"]), trusting: authority)
        #expect(throws: TLSError.certificateWrongName) { try address.shakeHands() }
    }

    @Test func `an expired certificate is refused`() throws {
        let pair = try Pair("hooks.test", authority.issue(names: ["hooks.test"], days: -1), trusting: authority)
        #expect(throws: TLSError.certificateExpired) { try pair.shakeHands() }
    }

    @Test func `a certificate of an unknown authority is refused`() throws {
        let pair = try Pair("hooks.test", authority.issue(names: ["hooks.test"]), trusting: TestAuthority())
        #expect(throws: TLSError.certificateUntrusted) { try pair.shakeHands() }
    }

    @Test func `what is not TLS is refused`() throws {
        let session = TLSSession(connectingTo: "hooks.test", context: try .client())
        #expect(try !session.handshake())
        Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8).withUnsafeBytes { session.receive($0) }
        #expect(throws: TLSError.malformed("wrong version number")) { try session.handshake() }
    }

    @Test func `a server that speaks TLS 1.1 at most is refused`() throws {
        let session = TLSSession(connectingTo: "hooks.test", context: try .client())
        #expect(try !session.handshake())
        // A record with a ServerHello (RFC 4346, section 7.4.1.3): version 1.1, a random, no session id, a cipher, no compression.
        let hello = [0x03, 0x02] + [UInt8](repeating: 7, count: 32) + [0, 0xC0, 0x13, 0]
        let message = [0x02, 0, 0, UInt8(hello.count)] + hello
        let record = [0x16, 0x03, 0x02, 0, UInt8(message.count)] + message
        record.withUnsafeBytes { session.receive($0) }
        #expect(throws: TLSError.versionRefused) { try session.handshake() }
    }

    @Test func `files that are no certificate or no key are told apart`() throws {
        let one = try authority.issue(names: ["one.test"])
        let other = try authority.issue(names: ["other.test"])
        #expect(throws: TLSContextError.keyOfAnotherCertificate) { try TLSContext.server(certificate: one.certificate, key: other.key) }
        #expect {
            try TLSContext.server(certificate: "/nonexistent", key: one.key)
        } throws: {
            guard case .certificateUnreadable("/nonexistent", _)? = $0 as? TLSContextError else { return false }
            return true
        }
        #expect {
            try TLSContext.server(certificate: one.certificate, key: one.certificate)
        } throws: {
            guard case .keyUnreadable(one.certificate, _)? = $0 as? TLSContextError else { return false }
            return true
        }
        #expect(throws: TLSContextError.self) { try TLSContext.client(extraAuthorities: Array("no certificate".utf8)) }
    }
}

/// A client's and a server's session, and the network between them.
private struct Pair {
    let client: TLSSession
    let server: TLSSession

    init(_ host: String, _ identity: TestAuthority.Identity, trusting authority: TestAuthority) throws {
        client = TLSSession(connectingTo: host, context: try .client(extraAuthorities: authority.certificate))
        server = TLSSession(accepting: try .server(certificate: identity.certificate, key: identity.key))
    }

    func carry() {
        for (from, to) in [(client, server), (server, client)] {
            var bytes: [UInt8] = []
            from.takeOutgoing(into: &bytes)
            bytes.withUnsafeBytes { to.receive($0) }
        }
    }

    func shakeHands() throws {
        for _ in 0..<10 {
            let clientDone = try client.handshake()
            carry()
            let serverDone = try server.handshake()
            carry()
            if clientDone && serverDone { return }
        }
        Issue.record("the handshake does not end")
    }

    func send(_ text: String, from sender: TLSSession) throws {
        try Array(text.utf8).withUnsafeBytes { try sender.write($0) }
        carry()
    }

    func read(_ session: TLSSession) throws -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 5000)
        while case .bytes(let count) = try buffer.withUnsafeMutableBytes({ try session.read(into: $0) }) { text += buffer.prefix(count) }
        return String(decoding: text, as: UTF8.self)
    }

    func outcome(_ session: TLSSession) throws -> TLSSession.ReadOutcome {
        var buffer = [UInt8](repeating: 0, count: 100)
        return try buffer.withUnsafeMutableBytes { try session.read(into: $0) }
    }
}
