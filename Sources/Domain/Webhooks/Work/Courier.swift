import Contracts
import Core
import Database
import HTTP

/// Claims deliveries that are due, posts them, and remembers what came of each.
final class Courier: Service {
    /// How many requests may be under way at once.
    static let capacity = 256
    /// How long a claim is held: longer than a request may take.
    static let lease: Duration = .seconds(30)
    /// How often it looks, however silent the bells are.
    static let poll: Duration = .seconds(1)
    /// How long a delivery of a suspended tenant is left alone before it is looked at again.
    static let heldPause: Duration = .seconds(15)

    let name = "webhook courier"
    private let database: Database
    private let results: Coalescer<AttemptStore>
    private let doorbell: Doorbell
    private let sealing: any Sealing
    private let tenants: any TenantDirectory
    private let poster: Poster
    private let executor: any TaskExecutor
    private let runtime: Runtime
    private let wake: AsyncStream<Void>.Continuation
    private let wakes: AsyncStream<Void>
    private let loop: Lock<Task<Void, Never>?> = Lock(nil)
    private let state = Lock(State())

    private struct State {
        var underWay = 0
        var idle: CheckedContinuation<Void, Never>?
    }

    private let posted: Counter
    private let failed: Counter

    init(
        database: Database, results: Coalescer<AttemptStore>, doorbell: Doorbell, sealing: any Sealing,
        tenants: any TenantDirectory, poster: Poster, executor: any TaskExecutor, runtime: Runtime
    ) {
        self.database = database
        self.results = results
        self.doorbell = doorbell
        self.sealing = sealing
        self.tenants = tenants
        self.poster = poster
        self.executor = executor
        self.runtime = runtime
        (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        posted = runtime.metrics.counter("herald_webhook_attempts_total", "Webhook requests.", labels: ["outcome": "delivered"])
        failed = runtime.metrics.counter("herald_webhook_attempts_total", "Webhook requests.", labels: ["outcome": "failed"])
    }

    func start() async throws {
        let rings = doorbell.rings(.webhooksDue)
        let task = Task(executorPreference: executor) { [self] in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { [self] in
                    for await _ in rings {
                        wake.yield()
                    }
                }
                group.addTask { [self] in
                    while (try? await runtime.clock.sleep(for: Self.poll)) != nil {  // cancelled: the service stops
                        wake.yield()
                    }
                }
                group.addTask { [self] in await work() }
            }
        }
        loop.withLock { $0 = task }
    }

    func stop() async {
        let task = loop.withLock { $0.take() }
        task?.cancel()
        await task?.value
        // Requests under way end by themselves, within their deadline.
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.underWay > 0 { state.idle = continuation }
                return state.underWay == 0
            }
            if isIdle { continuation.resume() }
        }
    }

    private func work() async {
        for await _ in wakes {
            while !Task.isCancelled, await claim() {}
        }
    }

    /// Claims what there is room for and starts on it; whether there may be more.
    private func claim() async -> Bool {
        let room = Self.capacity - state.withLock { $0.underWay }
        guard room > 0 else { return false }
        let now = runtime.clock.now
        do {
            let claimed = try await database.system { tx in
                try DeliveryStore.claim(room, at: now, leaseUntil: now + Self.lease, in: tx)
            }
            for delivery in claimed {
                state.withLock { $0.underWay += 1 }
                Task(executorPreference: executor) { [self] in
                    await deliver(delivery)
                    finish()
                }
            }
            return claimed.count == room
        } catch {
            runtime.log.warning("could not claim webhook deliveries", ["error": .string("\(error)")])
            return false
        }
    }

    private func finish() {
        let idle = state.withLock { state in
            state.underWay -= 1
            return state.underWay == 0 ? state.idle.take() : nil
        }
        idle?.resume()
        // The next of the same chat may go now.
        wake.yield()
    }

    private func deliver(_ delivery: ClaimedDelivery) async {
        do {
            // Nothing leaves Herald for a suspended tenant; it is told when it is served again, in the same order.
            if try await tenants.tenant(delivery.tenant)?.isSuspended == true { return try await giveBack(delivery) }
            try runtime.failpoints.pass(.beforeWebhookPost)
            let attempt = try await attempt(delivery)
            try runtime.failpoints.pass(.afterWebhookBeforeCommit)
            (attempt.isSuccess ? posted : failed).add()
            let result = NewAttempt(delivery: delivery.id, attempt: attempt, fate: fate(of: delivery, after: attempt))
            try await results.submit(result, for: delivery.tenant)
        } catch {
            // The lease ends by itself, and the delivery is tried again.
            runtime.log.warning(
                "a webhook delivery was not finished",
                ["tenant.id": .string(delivery.tenant.description), "delivery.id": .string(delivery.id.description), "error": .string("\(error)")])
        }
    }

    private func giveBack(_ delivery: ClaimedDelivery) async throws {
        let due = runtime.clock.now + Self.heldPause
        try await database.write(as: delivery.tenant) { tx in try DeliveryStore.giveBack(delivery, until: due, in: tx) }
    }

    private func attempt(_ delivery: ClaimedDelivery) async throws -> Attempt {
        let url: HTTPURL
        do throws(Problem) {
            url = try poster.check(delivery.url)
        } catch {
            // Saved under other settings; a failure like others, so that the owner sees it.
            return Attempt(at: runtime.clock.now, duration: .zero, status: nil, failure: "not_allowed", excerpt: "", retryAfter: nil)
        }
        let secret = try await sealing.open(delivery.secret, for: delivery.tenant, context: EndpointStore.context(of: delivery.endpoint))
        let headers = (delivery.headers.object ?? []).compactMap { member in member.value.string.map { (member.name, $0) } }
        return await poster.post(
            Array(delivery.body.utf8), to: url, for: delivery.tenant, headers: headers, secret: WebhookSecret(bytes: secret),
            id: delivery.event.description)
    }

    private func fate(of delivery: ClaimedDelivery, after attempt: Attempt) -> NewAttempt.Fate {
        if attempt.isSuccess { return .delivered }
        if attempt.isGone { return .endpointGone }
        let pause = RetrySchedule.pause(afterFailures: delivery.tries, asked: attempt.retryAfter, chance: runtime.chance.fraction())
        return pause.map { .again(at: runtime.clock.now + $0) } ?? .exhausted
    }
}
