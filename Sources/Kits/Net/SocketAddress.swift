package import Glibc

/// An IPv4 or IPv6 address with a port; kept in 24 bytes rather than in the kernel's 128.
package struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64
    private let scope: UInt32
    private let portNumber: UInt16
    /// Whether it is an IPv6 address, IPv4-mapped ones included.
    package let isIPv6: Bool

    /// The port, 0 to 65535.
    package var port: Int { Int(portNumber) }

    /// Reads a numeric address, `192.0.2.1` or `2001:db8::1`, in the forms of `inet_pton` only; nil for anything else or a port out of range.
    package init?(ip: String, port: Int) {
        guard let port = UInt16(exactly: port) else { return nil }
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, ip, &four) == 1 {
            self.init(ipv4: UInt32(bigEndian: four.s_addr), port: port)
        } else if inet_pton(AF_INET6, ip, &six) == 1 {
            self.init(ipv6: six, port: port, scope: 0)
        } else {
            return nil
        }
    }

    /// Reads what the kernel or the resolver filled in; nil when it is neither IPv4 nor IPv6.
    package init?(_ storage: sockaddr_storage) {
        switch Int32(storage.ss_family) {
        case AF_INET:
            let address = withUnsafeBytes(of: storage) { $0.loadUnaligned(as: sockaddr_in.self) }
            self.init(ipv4: UInt32(bigEndian: address.sin_addr.s_addr), port: UInt16(bigEndian: address.sin_port))
        case AF_INET6:
            let address = withUnsafeBytes(of: storage) { $0.loadUnaligned(as: sockaddr_in6.self) }
            self.init(ipv6: address.sin6_addr, port: UInt16(bigEndian: address.sin6_port), scope: address.sin6_scope_id)
        default:
            return nil
        }
    }

    /// 127.0.0.1 with a port.
    package static func loopback(port: UInt16) -> SocketAddress { SocketAddress(ipv4: 0x7F00_0001, port: port) }

    private init(ipv4: UInt32, port: UInt16) {
        (high, low, scope, portNumber, isIPv6) = (0, UInt64(ipv4), 0, port, false)
    }

    private init(ipv6: in6_addr, port: UInt16, scope: UInt32) {
        let halves = withUnsafeBytes(of: ipv6) {
            (UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)), UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
        (high, low, self.scope, portNumber, isIPv6) = (halves.0, halves.1, scope, port, true)
    }

    /// The address in network order: four bytes, or sixteen for IPv6.
    package var bytes: [UInt8] {
        isIPv6
            ? withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { [UInt8]($0) }
            : withUnsafeBytes(of: UInt32(truncatingIfNeeded: low).bigEndian) { [UInt8]($0) }
    }

    /// The numeric address without the port, IPv6 without brackets.
    package var ip: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = bytes.withUnsafeBytes { inet_ntop(isIPv6 ? AF_INET6 : AF_INET, $0.baseAddress, &text, socklen_t(text.count)) }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether it is 127.0.0.0/8, ::1, or the former mapped into IPv6.
    package var isLoopback: Bool {
        if isIPv6 { return high == 0 && (low == 1 || low >> 24 == 0xFFFF_7F) }
        return low >> 24 == 127
    }

    /// `ip:port`, IPv6 in brackets.
    package var description: String { isIPv6 ? "[\(ip)]:\(port)" : "\(ip):\(port)" }

    /// The same address with another port.
    package func with(port: UInt16) -> SocketAddress {
        SocketAddress(high: high, low: low, scope: scope, port: port, isIPv6: isIPv6)
    }

    private init(high: UInt64, low: UInt64, scope: UInt32, port: UInt16, isIPv6: Bool) {
        (self.high, self.low, self.scope, portNumber, self.isIPv6) = (high, low, scope, port, isIPv6)
    }

    /// The address family, `AF_INET` or `AF_INET6`.
    package var family: Int32 { isIPv6 ? AF_INET6 : AF_INET }

    /// Lends the address in the kernel's form.
    package func withSockaddr<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        if isIPv6 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = portNumber.bigEndian
            address.sin6_scope_id = scope
            withUnsafeMutableBytes(of: &address.sin6_addr) { $0.copyBytes(from: bytes) }
            return Self.lend(&address, body)
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = portNumber.bigEndian
        address.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
        return Self.lend(&address, body)
    }

    private static func lend<Address, Result>(_ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Address>.size)) }
        }
    }
}
