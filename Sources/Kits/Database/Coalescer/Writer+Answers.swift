import Core

/// What PostgreSQL said.
extension Writer: WriterConnectionOwner {
    func committed(_ results: BatchResults) {
        guard let flight = flight else { return }
        self.flight = nil
        pause = .zero
        let load = flight.batch.load
        release(load)
        metrics.commits.add()
        metrics.rows.add(load.rows)
        metrics.rowsPerBatch.observe(Double(load.rows))
        metrics.commitSeconds.observe((runtime.clock.monotonic - flight.sentAt).inSeconds)
        // Before the callers are answered: PostgreSQL works on the next batch while they do on what they got.
        sendNext()
        for (index, segment) in flight.batch.segments.enumerated() {
            if let result = results[index] { segment.succeed(with: result) }
        }
        finishIfDrained()
    }

    func rolledBack(_ failure: BatchError) {
        guard let flight = flight else { return }
        self.flight = nil
        pause = .zero
        let settlement = BatchSettlement(of: flight.batch, after: failure, now: runtime.clock.monotonic, limits: limits)
        if settlement.isSplit { metrics.splits.add() }
        for (segment, error) in settlement.refused {
            metrics.refusedItems.add(segment.count)
            runtime.log.warning(
                "PostgreSQL refused a write", ["write": .string(segment.name), "sqlstate": .optional(failure.error.sqlState)])
            giveUp(segment, with: error)
        }
        retries.insert(contentsOf: settlement.again, at: 0)
        pump()
        finishIfDrained()
    }

    func connectionLost(_ error: DatabaseError) { disconnect(because: error) }
}
