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

    /// Returns when PostgreSQL has answered something; for whoever asks how we are.
    package func check() async throws {
        try await system { tx in _ = try tx.run("SELECT 1") }
    }

    /// Waits for the brackets under way, then closes all connections. Brackets that come later are refused.
    package func close() async { await pool.close() }

    private func run<Value: Sendable>(
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
