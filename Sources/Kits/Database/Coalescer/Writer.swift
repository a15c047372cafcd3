package import Core

/// Commits what all coalescers of the process have open, together: one connection, one batch in flight, the next one sent as soon as that is
/// answered.
///
/// No timer delays anything: alone, an item is sent at once; under load, batches grow by themselves. Everything but `submit` happens on the loop.
package final class Writer: Service, @unchecked Sendable {
    /// A batch that PostgreSQL has not answered yet.
    struct Flight {
        var batch: Batch
        let sentAt: Duration
    }

    package let name = "writer"
    let runtime: Runtime
    let limits: WriterLimits
    let queue: WriteQueue
    let loop: any Loop
    let metrics: WriterMetrics
    let connector: WriterConnector
    let collector: Collector

    // What follows belongs to the loop.
    var lanes: [any Lane] = []
    var flight: Flight?
    /// What has to be sent before anything new, in this order; at most as much as one batch held, in pieces.
    var retries: [Batch] = []
    var connection: WriterConnection?
    var isConnecting = false
    /// Since when PostgreSQL has not been heard of.
    var downSince: Duration?
    /// The pause before the next attempt to connect; none after a batch went well.
    var pause: Duration = .zero
    /// Whether callers are turned away because the connection has been gone for too long.
    var isRefusing = false
    var isTicking = false
    var isStopping = false
    var isStopped = false
    var startWaiter: CheckedContinuation<Void, any Error>?
    var stopWaiter: CheckedContinuation<Void, Never>?

    /// A writer whose connection belongs to `loop`, which must run until the writer has stopped.
    package init(settings: ConnectionSettings, loop: any Loop, runtime: Runtime, limits: WriterLimits = WriterLimits()) {
        self.runtime = runtime
        self.limits = limits
        self.loop = loop
        queue = WriteQueue(limits: limits)
        metrics = WriterMetrics(runtime.metrics)
        connector = WriterConnector(settings: settings, limits: limits)
        collector = Collector(limits: limits)
    }

    /// Connects, and lets callers in once that is done; throws when the first attempt fails.
    package func start() async throws {
        try await withCheckedThrowingContinuation { waiter in
            loop.execute { [self] in
                startWaiter = waiter
                connect()
            }
        }
    }

    /// Lets nobody in any more, commits what is queued within `drainDeadline`, and closes the connection.
    package func stop() async {
        let deadline = loop.schedule(after: limits.drainDeadline) { [self] in finish() }
        await withCheckedContinuation { waiter in
            loop.execute { [self] in
                guard !isStopped else { return waiter.resume() }
                stopWaiter = waiter
                isStopping = true
                queue.refuse(with: .unavailable("the writer is stopping"))
                pump()
                finishIfDrained()
            }
        }
        deadline.cancel()
    }

    /// Hands in one item, or answers the caller at once; from any thread.
    func submit<Write>(
        _ item: Write.Item, tenant: TenantID, load: Load, to lane: TypedLane<Write>, caller: Entries<Write>.Caller
    ) {
        let (refusal, isFirst) = queue.add(item, tenant: tenant, load: load, to: lane, caller: caller)
        if let refusal {
            if refusal.code == .overloaded { metrics.overloads.add() }
            caller.resume(returning: .failure(refusal))
        } else if isFirst {
            // After what the loop is running now: whatever else is handed in during this turn goes into the same batch.
            loop.execute { [self] in pump() }
        }
    }

    func finishIfDrained() {
        if isStopping, flight == nil, retries.isEmpty, lanes.allSatisfy({ $0.waiting.rows == 0 }) { finish() }
    }

    /// Gives up what is left and closes.
    private func finish() {
        guard !isStopped else { return }
        isStopped = true
        refuseWaiting(with: .unavailable("the writer has stopped"))
        for batch in retries + [flight?.batch].compactMap(\.self) {
            giveUp(batch, with: DatabaseError(.unknownOutcome, detail: "the writer stopped while the commit was under way"))
        }
        retries = []
        flight = nil
        connection?.close()
        connection = nil
        stopWaiter?.resume()
        stopWaiter = nil
    }
}
