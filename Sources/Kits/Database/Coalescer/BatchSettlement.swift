import Core

/// What follows from a batch that PostgreSQL rolled back: who is refused, and what is tried again.
struct BatchSettlement {
    /// Whose callers are answered now, and with what.
    var refused: [(segment: any BatchSegment, error: DatabaseError)] = []
    /// What is sent again, in this order, before anything new.
    var again: [Batch] = []
    /// Whether the batch was cut to find the guilty item.
    var isSplit = false

    init(of batch: Batch, after failure: BatchError, now: Duration, limits: WriterLimits) {
        switch failure.failure {
        case .data:
            findGuilty(in: batch, failure)
        case .collision where !batch.isUncertain && batch.collisions < limits.deadlockRetries:
            var batch = batch
            batch.collisions += 1
            again = [batch]
        case .collision, .contention:
            // One tenant's lock must not hold up the others: they go again without the statement that met it.
            if batch.isUncertain { postpone(batch, until: now + limits.resendPause) } else { refuse(batch, at: failure.step, with: failure.error) }
        case .exhausted, .connection:
            if batch.isUncertain {
                postpone(batch, until: now + limits.resendPause)
            } else {
                let error = DatabaseError.unavailable(failure.error.detail, sqlState: failure.error.sqlState)
                refused = batch.segments.map { ($0, error) }
            }
        }
    }

    private mutating func findGuilty(in batch: Batch, _ failure: BatchError) {
        switch failure.step {
        case .segment(let index) where batch.segments[index].count > 1:
            again = batch.cut(at: index)
            isSplit = true
        case .commit where batch.count > 1:
            again = batch.halves()
            isSplit = true
        default:
            refuse(batch, at: failure.step, with: failure.error)
        }
    }

    private mutating func refuse(_ batch: Batch, at step: BatchStep, with error: DatabaseError) {
        for (index, segment) in batch.segments.enumerated() where Self.isGuilty(segment, at: index, step) {
            refused.append((segment, error))
        }
        // Not any item's fault but still in everybody's way: the scope itself cannot be prepared.
        if refused.isEmpty { refused = batch.segments.map { ($0, error) } }
        let guilty = refused.map { ObjectIdentifier($0.segment) }
        let rest = batch.without { guilty.contains(ObjectIdentifier($0)) }
        if rest.count > 0 { again = [rest] }
    }

    private static func isGuilty(_ segment: any BatchSegment, at index: Int, _ step: BatchStep) -> Bool {
        switch step {
        case .scope(let tenant): segment.tenant == tenant
        case .prepare(let name): segment.name == name || segment.resendName == name
        case .segment(let place): index == place
        case .commit: true
        }
    }

    /// It may be committed already, so nobody may be told that it failed: the same again until it is known.
    private mutating func postpone(_ batch: Batch, until instant: Duration) {
        var batch = batch
        batch.notBefore = instant
        again = [batch]
    }
}
