import CLinux
import Glibc
import Testing

@testable import Net

@Suite struct SocketAddressTests {
    @Test(arguments: ["127.0.0.1", "203.0.113.9", "::1", "2001:db8::1", "::ffff:127.0.0.1"])
    func `a numeric address survives the way to the kernel's form and back`(ip: String) throws {
        let address = try #require(SocketAddress(ip: ip, port: 8080))
        #expect(address.ip == ip)
        #expect(address.port == 8080)
        let copy = address.withSockaddr { pointer, length in
            var storage = sockaddr_storage()
            withUnsafeMutableBytes(of: &storage) { $0.copyBytes(from: UnsafeRawBufferPointer(start: pointer, count: Int(length))) }
            return SocketAddress(storage)
        }
        #expect(copy == address)
    }

    @Test(arguments: ["127.1", "0x7f.0.0.1", "2130706433", "localhost", "", "127.0.0.1 ", "[::1]", "::1%lo"])
    func `anything but a plain numeric address is refused`(ip: String) {
        #expect(SocketAddress(ip: ip, port: 80) == nil)
    }

    @Test func `a port out of range is refused`() {
        #expect(SocketAddress(ip: "127.0.0.1", port: 65_536) == nil)
        #expect(SocketAddress(ip: "127.0.0.1", port: -1) == nil)
    }

    @Test func `loopback is known in all its forms`() throws {
        for ip in ["127.0.0.1", "127.66.0.1", "::1", "::ffff:127.0.0.1"] {
            #expect(try #require(SocketAddress(ip: ip, port: 1)).isLoopback)
        }
        for ip in ["128.0.0.1", "::2", "::ffff:8.8.8.8", "1::1"] {
            #expect(!(try #require(SocketAddress(ip: ip, port: 1)).isLoopback))
        }
    }

    @Test func `the description puts IPv6 in brackets`() throws {
        #expect(try #require(SocketAddress(ip: "::1", port: 80)).description == "[::1]:80")
        #expect(SocketAddress.loopback(port: 443).description == "127.0.0.1:443")
    }
}
