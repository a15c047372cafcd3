import CLibpq
import Core
import Glibc

/// One connection to PostgreSQL, never blocking longer than its deadlines. Stays on the thread that made it.
///
/// Brackets use libpq's pipeline mode: what opens a bracket, savepoints and changes of role are queued and travel with the next statement,
/// so a bracket costs one round trip for each statement and one for the commit.
final class Wire {
    /// What an answer on the way belongs to.
    private enum Expected {
        /// A statement to be prepared; forgotten if that fails.
        case preparation(String)
        /// Something in front of a statement, whose rows nobody reads. The opening of a bracket has a deadline of its own.
        case prelude(opening: Bool)
        /// The statement itself.
        case statement
    }

    let handle: OpaquePointer
    /// Whether the connection is lost; it is only good for being closed.
    private(set) var isBroken = false
    private var statements = StatementCache()
    private var expected: [Expected] = []
    private let patience: Duration
    private let openingTimeout: Duration
    private let clock = SystemClock()

    init(handle: OpaquePointer, statementTimeout: Duration, openingTimeout: Duration) {
        self.handle = handle
        self.openingTimeout = openingTimeout
        patience = statementTimeout + ConnectionSettings.margin
    }

    deinit { PQfinish(handle) }

    /// The process id of the server's side.
    var backend: Int32 { PQbackendPID(handle) }

    // MARK: Statements in pipeline mode

    /// Queues something that travels with the next statement.
    func prelude(_ text: String, _ binds: Binds = Binds(), opening: Bool = false) throws(DatabaseError) {
        try queue(text, binds, as: .prelude(opening: opening))
        // Makes PostgreSQL answer the opening before it works on what follows: silence then means a frozen server, not a slow statement.
        if opening, PQsendFlushRequest(handle) == 0 { throw lost() }
    }

    /// Queues a command that must work inside a failed transaction: not prepared, so that no other statement has to make room.
    func command(_ text: String) throws(DatabaseError) {
        try send(unprepared: text)
        expected.append(.prelude(opening: false))
    }

    /// Rolls back. Afterwards the connection is as new, or broken.
    func rollBack() throws(DatabaseError) {
        try send(unprepared: "ROLLBACK")
        expected.append(.statement)
        guard PQpipelineSync(handle) == 1 else { throw lost() }
        _ = try collect()
    }

    /// Runs a statement with everything queued before it, in one round trip.
    func execute(_ text: String, _ binds: Binds) throws(DatabaseError) -> QueryResult {
        try queue(text, binds, as: .statement)
        guard PQpipelineSync(handle) == 1 else { throw lost() }
        return try collect()
    }

    private func send(unprepared text: String) throws(DatabaseError) {
        guard !isBroken, PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 1) == 1 else { throw lost() }
    }

    private func queue(_ text: String, _ binds: Binds, as kind: Expected) throws(DatabaseError) {
        if isBroken { throw .unavailable("the connection is lost") }
        if let name = statements.name(of: text) {
            try send(prepared: name, binds, as: kind)
            return
        }
        let (name, evicted) = statements.admit(text)
        if let evicted {
            try command("DEALLOCATE \(evicted)")
        }
        guard PQsendPrepare(handle, name, text, Int32(binds.count), binds.types) == 1 else { throw lost() }
        expected.append(.preparation(text))
        try send(prepared: name, binds, as: kind)
    }

    private func send(prepared name: String, _ binds: Binds, as kind: Expected) throws(DatabaseError) {
        let sent = withPointers(of: binds) { values, formats in
            PQsendQueryPrepared(handle, name, Int32(binds.count), values, binds.lengths, formats, 1)
        }
        guard sent == 1 else { throw lost() }
        expected.append(kind)
    }

    /// The values as libpq wants them: an address each (null for NULL), and the format of each, binary.
    func withPointers(of binds: Binds, _ body: ([UnsafePointer<CChar>?], [Int32]) -> Int32) -> Int32 {
        binds.bytes.withUnsafeBufferPointer { bytes in
            // An empty value still needs an address: a null pointer would be NULL.
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1) { none in
                var values: [UnsafePointer<CChar>?] = []
                values.reserveCapacity(binds.count)
                var position = 0
                for length in binds.lengths {
                    if length < 0 {
                        values.append(nil)
                    } else if length == 0 {
                        values.append(UnsafePointer(none.baseAddress))
                    } else {
                        values.append(bytes.baseAddress.map { UnsafeRawPointer($0 + position).assumingMemoryBound(to: CChar.self) })
                        position += Int(length)
                    }
                }
                return body(values, [Int32](repeating: 1, count: binds.count))
            }
        }
    }

    /// Reads the answers to everything queued, up to the end of the pipeline; the statement's own comes back.
    private func collect() throws(DatabaseError) -> QueryResult {
        let queued = expected
        expected.removeAll(keepingCapacity: true)
        var failure: DatabaseError?
        var answer: QueryResult?
        for item in queued {
            var limit = patience
            if case .prelude(opening: true) = item { limit = min(limit, openingTimeout) }
            let deadline = clock.monotonic + limit
            guard let result = try next(until: deadline) else { throw lost() }
            let error = result.status == PGRES_PIPELINE_ABORTED ? failure : result.error
            if failure == nil { failure = error }
            if PQstatus(handle) == CONNECTION_BAD { throw lost(because: failure) }
            switch item {
            case .preparation(let text): if error != nil { statements.forget(text) }
            case .prelude: break
            case .statement: answer = consume result
            }
            while let _ = try next(until: deadline) {}
        }
        guard let end = try next(until: clock.monotonic + patience), end.status == PGRES_PIPELINE_SYNC else { throw lost(because: failure) }
        if let failure {
            // The server's idea of a statement and ours differ after a change of schema or a DISCARD: start afresh.
            if failure.sqlState == "0A000" || failure.sqlState == "26000" { isBroken = true }
            throw failure
        }
        guard let answer else { throw DatabaseError(.unreadable, detail: "no answer") }
        return answer
    }

    // MARK: Plain mode

    /// Runs a script of any number of statements without binds; only on a connection that is not in pipeline mode.
    func script(_ text: String, within limit: Duration) throws(DatabaseError) {
        guard !isBroken, PQsendQuery(handle, text) == 1 else { throw lost() }
        _ = try onlyAnswer(until: clock.monotonic + limit)
    }

    /// Reads the answers of a connection that is not in pipeline mode to the end; the last one comes back.
    func onlyAnswer(until deadline: Duration) throws(DatabaseError) -> QueryResult {
        var failure: DatabaseError?
        var answer: QueryResult?
        while let result = try next(until: deadline) {
            if failure == nil { failure = result.error }
            if PQstatus(handle) == CONNECTION_BAD { throw lost(because: failure) }
            answer = consume result
        }
        if let failure { throw failure }
        guard let answer else { throw lost() }
        return answer
    }

    // MARK: Waiting

    /// The next answer, nil at the end of one statement's answers.
    private func next(until deadline: Duration) throws(DatabaseError) -> QueryResult? {
        while PQisBusy(handle) == 1 {
            let unsent = PQflush(handle)
            guard unsent >= 0 else { throw lost() }
            guard Poll.wait(PQsocket(handle), writable: unsent == 1, until: deadline) else {
                isBroken = true
                throw .unavailable("PostgreSQL did not answer in time")
            }
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
        return PQgetResult(handle).map { QueryResult($0) }
    }

    /// Whether PostgreSQL has closed the connection while it lay idle. Costs one system call.
    func isStale() -> Bool {
        guard !isBroken else { return true }
        // PostgreSQL says nothing to an idle connection but its end; the rare notice costs a new connection.
        isBroken = Poll.isReadable(PQsocket(handle))
        return isBroken
    }

    /// Says no more on this connection.
    func abandon() { isBroken = true }

    func lost(because failure: DatabaseError? = nil) -> DatabaseError {
        isBroken = true
        if let failure, case .unavailable = failure.code { return failure }
        let words = failure?.detail ?? String(cString: PQerrorMessage(handle))
        return .unavailable(words, sqlState: failure?.sqlState)
    }
}
