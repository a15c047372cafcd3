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
    /// The bells that the transaction wants which is held open.
    private var heldBells = Bells()

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
            let transaction = Transaction(wire: wire, bells: bells, tenant: bracket.tenant)
            let value = try body(transaction)
            try transaction.end()
            try failpoints.pass(.beforeCommit)
            result = finish(bracket, with: value, on: wire)
        } catch {
            rollBack(wire)
            result = .failure(error)
        }
        if case .failure(let error) = result, (error as? DatabaseError)?.code != .unknownOutcome { bells.topics = [] }
        return Outcome(result: result, isUsable: !wire.isBroken, bells: bells.topics)
    }

    // MARK: A transaction of several brackets

    /// Begins a transaction with the record of the undertaking, runs `body` in it, and leaves it open; rolled back when either throws.
    func begin<Value: Sendable>(
        _ bracket: Bracket, of undertaking: Undertaking, _ body: @Sendable (borrowing Transaction) throws -> Value
    ) -> Outcome<Value> {
        guard let wire, !wire.isStale() else {
            return Outcome(result: .failure(DatabaseError.unavailable("the connection was lost")), isUsable: false, bells: [], wasStale: true)
        }
        heldBells = Bells()
        do {
            try wire.prelude("BEGIN", opening: true)
            try wire.prelude(Identity.statement, Identity.binds(for: undertaking.mark.tenant))
            try failpoints.pass(.afterBegin)
            try undertaking.claim(Transaction(wire: wire, bells: heldBells, tenant: undertaking.mark.tenant))
            try failpoints.pass(.afterRecordInsert)
        } catch {
            rollBack(wire)
            return Outcome(result: .failure(error), isUsable: !wire.isBroken, bells: [])
        }
        let outcome = join(bracket, body)
        if case .failure = outcome.result { rollBack(wire) }
        return Outcome(result: outcome.result, isUsable: !wire.isBroken, bells: [])
    }

    /// Runs `body` as a part of the transaction that is open: if it throws, what it did is undone and the transaction goes on.
    func join<Value: Sendable>(_ bracket: Bracket, _ body: @Sendable (borrowing Transaction) throws -> Value) -> Outcome<Value> {
        guard let wire, !wire.isBroken else {
            return Outcome(result: .failure(DatabaseError.unavailable("the connection was lost")), isUsable: false, bells: [])
        }
        let bells = Bells()
        do {
            try wire.command("SAVEPOINT bracket")
            try wire.prelude(Identity.statement, Identity.binds(for: bracket.tenant))
            let value = try body(Transaction(wire: wire, bells: bells, tenant: bracket.tenant))
            try wire.command("RELEASE SAVEPOINT bracket")
            heldBells.topics.formUnion(bells.topics)
            heldBells.endings += bells.endings
            return Outcome(result: .success(value), isUsable: true, bells: [])
        } catch {
            undo(wire)
            return Outcome(result: .failure(error), isUsable: !wire.isBroken, bells: [])
        }
    }

    /// Runs `last` as `tenant` in the transaction that is open, and commits it.
    func commitHeld(as tenant: TenantID, _ last: @Sendable (borrowing Transaction) throws -> Void) -> Outcome<Void> {
        guard let wire, !wire.isBroken else {
            return Outcome(result: .failure(DatabaseError.unavailable("the connection was lost")), isUsable: false, bells: [])
        }
        let result: Result<Void, any Error>
        do {
            try wire.prelude(Identity.statement, Identity.binds(for: tenant))
            let transaction = Transaction(wire: wire, bells: heldBells, tenant: tenant)
            try last(transaction)
            try transaction.end()
            try failpoints.pass(.beforeCommit)
            result = finish(.write(tenant), with: (), on: wire)
        } catch {
            rollBack(wire)
            result = .failure(error)
        }
        var bells = heldBells.topics
        if case .failure(let error) = result, (error as? DatabaseError)?.code != .unknownOutcome { bells = [] }
        return Outcome(result: result, isUsable: !wire.isBroken, bells: bells)
    }

    /// Rolls back the transaction that is open; whether the connection can serve another one.
    func rollBackHeld() -> Bool {
        guard let wire else { return false }
        rollBack(wire)
        return !wire.isBroken
    }

    private func undo(_ wire: Wire) {
        guard !wire.isBroken else { return }
        do {
            try wire.command("ROLLBACK TO SAVEPOINT bracket")
            try wire.command("RELEASE SAVEPOINT bracket")
        } catch {
            wire.abandon()
        }
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
            if bracket.isReading { return .success(value) }
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
