import CLibpq
import Core

/// Who is told what became of a batch. On the loop.
protocol WriterConnectionOwner: AnyObject {
    /// The batch is committed.
    func committed(_ results: BatchResults)
    /// The batch is rolled back; the connection is fine.
    func rolledBack(_ failure: BatchError)
    /// The connection is of no more use; it has to be closed.
    func connectionLost(_ error: DatabaseError)
}

/// A connection in libpq's pipeline mode: one batch at a time goes out in one piece and is answered statement by statement.
///
/// Belongs to the loop that watches its descriptor.
final class WriterConnection: LoopHandler {
    private let wire: Wire
    private let handle: OpaquePointer
    private let descriptor: Int32
    private let loop: any Loop
    private unowned let owner: any WriterConnectionOwner
    private let sender: BatchSender
    private var interest: LoopInterest = .readable

    private var steps: [BatchStep] = []
    private var step = 0
    private var failure: BatchError?
    private var results = BatchResults()

    /// Whether everything of the batch, the commit included, has left the process: from then on it may be committed.
    private(set) var hasSentAll = true
    private var isAwaiting: Bool { !steps.isEmpty }
    private var current: BatchStep { step < steps.count ? steps[step] : .commit }

    init(_ wire: Wire, loop: any Loop, owner: any WriterConnectionOwner) {
        self.wire = wire
        handle = wire.handle
        self.loop = loop
        self.owner = owner
        descriptor = PQsocket(wire.handle)
        sender = BatchSender(wire.handle)
        loop.watch(descriptor, for: interest, self)
    }

    /// Leaves the loop; nothing may be called afterwards. The connection itself ends with this object, which must be later: the number of a
    /// closed descriptor may belong to another one at once.
    func close() { loop.unwatch(descriptor) }

    /// Sends a batch and asks for its commit.
    ///
    /// - Throws: why it could not be sent, in which case it is not committed and the connection must be closed.
    func send(_ batch: Batch, failpoints: Failpoints) throws {
        hasSentAll = false
        failure = nil
        results = BatchResults()
        step = 0
        steps = try sender.send(batch, failpoints: failpoints)
        try flush()
    }

    func ready(_ what: LoopInterest) {
        guard PQconsumeInput(handle) == 1 else { return owner.connectionLost(lastError()) }
        do throws(DatabaseError) {
            if interest.contains(.writable) { try flush() }
        } catch {
            return owner.connectionLost(error)
        }
        var isDone = false
        // Asked even while nothing is awaited: it is what makes libpq read notices, and the end of the connection.
        while PQisBusy(handle) == 0, isAwaiting, !isDone {
            guard let result = PQgetResult(handle) else {
                // The end of one statement's results, not of the batch. A commit that failed has one too, before the batch is over.
                guard step < steps.count else { break }
                step += 1
                continue
            }
            isDone = take(QueryResult(result))
        }
        if let failure, failure.failure == .connection { return owner.connectionLost(failure.error) }
        if isDone { return finish() }
        if PQstatus(handle) == CONNECTION_BAD { owner.connectionLost(lastError()) }
    }

    private func finish() {
        steps = []
        let results = results
        self.results = BatchResults()
        if let failure { owner.rolledBack(failure) } else { owner.committed(results) }
    }

    /// Keeps what matters of one result; true once the batch is over.
    private func take(_ result: consuming QueryResult) -> Bool {
        switch result.status {
        case PGRES_PIPELINE_SYNC: return true
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
            switch current {
            case .segment: results.append(result)
            case .prepare(let name): sender.isPrepared(name)
            case .scope, .commit: break
            }
        case PGRES_PIPELINE_ABORTED: break
        default:
            if failure == nil { failure = BatchError(result, at: current) }
        }
        return false
    }

    private func flush() throws(DatabaseError) {
        switch PQflush(handle) {
        case 0:
            hasSentAll = true
            watch(for: .readable)
        case 1:
            // Reading goes on meanwhile, or both sides could wait for the other with full buffers.
            watch(for: [.readable, .writable])
        default:
            throw lastError()
        }
    }

    private func watch(for interest: LoopInterest) {
        guard interest != self.interest else { return }
        self.interest = interest
        loop.update(descriptor, for: interest)
    }

    private func lastError() -> DatabaseError { .unavailable(String(cString: PQerrorMessage(handle))) }
}

extension BatchError {
    /// What a failed result says.
    fileprivate init(_ result: borrowing QueryResult, at step: BatchStep) {
        self.step = step
        error = result.error ?? .unavailable("an answer that does not belong to a batch")
        // Without a state it is libpq itself that speaks: the connection has broken. Fatal is whatever ends the connection on the other side.
        failure = result.isFatal ? .connection : error.sqlState.map(BatchFailure.init) ?? .connection
    }
}
