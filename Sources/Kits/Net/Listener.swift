import CLinux
package import Core
import Glibc

/// Accepts connections on a loop. Everything but `open` belongs to the loop's thread.
///
/// At the limit of descriptors it stops looking at its socket for a while instead of being told of it again and again.
package final class Listener: LoopHandler, @unchecked Sendable {
    /// How many connections are accepted before the loop looks at others.
    private static let connectionsPerEvent = 64

    private let loop: EventLoop
    private var descriptor: Int32
    private let pause: Duration
    private let onConnection: (Int32, SocketAddress) -> Void
    private var isWatched = false
    private var isHeld = false
    /// Where it listens; the port is the real one if 0 was asked for.
    package let address: SocketAddress

    /// Binds and listens; connections wait in the kernel until `start()`. `onConnection` owns the descriptor it is given, and is called on the
    /// loop's thread. After a failure for want of descriptors accepting pauses for `pause`.
    package init(
        on loop: EventLoop, address: SocketAddress, pause: Duration, onConnection: @escaping (Int32, SocketAddress) -> Void
    ) throws(SocketError) {
        self.loop = loop
        self.pause = pause
        self.onConnection = onConnection
        let descriptor = try Socket.listen(on: address, sharesPort: true)
        self.descriptor = descriptor
        self.address = Socket.local(of: descriptor) ?? address
    }

    deinit {
        if descriptor >= 0 { Socket.close(descriptor) }
    }

    /// Throws if anybody listens on `address`, one that would share the port included: two servers on one port would each get half the requests.
    package static func checkFree(_ address: SocketAddress) throws(SocketError) {
        Socket.close(try Socket.listen(on: address, sharesPort: false))
    }

    /// Begins to accept.
    package func start() {
        isWatched = true
        loop.watch(descriptor, for: .readable, self)
    }

    /// Stops accepting until `release()`.
    package func hold() {
        guard !isHeld, isWatched else { return }
        isHeld = true
        loop.update(descriptor, for: [])
    }

    /// Accepts again after `hold()`.
    package func release() {
        guard isHeld, isWatched else { return }
        isHeld = false
        loop.update(descriptor, for: .readable)
    }

    /// Accepts what is in the kernel's queue already, then closes.
    package func stop() {
        guard descriptor >= 0 else { return }
        if isWatched, !isHeld { accept(atMost: Int(Socket.backlog)) }
        isWatched = false
        loop.unwatch(descriptor)
        Socket.close(descriptor)
        descriptor = -1
    }

    package func ready(_ what: LoopInterest) { accept(atMost: Self.connectionsPerEvent) }

    private func accept(atMost limit: Int) {
        for _ in 0..<limit where !isHeld {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let accepted = withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { herald_accept(descriptor, $0, &length) }
            }
            guard accepted >= 0 else {
                if errno == EINTR || errno == ECONNABORTED { continue }
                if errno != EAGAIN { rest() }
                return
            }
            Socket.configure(accepted)
            onConnection(accepted, SocketAddress(storage) ?? address)
        }
    }

    /// Without descriptors (or memory) the socket stays readable: looking at it would only burn the core.
    private func rest() {
        hold()
        loop.schedule(after: pause) { self.release() }
    }
}
