package import Core

/// A request that takes effect once, however often it comes: what its task does in brackets is one transaction, which begins with a record of the
/// request and is committed together with the answer.
///
/// Nothing is held before the first bracket that may change something. From then on every bracket of the same task, a reading one too, is part of
/// the same transaction behind a savepoint of its own: it sees what was written, and if it throws it undoes its own part. So a crash leaves all of it
/// or nothing, record and answer included. Where a request has to wait for somebody who must see what it did, it settles first.
///
/// Tasks that the request's own task starts take no part, though they inherit its task-locals: what they do in brackets is theirs.
package final class Undertaking: Sendable {
    private enum Phase {
        /// Nothing was changed yet.
        case untouched
        /// A transaction is open.
        case held(Connection, Database)
        /// The record is committed.
        case settled
        /// What was held was lost with its connection.
        case lost
        /// The request is over.
        case closed
    }

    private struct State {
        var phase = Phase.untouched
        var task: Int?
        var later: [@Sendable () -> Void] = []
    }

    /// What is written down of the request.
    package let mark: UndertakingMark
    /// The batch of messages that the request was granted before the process died that answered it; the request is not to be granted another.
    package let resumed: ID<Undertaking>?
    let claim: @Sendable (borrowing Transaction) throws -> Void
    private let state = Lock(State())

    @TaskLocal private static var bound: Undertaking?

    /// A request to be undertaken. `claim` writes its record, as the tenant of `mark`, at the beginning of the transaction, or throws where there is
    /// one already.
    package init(
        _ mark: UndertakingMark, resuming batch: ID<Undertaking>? = nil, claim: @escaping @Sendable (borrowing Transaction) throws -> Void
    ) {
        self.mark = mark
        resumed = batch
        self.claim = claim
        // What is resumed has its record, and its effect.
        if batch != nil { state.withLock { $0.phase = .settled } }
    }

    // MARK: For whoever answers the request

    /// Whether, and how far, the request has changed anything.
    package enum Standing: Sendable, Hashable {
        /// It has not.
        case untouched
        /// It has, in a transaction that is still open.
        case held
        /// It has, and that is committed.
        case settled
        /// Nothing: the connection was lost with what was held.
        case lost
    }

    /// How far it has come.
    package var standing: Standing {
        state.withLock { state in
            switch state.phase {
            case .untouched: .untouched
            case .held: .held
            case .settled, .closed: .settled
            case .lost: .lost
            }
        }
    }

    /// Runs the request: brackets of this task are part of it from here to the end of `body`. Afterwards `commit` or `rollBack` is called.
    package func perform<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        let task = Self.currentTask
        state.withLock { $0.task = task }
        return try await Self.$bound.withValue(self, operation: body)
    }

    /// Ends the undertaking with everything that is held, and `last` as the last part of it, as the tenant of `mark`. Throws what a bracket throws;
    /// then nothing of it happened, unless the outcome is unknown.
    package func commit(_ last: @escaping @Sendable (borrowing Transaction) throws -> Void) async throws {
        defer { state.withLock { $0.phase = .closed } }
        try await commitHeld(last)
    }

    /// Ends the undertaking without what is held; what was committed before stays.
    package func rollBack() async {
        let phase = state.withLock { state in
            defer { (state.phase, state.later) = (.closed, []) }
            return state.phase
        }
        guard case .held(let connection, let database) = phase else { return }
        database.takeBack(connection, isUsable: await connection.rollBackHeld(), ringing: [])
    }

    // MARK: For whoever works on the request

    /// That of the request which this very task answers; nil elsewhere, and in tasks that it has started.
    package static var current: Undertaking? {
        guard let bound else { return nil }
        return bound.isOpen(to: currentTask) ? bound : nil
    }

    /// Commits what the current request has done so far, if it has, so that others see it: before waiting for any of them.
    package static func settle() async throws {
        guard let current else { return }
        try await current.commitHeld { _ in }
    }

    /// Commits the record of the current request, and what it has done so far: before it does something that no transaction can take back.
    package static func announce(on database: Database) async throws {
        guard let current else { return }
        if case .first = current.part { try await database.write(as: current.mark.tenant) { _ in } }
        try await current.commitHeld { _ in }
    }

    /// Runs `action` once what the current request has done so far is committed; at once where that is so already. Not at all if it is rolled back.
    package static func afterCommit(_ action: @escaping @Sendable () -> Void) {
        guard let bound else { return action() }
        let isLater = bound.isOpen(to: currentTask) && bound.postpone(action)
        if !isLater { action() }
    }

    /// Runs `body` outside of the current request: for what is no effect of it and may stay, should it fail.
    package static func aside<Value, Failure: Error>(_ body: () async throws(Failure) -> Value) async throws(Failure) -> Value {
        guard bound != nil else { return try await body() }
        let result: Result<Value, Failure> = await $bound.withValue(nil) {
            do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Says that the record of the request was committed elsewhere, together with its effect.
    package func noteSettled() { state.withLock { $0.phase = .settled } }

    // MARK: For the brackets

    enum Part {
        /// The bracket is on its own.
        case none
        /// It opens the transaction, if it may change anything.
        case first
        /// It is part of the transaction on that connection.
        case further(Connection)
        /// There is nothing any more that it could be part of.
        case lost
    }

    var part: Part {
        state.withLock { state in
            switch state.phase {
            case .untouched: .first
            case .held(let connection, _): .further(connection)
            case .settled, .closed: .none
            case .lost: .lost
            }
        }
    }

    func hold(_ connection: Connection, of database: Database) { state.withLock { $0.phase = .held(connection, database) } }

    func lose() { state.withLock { ($0.phase, $0.later) = (.lost, []) } }

    private static var currentTask: Int? { withUnsafeCurrentTask { $0?.hashValue } }

    private func isOpen(to task: Int?) -> Bool {
        state.withLock { state in
            if case .closed = state.phase { return false }
            return state.task == task
        }
    }

    private func postpone(_ action: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { state in
            guard case .held = state.phase else { return false }
            state.later.append(action)
            return true
        }
    }

    private func commitHeld(_ last: @escaping @Sendable (borrowing Transaction) throws -> Void) async throws {
        let (phase, later) = state.withLock { state in
            defer { state.later = [] }
            return (state.phase, state.later)
        }
        switch phase {
        case .untouched, .settled, .closed: return
        case .lost: throw Self.lostError
        case .held(let connection, let database):
            let outcome = await connection.commitHeld(as: mark.tenant, last)
            database.takeBack(connection, isUsable: outcome.isUsable, ringing: outcome.bells)
            let mayHaveHappened =
                switch outcome.result {
                case .success: true
                case .failure(let error): (error as? DatabaseError)?.code == .unknownOutcome
                }
            state.withLock { $0.phase = mayHaveHappened ? .settled : .lost }
            if mayHaveHappened { for action in later { action() } }
            try outcome.result.get()
        }
    }

    static let lostError = DatabaseError.unavailable("what the request had done was lost with its connection")
}
