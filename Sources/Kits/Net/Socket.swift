import CLinux
import Glibc

/// What we do with TCP sockets. All of ours are non-blocking, closed on exec, and without Nagle's delay.
package enum Socket {
    /// How a read or a write went.
    package enum Outcome: Equatable, Sendable {
        /// That many bytes went over; never 0.
        case bytes(Int)
        /// Nothing can be read or written now.
        case wouldBlock
        /// The other side sends nothing any more.
        case ended
        /// The connection is broken.
        case failed
    }

    /// How many connections may wait in the kernel's queue to be accepted.
    package static let backlog: Int32 = 4096
    /// Seconds of silence after which the kernel asks whether the other side is still there, seconds between questions, and how many.
    private static let keepAlive: (idle: Int32, interval: Int32, count: Int32) = (60, 15, 4)

    /// Sets what every connection of ours has.
    package static func configure(_ descriptor: Int32) {
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
        set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPIDLE, keepAlive.idle)
        set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPINTVL, keepAlive.interval)
        set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPCNT, keepAlive.count)
    }

    /// Reads at most `buffer.count` bytes, which must not be 0.
    package static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
        while true {
            let count = Glibc.recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .ended }
            if errno == EINTR { continue }
            return errno == EAGAIN ? .wouldBlock : .failed
        }
    }

    /// Writes as many of the bytes, of which there must be some, as there is room for.
    package static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Outcome {
        while true {
            let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return .bytes(count) }
            if errno == EINTR { continue }
            return errno == EAGAIN ? .wouldBlock : .failed
        }
    }

    /// Says that we send nothing any more.
    package static func endWriting(_ descriptor: Int32) { _ = Glibc.shutdown(descriptor, Int32(SHUT_WR)) }

    /// Closes a descriptor, which no loop may be watching any more.
    package static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }

    /// Closes a descriptor with a reset: what the other side has not taken yet is thrown away rather than kept by the kernel for minutes.
    package static func abort(_ descriptor: Int32) {
        var reset = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, socklen_t(MemoryLayout<linger>.size))
        close(descriptor)
    }

    /// The address of the other side; nil when the connection is broken.
    package static func peer(of descriptor: Int32) -> SocketAddress? { address(descriptor, getpeername) }

    /// The address of our side.
    package static func local(of descriptor: Int32) -> SocketAddress? { address(descriptor, getsockname) }

    /// Begins to connect; the descriptor becomes writable when that has ended one way or the other, and `failure(of:)` says which.
    package static func connect(to address: SocketAddress) throws(SocketError) -> Int32 {
        let descriptor = try open(address)
        configure(descriptor)
        let outcome = address.withSockaddr { Glibc.connect(descriptor, $0, $1) }
        guard outcome == 0 || errno == EINPROGRESS || errno == EINTR else {
            let code = errno
            close(descriptor)
            throw SocketError(code, address)
        }
        return descriptor
    }

    /// What went wrong on a socket since it was last asked; nil when nothing did.
    package static func failure(of descriptor: Int32, to address: SocketAddress) -> SocketError? {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else { return SocketError(errno, address) }
        return code == 0 ? nil : SocketError(code, address)
    }

    /// Binds and listens. With `sharesPort`, others of this user that share it too may listen there as well, and the kernel spreads connections.
    package static func listen(on address: SocketAddress, sharesPort: Bool) throws(SocketError) -> Int32 {
        let descriptor = try open(address)
        set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        if sharesPort { set(descriptor, SOL_SOCKET, SO_REUSEPORT, 1) }
        if address.isIPv6 { set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        let isBound = address.withSockaddr { Glibc.bind(descriptor, $0, $1) } == 0
        guard isBound, Glibc.listen(descriptor, backlog) == 0 else {
            let code = errno
            close(descriptor)
            throw SocketError(code, address)
        }
        return descriptor
    }

    private static func open(_ address: SocketAddress) throws(SocketError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = Glibc.socket(address.family, kind, 0)
        guard descriptor >= 0 else { throw SocketError(errno, address) }
        return descriptor
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func address(
        _ descriptor: Int32, _ call: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> SocketAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let outcome = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call(descriptor, $0, &length) }
        }
        return outcome == 0 ? SocketAddress(storage) : nil
    }
}
