import Core
import Net

/// Which connections are open, and which of them wait for another request.
final class HTTPClientPool: Sendable {
    /// Who may share a connection.
    struct Key: Hashable, Sendable {
        let scheme: HTTPURL.Scheme
        let host: HTTPURL.Host
        let port: Int
        let pool: TenantID?

        init(_ request: HTTPClientRequest) {
            scheme = request.url.scheme
            host = request.url.host
            port = request.url.port
            pool = request.pool
        }

        /// The name or address that the server's certificate must be for.
        var hostText: String {
            switch host {
            case .name(let name): name
            case .address(let address): address.description
            }
        }
    }

    private struct State {
        var open: [ObjectIdentifier: HTTPClientConnection] = [:]
        var idle: [Key: [HTTPClientConnection]] = [:]
        var idleCount = 0
        var isClosed = false
    }

    private let limits: HTTPClientLimits
    private let state: Lock<State> = Lock(State())

    init(limits: HTTPClientLimits) { self.limits = limits }

    /// Counts a connection that is about to be opened. At the limit a waiting one makes room, and without one `.overloaded` is thrown.
    func register(_ connection: HTTPClientConnection) throws(HTTPClientError) {
        let displaced = try state.withLock { state throws(HTTPClientError) -> HTTPClientConnection? in
            guard !state.isClosed else { throw .cancelled }
            var displaced: HTTPClientConnection?
            if state.open.count >= limits.connections {
                guard let some = state.idle.first?.value.first else { throw .overloaded }
                remove(some, from: &state)
                displaced = some
            }
            state.open[ObjectIdentifier(connection)] = connection
            return displaced
        }
        if let displaced { displaced.loop.execute { displaced.fail(.disconnected) } }
    }

    /// The connection that waited the shortest time, or nil.
    func take(_ key: Key) -> HTTPClientConnection? {
        state.withLock { state in
            guard let connection = state.idle[key]?.popLast() else { return nil }
            state.idleCount -= 1
            if state.idle[key]?.isEmpty == true { state.idle[key] = nil }
            return connection
        }
    }

    /// Keeps a connection for later; false when there are enough.
    func keep(_ connection: HTTPClientConnection) -> Bool {
        state.withLock { state in
            guard !state.isClosed, state.idleCount < limits.idleConnections,
                state.idle[connection.key]?.count ?? 0 < limits.idleConnectionsPerServer
            else { return false }
            state.idle[connection.key, default: []].append(connection)
            state.idleCount += 1
            return true
        }
    }

    /// Forgets a connection that waits; false when it was taken in the meantime.
    func withdraw(_ connection: HTTPClientConnection) -> Bool {
        state.withLock { takeOut(connection, from: &$0) }
    }

    /// Forgets a connection that is closed.
    func remove(_ connection: HTTPClientConnection) {
        state.withLock { remove(connection, from: &$0) }
    }

    /// Takes no more connections, and gives those that are open.
    func close() -> [HTTPClientConnection] {
        state.withLock { state in
            state.isClosed = true
            state.idle = [:]
            state.idleCount = 0
            return Array(state.open.values)
        }
    }

    private func remove(_ connection: HTTPClientConnection, from state: inout State) {
        state.open[ObjectIdentifier(connection)] = nil
        _ = takeOut(connection, from: &state)
    }

    private func takeOut(_ connection: HTTPClientConnection, from state: inout State) -> Bool {
        guard let index = state.idle[connection.key]?.firstIndex(where: { $0 === connection }) else { return false }
        state.idle[connection.key]?.remove(at: index)
        if state.idle[connection.key]?.isEmpty == true { state.idle[connection.key] = nil }
        state.idleCount -= 1
        return true
    }
}
