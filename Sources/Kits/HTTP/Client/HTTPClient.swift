package import Core
package import Net
private import Synchronization

/// Sends requests over connections of its own, which it keeps for later.
///
/// A name is resolved once, every answer is checked against the policy, and the connection goes to a checked address: there is no moment at
/// which a name can come to mean something else. Redirects are answers like others; nothing is decompressed; there are no cookies.
package final class HTTPClient: Sendable {
    private let loops: [any Loop]
    private let resolver: any HostResolution
    private let tls: TLSContext
    private let policy: HTTPClientPolicy
    private let limits: HTTPClientLimits
    private let clock: any Clock
    private let pool: HTTPClientPool
    private let turn = Atomic<Int>(0)

    /// A client whose connections live on `loops`, at least one.
    package init(
        loops: [any Loop], resolver: any HostResolution, tls: TLSContext, policy: HTTPClientPolicy,
        limits: HTTPClientLimits = HTTPClientLimits(), clock: any Clock = SystemClock()
    ) {
        precondition(!loops.isEmpty, "a client needs a loop")
        self.loops = loops
        self.resolver = resolver
        self.tls = tls
        self.policy = policy
        self.limits = limits
        self.clock = clock
        pool = HTTPClientPool(limits: limits)
    }

    /// Sends a request and gives the answer, whatever its status.
    package func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        guard !Task.isCancelled else { throw .cancelled }
        let started = clock.monotonic
        try policy.check(request.url)
        let bytes = try request.encoded()
        let key = HTTPClientPool.Key(request)
        if let kept = pool.take(key) {
            let exchange = HTTPClientExchange(request, bytes: bytes, deadline: request.deadline, limits: limits)
            do throws(HTTPClientExchange.Failure) { return try await exchange.run(on: kept.loop) { kept.carry(exchange) } } catch {
                // A kept connection may have died unseen. Nothing is sent twice unless the server never saw it, or can tell.
                guard error.mayBeSentAgain(request) else { throw error.reason }
            }
        }
        return try await sendAnew(request, bytes: bytes, started: started).answer
    }

    /// Sends a request over a connection of its own, to addresses that were checked just now.
    func sendAnew(
        _ request: HTTPClientRequest, bytes: [UInt8], started: Duration
    ) async throws(HTTPClientError) -> (answer: HTTPClientResponse, download: HTTPDownloadStream?) {
        let addresses = try await resolve(request, within: request.deadline - (clock.monotonic - started))
        let left = request.deadline - (clock.monotonic - started)
        guard left > .zero else { throw .timedOut }
        let exchange = HTTPClientExchange(request, bytes: bytes, deadline: left, limits: limits)
        let connection = HTTPClientConnection(HTTPClientPool.Key(request), loop: nextLoop(), tls: tls, limits: limits, pool: pool)
        try pool.register(connection)
        do throws(HTTPClientExchange.Failure) {
            return (try await exchange.run(on: connection.loop) { connection.open(addresses, for: exchange) }, exchange.download)
        } catch { throw error.reason }
    }

    /// Refuses a URL that the policy does not allow.
    func check(_ url: HTTPURL) throws(HTTPClientError) { try policy.check(url) }

    /// How much time has passed since some point in the past.
    var now: Duration { clock.monotonic }

    /// Closes every connection; requests under way fail with `.cancelled`, later ones too. Call it before the loops are stopped.
    package func stop() async {
        for connection in pool.close() {
            await withCheckedContinuation { continuation in
                connection.loop.execute {
                    connection.fail(.cancelled)
                    continuation.resume()
                }
            }
        }
    }

    private func nextLoop() -> any Loop {
        if let current = loops.first(where: \.isCurrent) { return current }
        let ticket = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        return loops[Int(UInt(bitPattern: ticket) % UInt(loops.count))]
    }

    private func resolve(_ request: HTTPClientRequest, within left: Duration) async throws(HTTPClientError) -> [SocketAddress] {
        guard left > .zero else { throw .timedOut }
        let addresses: [SocketAddress]
        switch request.url.host {
        case .address(let address):
            guard let address = SocketAddress(ip: address.description, port: request.url.port) else { throw .requestNotAllowed }
            addresses = [address]
        case .name(let name):
            do throws(ResolverError) {
                addresses = try await resolver.resolve(name, port: request.url.port, deadline: min(left, limits.resolveDeadline))
            } catch {
                switch error {
                case .unknownName, .unavailable, .timedOut: throw Task.isCancelled ? .cancelled : .dnsFailed
                case .overloaded: throw .overloaded
                }
            }
        }
        try policy.check(addresses)
        return addresses
    }
}
