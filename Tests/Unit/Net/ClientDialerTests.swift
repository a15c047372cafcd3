import Glibc
import TestSupport
import Testing

@testable import Net

@Suite struct ClientDialerTests {
    @Test func `a connection that leads elsewhere is told apart from one that leads where it should`() throws {
        let server = try RawServer { peer, _ in peer.waitForClose() }
        let address = SocketAddress.loopback(port: UInt16(server.port))
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        #expect(!Dialer.leads(descriptor, to: address))
        #expect(address.withSockaddr { connect(descriptor, $0, $1) } == 0)
        #expect(Dialer.leads(descriptor, to: address))
        let mapped = try #require(SocketAddress(ip: "::ffff:127.0.0.1", port: server.port))
        #expect(Dialer.leads(descriptor, to: mapped))
        #expect(!Dialer.leads(descriptor, to: address.with(port: 1)))
        let other = try #require(SocketAddress(ip: "127.0.0.2", port: server.port))
        #expect(!Dialer.leads(descriptor, to: other))
    }
}
