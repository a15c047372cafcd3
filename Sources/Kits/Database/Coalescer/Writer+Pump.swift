import Core

/// What is sent next.
extension Writer {
    /// Takes in what callers have handed over and sends the next batch if none is in flight.
    func pump() {
        sendNext()
        tick()
    }

    func sendNext() {
        takeIn()
        guard flight == nil, let connection, let batch = nextBatch() else { return }
        do {
            try connection.send(batch, failpoints: runtime.failpoints)
            flight = Flight(batch: batch, sentAt: runtime.clock.monotonic)
        } catch let error as DatabaseError {
            // The commit was not sent: the batch is as it was before.
            retries.insert(batch, at: 0)
            disconnect(because: error)
        } catch {
            // A failpoint. Closing the connection is what rolls back the statements that PostgreSQL has already.
            giveUp(batch, with: .unavailable("failpoint"))
            disconnect(because: .unavailable("failpoint"))
        }
    }

    private func takeIn() {
        let (lanes, load) = queue.drain(isBusy: flight != nil)
        self.lanes = lanes
        metrics.queuedRows.set(load.rows)
    }

    private func nextBatch() -> Batch? {
        guard !retries.isEmpty else { return collector.next(from: lanes) }
        let now = runtime.clock.monotonic
        // A batch that waits for somebody else's lock lets the others pass.
        let next = retries.firstIndex { ($0.notBefore ?? now) <= now }
        return next.map { retries.remove(at: $0) } ?? collector.next(from: lanes)
    }

    /// Looks at the deadlines now, and again after a while if there is anything they apply to.
    func tick() {
        guard !isTicking, flight != nil || !retries.isEmpty || (connection == nil && !isRefusing && !isStopped) else { return }
        isTicking = true
        loop.schedule(after: limits.tick) { [self] in
            isTicking = false
            checkDeadlines()
            sendNext()
            finishIfDrained()
            tick()
        }
    }

    private func checkDeadlines() {
        let now = runtime.clock.monotonic
        if let flight, now - flight.sentAt >= limits.answerDeadline {
            // Silent since the batch was sent: whoever waits behind it has waited for a connection all that time.
            downSince = flight.sentAt
            disconnect(because: .unavailable("no answer within the deadline"))
        }
        giveUpUnresolved(now)
        if connection == nil, !isRefusing, let downSince, now - downSince >= limits.connectionGrace {
            isRefusing = true
            refuseWaiting(with: .unavailable("there has been no connection for too long"))
        }
    }

    private func giveUpUnresolved(_ now: Duration) {
        func isOverdue(_ batch: Batch) -> Bool { batch.resolveBy.map { $0 <= now } ?? false }
        let error = DatabaseError(.unknownOutcome, detail: "the connection was lost while the commit was under way")
        // In flight it stays in flight; whatever PostgreSQL still says about it, nobody listens.
        if let batch = flight?.batch, isOverdue(batch) { giveUp(batch, with: error) }
        for batch in retries where isOverdue(batch) { giveUp(batch, with: error) }
        retries.removeAll(where: isOverdue)
    }

    /// Answers everyone whose item has not been sent, and lets nobody in until there is a connection again.
    func refuseWaiting(with error: DatabaseError) {
        queue.refuse(with: error)
        takeIn()
        for lane in lanes {
            for segment in lane.take(nil) { giveUp(segment, with: error) }
        }
        for batch in retries where !batch.isUncertain { giveUp(batch, with: error) }
        retries.removeAll { !$0.isUncertain }
    }

    func giveUp(_ batch: Batch, with error: DatabaseError) {
        for segment in batch.segments { giveUp(segment, with: error) }
    }

    func giveUp(_ segment: any BatchSegment, with error: DatabaseError) {
        release(segment.load)
        segment.fail(error)
    }

    func release(_ load: Load) { metrics.queuedRows.set(queue.release(load).rows) }
}
