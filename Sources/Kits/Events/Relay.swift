package import Core
package import Database

/// Tells durable events to their subscribers, each exactly once.
///
/// A portion of deliveries is claimed as the system; each subscriber runs in the same transaction, inside a savepoint fenced to the event's
/// tenant; then the deliveries are removed and everything commits together. A subscriber that throws fails alone and is tried again later.
package final class Relay: Service {
    package let name = "relay"

    /// How many deliveries are made in one transaction.
    package static let portion = 100
    /// How often a delivery is tried before it is given up.
    package static let triesLimit = 20
    /// The longest pause between two tries of a delivery.
    package static let longestBackoff: Duration = .seconds(3600)
    /// How much of an error's text is kept with a delivery.
    static let reasonLimit = 500

    private let database: Database
    private let subscriptions: Subscriptions
    private let runtime: Runtime
    private let worker: Lock<Worker?> = Lock(nil)
    private let doorbell: Doorbell?
    private let size = Lock(Relay.portion)
    private let relayed: Counter
    private let failed: Counter
    private let dead: Counter

    /// A relay for those subscribers; it listens to `doorbell` if there is one.
    package init(_ subscriptions: Subscriptions, database: Database, doorbell: Doorbell? = nil, runtime: Runtime) {
        self.subscriptions = subscriptions
        self.database = database
        self.doorbell = doorbell
        self.runtime = runtime
        relayed = runtime.metrics.counter("herald_events_relayed_total", "Events told to a subscriber.")
        failed = runtime.metrics.counter("herald_events_failed_total", "Tries to tell an event that failed.")
        dead = runtime.metrics.counter("herald_events_dead_total", "Events given up after the last try.")
    }

    /// Freezes the subscriptions and begins to relay.
    package func start() async throws {
        subscriptions.freeze()
        let subscribers = subscriptions.pairs.subscribers
        let strangers = try await database.system { tx in try DeliveryStore.strangers(to: subscribers, in: tx) }
        if !strangers.isEmpty {
            runtime.log.warning("events wait for subscribers that this program does not have", ["subscribers": .array(strangers.map(JSON.string))])
        }
        let worker = Worker(name, doorbell: doorbell, topic: Outbox.topic, runtime: runtime) { [self] in try await relay() }
        self.worker.withLock { $0 = worker }
        try await worker.start()
    }

    package func stop() async {
        await worker.withLock { $0.take() }?.stop()
    }

    /// Makes one portion of what is due; how many deliveries were tried.
    package func relay() async throws -> Int {
        let size = size.withLock { $0 }
        let claimed: Lock<[DeliveryStore.Claimed]> = Lock([])
        do {
            let count = try await database.system { tx in try relay(size, noting: claimed, in: tx) }
            self.size.withLock { $0 = min($0 * 2, Self.portion) }
            return count
        } catch let error where Self.isNobodysFault(error) {
            throw error
        } catch {
            // The transaction as a whole failed, so one of them spoils it for the others: from here on one by one, until the culprit is alone.
            self.size.withLock { $0 = 1 }
            guard let only = claimed.withLock({ $0.count == 1 ? $0.first : nil }) else {
                if size > 1 { return 1 }
                throw error
            }
            let failure = DeliveryStore.Failure(claimed: only, reason: Self.reason(error))
            try await database.system { tx in try settle(failure, in: tx) }
            return 1
        }
    }

    private func relay(_ size: Int, noting claimed: Lock<[DeliveryStore.Claimed]>, in tx: borrowing Transaction) throws -> Int {
        let pairs = subscriptions.pairs
        let due = try DeliveryStore.claim(size, at: runtime.clock.now, events: pairs.events, subscribers: pairs.subscribers, in: tx)
        claimed.withLock { $0 = due }
        var made: [DeliveryStore.Key] = []
        for delivery in due {
            do {
                try tx.attempt(as: delivery.key.tenant) { inner in try tell(delivery, in: inner) }
                made.append(delivery.key)
            } catch let error where Self.isNobodysFault(error) {
                throw error
            } catch {
                try settle(DeliveryStore.Failure(claimed: delivery, reason: Self.reason(error)), in: tx)
            }
        }
        try DeliveryStore.remove(made, in: tx)
        relayed.add(made.count)
        return due.count
    }

    private func tell(_ delivery: DeliveryStore.Claimed, in tx: borrowing Transaction) throws {
        guard let handler = subscriptions.handler(of: delivery.event, named: delivery.key.subscriber) else { return }
        try handler.handle(try JSONParser.parse(delivery.payload), delivery.key.tenant, tx)
    }

    private func settle(_ failure: DeliveryStore.Failure, in tx: borrowing Transaction) throws {
        failed.add()
        let tries = failure.claimed.tries + 1
        let facts: [String: JSON] = [
            "event": .string(failure.claimed.event), "subscriber": .string(failure.claimed.key.subscriber),
            "event.id": .string(failure.claimed.key.id.description), "tries": .integer(Int64(tries)), "error": .string(failure.reason),
        ]
        if tries >= Self.triesLimit {
            try DeliveryStore.bury(failure, at: runtime.clock.now, in: tx)
            dead.add()
            runtime.log.error("event given up", facts)
        } else {
            try DeliveryStore.postpone(failure, until: runtime.clock.now + backoff(after: tries), in: tx)
            if tries == 1 { runtime.log.warning("event not taken", facts) }
        }
    }

    /// One second, doubled with each try, with a quarter more or less so that what failed together is not tried together again.
    private func backoff(after tries: Int) -> Duration {
        min(.seconds(1 << min(tries - 1, 12)), Self.longestBackoff) * (0.75 + runtime.chance.fraction() / 2)
    }

    /// Whether the database, not a subscriber, is the reason: nothing is counted against anybody.
    private static func isNobodysFault(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        switch error.code {
        case .unavailable, .overloaded, .unknownOutcome: return true
        case .constraint, .conflict, .cancelled, .refused, .unreadable: return false
        }
    }

    private static func reason(_ error: any Error) -> String { String(String(reflecting: error).prefix(reasonLimit)) }
}
