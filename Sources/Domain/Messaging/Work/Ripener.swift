import Contracts
import Core
import Database
import Events

/// Brings messages into the queue when their time has come: never early, by the database's clock, and each once, however many processes do so.
final class Ripener: Service {
    /// How long it looks away at most: a message may have been scheduled for sooner than the one it waits for.
    static let longestPause: Duration = .seconds(1)
    /// How long it looks away at least while something is due that it cannot have, since somebody changes it or another process is at it.
    static let shortestPause: Duration = .milliseconds(20)

    let name = "ripener"
    private let database: Database
    private let quota: any QuotaGate
    private let outbox: Outbox
    private let dispatcher: Dispatcher
    private let executor: any TaskExecutor
    private let runtime: Runtime
    private let task = Lock<Task<Void, Never>?>(nil)

    init(
        database: Database, quota: any QuotaGate, outbox: Outbox, dispatcher: Dispatcher, executor: any TaskExecutor, runtime: Runtime
    ) {
        self.database = database
        self.quota = quota
        self.outbox = outbox
        self.dispatcher = dispatcher
        self.executor = executor
        self.runtime = runtime
    }

    func start() async throws {
        let running = Task(executorPreference: executor) { await self.run() }
        task.withLock { $0 = running }
    }

    /// Lets the turn under way finish.
    func stop() async {
        let running = task.withLock { $0.take() }
        running?.cancel()
        await running?.value
    }

    private func run() async {
        var isFailing = false
        while !Task.isCancelled {
            var pause = Self.longestPause
            do {
                pause = try await turn()
                isFailing = false
            } catch {
                // Once until it works again: a database that is down for an hour is one line.
                if !isFailing { runtime.log.warning("could not bring in what is due", ["error": .string("\(error)")]) }
                isFailing = true
            }
            guard pause > .zero else { continue }
            guard (try? await runtime.clock.sleep(for: pause)) != nil else { return }  // cancelled: the service stops
        }
    }

    /// Brings one batch in and says how long to look away.
    func turn() async throws -> Duration {
        let now = runtime.clock.now
        let (ripened, next) = try await database.system { [self] tx in
            guard try RipeningStore.take(in: tx) else { return (nil, nil) as ([RipeningStore.Ripened]?, Duration?) }
            let ripened = try RipeningStore.ripen(counting: quota.reservation, at: now, in: tx)
            for part in Dictionary(grouping: ripened.filter { !$0.failed.isEmpty }, by: \.instance.tenant) {
                let failed = part.value.flatMap(\.failed)
                try RipeningStore.tell(
                    failed, of: part.key, events: failed.map { _ in runtime.ids.next() }, subscribers: outbox.subscribers(of: MessageFailed.name),
                    at: now, in: tx)
                tx.ring(Outbox.topic)
            }
            let next = try RipeningStore.next(in: tx)
            if !ripened.isEmpty { try runtime.failpoints.pass(.beforeRipeningCommit) }
            return (ripened, next)
        }
        guard let ripened else { return Self.shortestPause }
        if !ripened.isEmpty { try runtime.failpoints.pass(.afterRipening) }
        for part in ripened {
            if part.count > part.failed.count { dispatcher.ring(part.instance) }
            dispatcher.board.settle(part.failed)
        }
        guard let next else { return Self.longestPause }
        // More is due: at once, unless it was passed over in this turn.
        if next <= .zero { return ripened.isEmpty ? Self.shortestPause : .zero }
        return min(next, Self.longestPause)
    }
}
