import Core

/// Having a connection, or getting one again.
extension Writer {
    /// Closes the connection, keeps what was in flight for the next one, and opens that.
    func disconnect(because error: DatabaseError) {
        let now = runtime.clock.monotonic
        if let connection {
            runtime.log.warning("the writer's connection is lost", ["sqlstate": .optional(error.sqlState)])
            if var batch = flight?.batch {
                if connection.hasSentAll {
                    batch.resolveBy = batch.resolveBy ?? now + limits.resolveDeadline
                    metrics.resends.add()
                }
                batch.notBefore = nil
                if batch.count > 0 { retries.insert(batch, at: 0) }
            }
            flight = nil
            connection.close()
        }
        connection = nil
        downSince = downSince ?? now
        reconnect()
        tick()
    }

    /// Connects after a pause that grows until a batch has gone well.
    private func reconnect() {
        let wait = pause * (1 - runtime.chance.fraction() / 2)
        pause = pause == .zero ? limits.shortestPause : min(pause * 2, limits.longestPause)
        if wait == .zero { return connect() }
        loop.schedule(after: wait) { [self] in connect() }
    }

    func connect() {
        guard connection == nil, !isConnecting, !isStopped else { return }
        isConnecting = true
        connector.connect { [self] result in
            loop.execute { [self] in connected(result) }
        }
    }

    private func connected(_ result: Result<WriterConnector.Delivery, DatabaseError>) {
        isConnecting = false
        switch result {
        case .success where isStopped: break
        case .success(let delivery):
            connection = WriterConnection(delivery.wire, loop: loop, owner: self)
            metrics.connections.add()
            downSince = nil
            isRefusing = false
            if !isStopping { queue.refuse(with: nil) }
            startWaiter?.resume()
            startWaiter = nil
            pump()
        case .failure(let error):
            runtime.log.warning("the writer cannot connect", ["sqlstate": .optional(error.sqlState)])
            if let startWaiter {
                self.startWaiter = nil
                isStopped = true
                startWaiter.resume(throwing: error)
            } else {
                reconnect()
            }
        }
    }
}
