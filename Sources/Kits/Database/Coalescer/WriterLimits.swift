/// How much a writer takes on and how long it waits; the defaults are those of production.
package struct WriterLimits: Sendable {
    /// What an item is taken to need in a statement unless its write says otherwise, in bytes a row.
    package static let assumedRowSize = 512

    /// The most rows that one commit writes, unless a single item has more.
    package var rowsPerBatch = 1000
    /// The most bytes that one commit sends, unless a single item has more.
    package var bytesPerBatch = 1 << 20
    /// The most rows that wait or are under way; beyond, callers are refused with `.overloaded`.
    package var queuedRows = 20_000
    /// The most bytes that wait or are under way; beyond, callers are refused with `.overloaded`.
    package var queuedBytes = 64 << 20
    /// How long there may be no connection before what waits is refused with `.unavailable`.
    package var connectionGrace: Duration = .seconds(1)
    /// How long PostgreSQL may take to answer a batch before the connection is given up.
    package var answerDeadline: Duration = .seconds(5)
    /// How long a batch that may or may not be committed is tried again before its callers are told `.unknownOutcome`.
    package var resolveDeadline: Duration = .seconds(5)
    /// How long stopping waits for what is queued.
    package var drainDeadline: Duration = .seconds(8)
    /// How long one statement may run. Less than `answerDeadline`, so that PostgreSQL says which statement it was.
    package var statementTimeout: Duration = .seconds(3)
    /// How long one statement may wait for a lock: whoever holds a row of one tenant holds up everybody's commit.
    package var lockTimeout: Duration = .seconds(1)
    /// The pause before the second attempt to connect; it doubles up to `longestPause`.
    package var shortestPause: Duration = .milliseconds(50)
    /// The longest pause between two attempts to connect.
    package var longestPause: Duration = .seconds(1)
    /// How often a batch that lost a deadlock is tried again before its callers are told `.unavailable`.
    package var deadlockRetries = 3
    /// The pause before a batch of unknown outcome that met a lock or a full disk is tried again.
    package var resendPause: Duration = .milliseconds(500)
    /// How often the deadlines above are looked at while there is anything to look at.
    package var tick: Duration = .milliseconds(100)

    /// The limits of production.
    package init() {}
}
