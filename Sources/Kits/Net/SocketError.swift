import Glibc

/// Why the kernel refused something about a socket.
package enum SocketError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Somebody else listens there.
    case addressInUse(SocketAddress)
    /// The port may only be listened on by the superuser, or a rule forbids it.
    case notPermitted(SocketAddress)
    /// The address is none of this machine's.
    case addressUnavailable(SocketAddress)
    /// The process or the system has no descriptor left.
    case noDescriptors
    /// Anything else, as `errno`.
    case system(Int32)

    init(_ code: Int32, _ address: SocketAddress) {
        switch code {
        case EADDRINUSE: self = .addressInUse(address)
        case EACCES, EPERM: self = .notPermitted(address)
        case EADDRNOTAVAIL: self = .addressUnavailable(address)
        case EMFILE, ENFILE: self = .noDescriptors
        default: self = .system(code)
        }
    }

    package var description: String {
        switch self {
        case .addressInUse(let address): "\(address) is in use by another process"
        case .notPermitted(let address): "listening on \(address) is not permitted"
        case .addressUnavailable(let address): "\(address) is not an address of this machine"
        case .noDescriptors: "no file descriptor is left"
        case .system(let code): String(cString: strerror(code))
        }
    }
}
