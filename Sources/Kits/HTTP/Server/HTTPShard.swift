import Core
import Net

/// The part of a server that lives on one loop: its listener, its connections, and what they share. Belongs to the loop's thread.
final class HTTPShard: @unchecked Sendable {
    let loop: EventLoop
    let responder: any HTTPResponder
    let limits: HTTPLimits
    let waits: HTTPWaits
    let clock: any Clock
    let metrics: HTTPServerMetrics
    private let tls: TLSContext?
    private let connectionLimit: Int

    var pool = HTTPBufferPool()
    var date: HTTPDateLine
    private(set) var isDraining = false
    private var listener: Listener?
    /// By descriptor.
    private var connections: [HTTPConnection?] = []
    private var connectionCount = 0
    private var whenEmpty: CheckedContinuation<Void, Never>?

    init(
        loop: EventLoop, responder: any HTTPResponder, limits: HTTPLimits, connectionLimit: Int, tls: TLSContext?, clock: any Clock,
        metrics: HTTPServerMetrics
    ) {
        self.loop = loop
        self.responder = responder
        self.limits = limits
        waits = HTTPWaits(limits)
        self.connectionLimit = connectionLimit
        self.tls = tls
        self.clock = clock
        self.metrics = metrics
        date = HTTPDateLine(clock: clock)
    }

    /// Binds, from any thread, before `start()`.
    func bind(to address: SocketAddress) throws(SocketError) -> SocketAddress {
        // The listener keeps the shard, and the shard the listener, until `drain()` or `unbind()`: a server is not stopped by being forgotten.
        let listener = try Listener(on: loop, address: address, pause: limits.acceptPause) { [self] descriptor, peer in
            accept(descriptor, peer)
        }
        self.listener = listener
        return listener.address
    }

    func start() { listener?.start() }

    /// Takes `bind` back; instead of `start()`.
    func unbind() { listener = nil }

    func remove(_ descriptor: Int32) {
        connections[Int(descriptor)] = nil
        connectionCount -= 1
        metrics.connections.add(-1)
        if isDraining { settleDrain() } else { listener?.release() }
    }

    /// Stops accepting, closes what is idle, lets the rest finish.
    func drain() {
        guard !isDraining else { return }
        listener?.stop()
        isDraining = true
        for connection in connections {
            connection?.drain()
        }
    }

    /// Returns when the last connection is closed.
    func waitUntilEmpty() async {
        await withCheckedContinuation { continuation in
            loop.execute { [self] in
                whenEmpty = continuation
                settleDrain()
            }
        }
        listener = nil
    }

    private func settleDrain() {
        guard connectionCount == 0, let waiter = whenEmpty.take() else { return }
        waiter.resume()
    }

    private func accept(_ descriptor: Int32, _ peer: SocketAddress) {
        let index = Int(descriptor)
        while connections.count <= index {
            connections.append(nil)
        }
        let connection = HTTPConnection(shard: self, transport: HTTPTransport(descriptor: descriptor, tls: tls), peer: peer)
        connections[index] = connection
        connectionCount += 1
        metrics.connections.add(1)
        connection.start()
        if connectionCount >= connectionLimit { listener?.hold() }
    }
}
