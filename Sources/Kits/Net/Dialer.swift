package import Core
private import Glibc

/// Connects to the first of several addresses that answers, one after the other. Belongs to a loop's thread.
package final class Dialer: LoopHandler, @unchecked Sendable {
    private let loop: any Loop
    private let patience: Duration
    private var addresses: ArraySlice<SocketAddress>
    private var done: ((Result<Int32, DialError>) -> Void)?
    private var descriptor: Int32 = -1
    private var current: SocketAddress?
    private var failure = DialError.unreachable
    private var timer: (any LoopTimer)?

    /// Prepares for connecting to `addresses`, at least one, within `deadline` altogether. `done` is called once, on the loop, with a connected
    /// non-blocking descriptor that is the receiver's to close; not after `cancel()`.
    package init(_ addresses: [SocketAddress], on loop: any Loop, deadline: Duration, done: @escaping (Result<Int32, DialError>) -> Void) {
        self.loop = loop
        self.addresses = addresses[...]
        self.done = done
        // Each gets its share, so that one that swallows packets does not hide the others.
        patience = deadline / max(1, addresses.count)
    }

    /// Starts. What can be told at once is told before this returns.
    package func start() { tryNext() }

    /// Gives up; `done` is not called.
    package func cancel() {
        done = nil
        drop()
    }

    package func ready(_ what: LoopInterest) {
        guard what.contains(.writable), descriptor >= 0 else { return }
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        if code == 0 { connected() } else { failed(code) }
    }

    private func tryNext() {
        guard let address = addresses.popFirst() else { return finish(.failure(failure)) }
        current = address
        descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else {
            failure = errno == EAFNOSUPPORT ? .unreachable : .exhausted
            return tryNext()
        }
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        let outcome = address.withSockaddr { connect(descriptor, $0, $1) }
        let code = errno
        if outcome == 0 { return connected() }
        guard code == EINPROGRESS || code == EINTR else { return failed(code) }
        loop.watch(descriptor, for: .writable, self)
        timer = loop.schedule(after: patience) { self.failed(ETIMEDOUT) }
    }

    private func connected() {
        // What the kernel says counts, not what was asked for: between the two a rule of the firewall may stand.
        guard let current, Self.leads(descriptor, to: current) else {
            failure = .wrongPeer
            drop()
            return tryNext()
        }
        let descriptor = descriptor
        timer?.cancel()
        timer = nil
        loop.unwatch(descriptor)
        self.descriptor = -1
        finish(.success(descriptor))
    }

    private func failed(_ code: Int32) {
        switch code {
        case ECONNREFUSED: failure = .refused
        case ETIMEDOUT: failure = .timedOut
        case EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL: failure = .exhausted
        default: failure = .unreachable
        }
        drop()
        tryNext()
    }

    private func drop() {
        timer?.cancel()
        timer = nil
        guard descriptor >= 0 else { return }
        loop.unwatch(descriptor)
        close(descriptor)
        descriptor = -1
    }

    private func finish(_ outcome: Result<Int32, DialError>) {
        let done = done
        self.done = nil
        done?(outcome)
    }

    /// Whether the other end of a connected socket is that address and port.
    static func leads(_ descriptor: Int32, to address: SocketAddress) -> Bool {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let outcome = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
        }
        guard outcome == 0, let peer = SocketAddress(storage) else { return false }
        return peer.port == address.port && IPAddress(peer).unmapped == IPAddress(address).unmapped
    }
}
