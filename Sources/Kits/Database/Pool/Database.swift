package import Core

/// The brackets: the only way to PostgreSQL for everything that is not coalesced.
package final class Database: Sendable {
    private let pool: Pool
    private let doorbell: Doorbell?
    private let runtime: Runtime

    /// Brackets over a pool of connections, made when they are needed. Bells that transactions ask for are rung at `doorbell`.
    package init(_ settings: ConnectionSettings, doorbell: Doorbell? = nil, runtime: Runtime) {
        pool = Pool(settings: settings, runtime: runtime)
        self.doorbell = doorbell
        self.runtime = runtime
    }

    /// Reads as `tenant`; a statement that would change anything is refused (25006).
    package func read<Value: Sendable>(
        as tenant: TenantID, _ body: @Sendable (borrowing Transaction) throws -> Value
    ) async throws -> Value {
        try await run(.read(tenant), body)
    }

    /// Reads and changes as `tenant`. Committed when this returns; rolled back when `body` throws.
    @discardableResult
    package func write<Value: Sendable>(
        as tenant: TenantID, _ body: @Sendable (borrowing Transaction) throws -> Value
    ) async throws -> Value {
        try await run(.write(tenant), body)
    }

    /// Reads and changes across tenants: claiming, relaying, directories.
    @discardableResult
    package func system<Value: Sendable>(_ body: @Sendable (borrowing Transaction) throws -> Value) async throws -> Value {
        try await run(.system, body)
    }

    /// Reads and changes across tenants in a transaction of its own, even where a request is under way that takes effect once: for what is kept though
    /// the request is refused.
    @discardableResult
    package func apart<Value: Sendable>(_ body: @Sendable (borrowing Transaction) throws -> Value) async throws -> Value {
        try await runAlone(.system, body)
    }

    /// Reads across tenants; a statement that would change anything is refused (25006).
    package func survey<Value: Sendable>(_ body: @Sendable (borrowing Transaction) throws -> Value) async throws -> Value {
        try await run(.survey, body)
    }

    /// Reads across tenants and sees everything as it was when the first statement ran.
    package func snapshot<Value: Sendable>(_ body: @Sendable (borrowing Transaction) throws -> Value) async throws -> Value {
        try await run(.snapshot, body)
    }

    /// Returns when PostgreSQL has answered something; for whoever asks how we are.
    package func check() async throws {
        try await system { tx in _ = try tx.run("SELECT 1") }
    }

    /// Waits for the brackets under way, then closes all connections. Brackets that come later are refused.
    package func close() async { await pool.close() }

    private func run<Value: Sendable>(
        _ bracket: Bracket, _ body: @Sendable (borrowing Transaction) throws -> Value
    ) async throws -> Value {
        if let undertaking = Undertaking.current { return try await run(bracket, as: undertaking.part, of: undertaking, body) }
        return try await runAlone(bracket, body)
    }

    /// Runs a bracket of a request that takes effect once.
    private func run<Value: Sendable>(
        _ bracket: Bracket, as part: Undertaking.Part, of undertaking: Undertaking, _ body: @Sendable (borrowing Transaction) throws -> Value
    ) async throws -> Value {
        switch part {
        case .none: return try await runAlone(bracket, body)
        case .lost: throw Undertaking.lostError
        case .first:
            if bracket.isReading { return try await runAlone(bracket, body) }
            while true {
                let connection = try await pool.acquire()
                let outcome = await connection.begin(bracket, of: undertaking, body)
                if case .success(let value) = outcome.result {
                    undertaking.hold(connection, of: self)
                    return value
                }
                pool.release(connection, isUsable: outcome.isUsable)
                if outcome.wasStale { continue }
                return try outcome.result.get()
            }
        case .further(let connection):
            let outcome = await connection.join(bracket, body)
            if !outcome.isUsable {
                undertaking.lose()
                pool.release(connection, isUsable: false)
            }
            return try outcome.result.get()
        }
    }

    /// Takes back the connection of a request that takes effect once, and rings the bells it asked for.
    func takeBack(_ connection: Connection, isUsable: Bool, ringing bells: Set<Topic>) {
        pool.release(connection, isUsable: isUsable)
        if let doorbell {
            for topic in bells { doorbell.ring(topic) }
        }
    }

    private func runAlone<Value: Sendable>(
        _ bracket: Bracket, _ body: @Sendable (borrowing Transaction) throws -> Value
    ) async throws -> Value {
        while true {
            let connection = try await pool.acquire()
            let outcome = await connection.run(bracket, body)
            pool.release(connection, isUsable: outcome.isUsable)
            // Closed while idle and noticed before the body ran: as if it had never been in the pool. At most once per connection.
            if outcome.wasStale { continue }
            if let doorbell {
                for topic in outcome.bells { doorbell.ring(topic) }
            }
            return try outcome.result.get()
        }
    }
}
