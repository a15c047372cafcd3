import Foundation

/// Ports of this machine's loopback address.
enum Port {
    /// One that nothing listens on at this moment.
    static func free() throws(Failure) -> Int {
        guard let port = bound(0) else { throw Failure("no free port: \(String(cString: strerror(errno)))") }
        return port
    }

    static func isFree(_ port: Int) -> Bool { bound(port) != nil }

    /// The port that binding to `port` gives, 0 meaning any; nil where it is taken.
    private static func bound(_ port: Int) -> Int? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        // As servers do: what a connection of an ended server left behind does not keep the port.
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0 }
        }
        return isBound ? Int(in_port_t(bigEndian: address.sin_port)) : nil
    }
}
