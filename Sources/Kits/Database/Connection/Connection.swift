import Core

/// A connection on its own thread, and the brackets that run on it.
actor Connection {
    /// What became of a bracket, and whether the connection can serve the next one.
    struct Outcome<Value: Sendable>: Sendable {
        let result: Result<Value, any Error>
        let isUsable: Bool
        let bells: Set<Topic>
        /// The connection had been closed while idle; the body has not run.
        var wasStale = false
    }

    private nonisolated let thread: ThreadExecutor
    private let settings: ConnectionSettings
    private let failpoints: Failpoints
    private var wire: Wire?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(number: Int, settings: ConnectionSettings, failpoints: Failpoints) {
        thread = ThreadExecutor(name: "database-\(number)")
        self.settings = settings
        self.failpoints = failpoints
    }

    /// Connects anew.
    func connect() throws(DatabaseError) {
        wire = nil
        wire = try Wire.connect(settings, for: .brackets)
    }

    /// Closes the connection, if there is one.
    func disconnect() { wire = nil }

    /// Ends the thread; the last thing that is called.
    nonisolated func retire() { thread.stop() }

    /// Runs `body` in a transaction: begin, role and tenant travel with its first statement; then commit, or rollback when it throws.
    func run<Value: Sendable>(_ bracket: Bracket, _ body: @Sendable (borrowing Transaction) throws -> Value) -> Outcome<Value> {
        guard let wire, !wire.isStale() else {
            return Outcome(result: .failure(DatabaseError.unavailable("the connection was lost")), isUsable: false, bells: [], wasStale: true)
        }
        let bells = Bells()
        let result: Result<Value, any Error>
        do {
            try wire.prelude(bracket.begin, opening: true)
            try wire.prelude(Identity.statement, Identity.binds(for: bracket.tenant))
            try failpoints.pass(.afterBegin)
            let value = try body(Transaction(wire: wire, bells: bells, tenant: bracket.tenant))
            try failpoints.pass(.beforeCommit)
            result = finish(bracket, with: value, on: wire)
        } catch {
            rollBack(wire)
            result = .failure(error)
        }
        if case .failure(let error) = result, (error as? DatabaseError)?.code != .unknownOutcome { bells.topics = [] }
        return Outcome(result: result, isUsable: !wire.isBroken, bells: bells.topics)
    }

    private func finish<Value: Sendable>(_ bracket: Bracket, with value: Value, on wire: Wire) -> Result<Value, any Error> {
        do {
            let answer = try wire.execute("COMMIT", Binds())
            // PostgreSQL answers a COMMIT of a failed transaction with a ROLLBACK: the body has swallowed an error.
            guard answer.command == "COMMIT" else {
                return .failure(DatabaseError(.refused(sqlState: "25P02"), sqlState: "25P02", detail: "an error inside the bracket was ignored"))
            }
            return .success(value)
        } catch {
            guard wire.isBroken else {
                rollBack(wire)
                return .failure(error)
            }
            // What was only read is right whether or not the commit arrived.
            if case .read = bracket { return .success(value) }
            return .failure(DatabaseError(.unknownOutcome, sqlState: error.sqlState, detail: error.detail))
        }
    }

    private func rollBack(_ wire: Wire) {
        guard !wire.isBroken else { return }
        do {
            try wire.rollBack()
        } catch {
            // What could not be rolled back in order is rolled back by closing the connection.
            wire.abandon()
        }
    }
}
