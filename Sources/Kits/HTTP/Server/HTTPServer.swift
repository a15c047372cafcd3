package import Core
package import Net

/// Serves HTTP/1.1 and 1.0 (RFC 9110, 9112) on every loop of a group.
package final class HTTPServer: Service {
    private struct State {
        var shards: [HTTPShard] = []
        var port = 0
    }

    package let name: String
    private let address: SocketAddress
    private let loops: EventLoopGroup
    private let responder: any HTTPResponder
    private let limits: HTTPLimits
    private let tls: TLSContext?
    private let runtime: Runtime
    private let state: Lock<State> = Lock(State())

    /// A server that will listen on `address`, port 0 for any; over TLS if a context is given. `name` labels its metrics.
    package init(
        name: String = "http", address: SocketAddress, loops: EventLoopGroup, responder: any HTTPResponder,
        limits: HTTPLimits = HTTPLimits(), tls: TLSContext? = nil, runtime: Runtime
    ) {
        self.name = name
        self.address = address
        self.loops = loops
        self.responder = responder
        self.limits = limits
        self.tls = tls
        self.runtime = runtime
    }

    /// Where it listens, once started; 0 before.
    package var port: Int { state.withLock { $0.port } }

    /// Binds and begins to accept. Throws `SocketError`, `.addressInUse` above all.
    package func start() async throws {
        if address.port != 0 { try Listener.checkFree(address) }
        let metrics = HTTPServerMetrics(runtime.metrics, server: name)
        var bound = address
        var shards: [HTTPShard] = []
        for loop in loops.loops {
            let shard = HTTPShard(
                loop: loop, responder: responder, limits: limits, connectionLimit: max(1, limits.connections / loops.loops.count), tls: tls,
                clock: runtime.clock, metrics: metrics)
            do throws(SocketError) {
                bound = try shard.bind(to: bound)
            } catch {
                for shard in shards {
                    shard.unbind()
                }
                throw error
            }
            shards.append(shard)
        }
        state.withLock { $0 = State(shards: shards, port: bound.port) }
        for shard in shards {
            shard.loop.execute { shard.start() }
        }
    }

    /// Stops accepting, closes idle connections, lets requests under way finish with `Connection: close`, and cancels answers that have no end.
    package func stop() async {
        let shards = state.withLock { state in
            defer { state.shards = [] }
            return state.shards
        }
        for shard in shards {
            shard.loop.execute { shard.drain() }
        }
        for shard in shards {
            await shard.waitUntilEmpty()
        }
    }
}
