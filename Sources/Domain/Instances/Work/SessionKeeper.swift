import Contracts
import Core
import Database

/// Holds sessions: claims instances that want one, sees to it that each is as its row wants it and proves to be alive, and keeps the lease.
///
/// The lease belongs to the process and is one row, so renewing it costs the same for one session and for thousands. That is why it can be short:
/// after a `kill -9` the next process, or the same one started again, takes over within `lease`, and a lease is lost only when three renewals
/// in a row have failed. What a process does after that is stopped by the fence in each of its writes, not by its clock.
final class SessionKeeper: Service {
    let name = "sessions"

    /// How long a lease lasts from its last renewal.
    static let lease: Duration = .seconds(5)
    /// How often it is renewed, and instances are looked for that nobody holds.
    static let renewal: Duration = .milliseconds(1500)
    /// How often the rows of all sessions are looked at, however silent the bells are.
    static let lookInterval: Duration = .seconds(5)
    /// How many sessions may be opening in a process at the same time; others wait for their turn, unclaimed, so that any process may have them.
    static let openingLimit = 32
    /// How long the row of a process that is gone is kept.
    static let memory: Duration = .seconds(3600)

    struct State {
        var holder: HolderID?
        /// Until when, on the monotonic clock, the lease is sure.
        var sureUntil: Duration = .zero
        /// Sessions that are open, opening or closing.
        var holds: [InstanceReference: Hold] = [:]
        /// Of those, the ones that have not said anything yet.
        var opening: Set<InstanceReference> = []
        /// Of those, the ones that are closing, and the task that closes them.
        var closing: [InstanceReference: Task<Void, Never>] = [:]
        /// Claims whose sessions are closed and that the rows still name.
        var released: [Claim] = []
        /// Whether there were more instances to be opened than places for them.
        var isCrowded = false
        /// When the rows of all sessions are to be looked at.
        var lookDue: Duration = .zero
        /// When the signs of life were last noted in the rows.
        var notedAt: Duration = .zero
        var tasks: [Task<Void, Never>] = []
        var loop: Task<Void, Never>?
    }

    /// What one turn is about.
    private struct Plan {
        let claims: [(claim: Claim, asked: Int64)]
        let released: [Claim]
        let places: Int
    }

    let context: Instances.Context
    let ports: SessionPorts
    let channels: [ChannelName: any Channel]
    let executor: (any TaskExecutor)?
    let state = Lock(State())
    let waker: AsyncStream<Void>.Continuation
    let figures: KeeperFigures
    private let wakes: AsyncStream<Void>

    init(context: Instances.Context, channels: [any Channel], ports: SessionPorts, executor: (any TaskExecutor)?) {
        self.context = context
        self.channels = Dictionary(channels.map { ($0.name, $0) }) { first, _ in first }
        self.ports = ports
        self.executor = executor
        (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        figures = KeeperFigures(context.runtime.metrics)
    }

    func start() async throws {
        let (wanted, unwanted) = (context.doorbell.rings(Instances.wanted), context.doorbell.rings(Instances.unwanted))
        let tasks = [
            run { [waker] in
                for await _ in wanted { waker.yield() }
            },
            run { [self] in
                for await _ in unwanted { look() }
            },
            run { [self] in await every(Self.renewal) { waker.yield() } },
            run { [self] in await every(Self.checkInterval) { await check() } },
            run { [self] in await watch() },
        ]
        waker.yield()
        let loop = run { [self] in
            for await _ in wakes { await turn() }
        }
        state.withLock { state in
            state.tasks = tasks
            state.loop = loop
            state.notedAt = context.clock.monotonic
        }
    }

    /// Closes all sessions without unlinking, then gives the lease back, so that the next process need not wait.
    func stop() async {
        let (tasks, loop) = state.withLock { ($0.tasks, $0.loop) }
        for task in tasks { task.cancel() }
        waker.finish()
        await loop?.value
        await note(isLast: true)
        let closing = state.withLock { state in state.holds.values.map { close($0, &state) } }
        for task in closing { await task.value }
        guard let holder = state.withLock({ $0.holder.take() }) else { return }
        context.held.holder = nil
        do {
            try await context.database.system { tx in
                try LeaseStore.dismiss(holder, in: tx)
                tx.ring(Instances.wanted)
            }
        } catch {
            context.runtime.log.warning("the lease was not given back and has to run out", ["error": .string(String(describing: error))])
        }
    }

    /// Looks at the rows of all sessions as soon as possible.
    func look() {
        state.withLock { $0.lookDue = .zero }
        waker.yield()
    }

    /// One look at what is held and at all that is wanted.
    private func turn() async {
        let started = context.clock.monotonic
        let plan = plan(at: started)
        do {
            try context.runtime.failpoints.pass(.leaseRenew)
            let holder = try await enlisted()
            let now = context.clock.now
            let names = Array(channels.keys)
            let outcome: (orders: [(claim: Claim, wish: Wish?)], claimed: [Order])? = try await context.database.system { tx in
                guard try LeaseStore.renew(holder, until: now + Self.lease, at: now, in: tx) else { return nil }
                try LeaseStore.release(plan.released, in: tx)
                let orders = try LeaseStore.orders(for: plan.claims, in: tx)
                let claimed = try LeaseStore.claim(
                    plan.places, of: names, for: holder, at: now, chance: context.runtime.chance.fraction, in: tx)
                return (orders, claimed)
            }
            guard let outcome else { return loseAll() }
            state.withLock { state in
                state.sureUntil = started + Self.lease
                state.isCrowded = outcome.claimed.count == plan.places
            }
            follow(outcome.orders)
            for order in outcome.claimed { open(order) }
        } catch {
            state.withLock { state in
                state.released += plan.released
                if !plan.claims.isEmpty { state.lookDue = .zero }
            }
            context.runtime.log.warning("sessions could not be looked after", ["error": .string(String(describing: error))])
        }
    }

    private func plan(at now: Duration) -> Plan {
        state.withLock { state in
            let mustLook = state.lookDue <= now
            if mustLook { state.lookDue = now + Self.lookInterval }
            defer { state.released = [] }
            return Plan(
                claims: mustLook ? state.holds.values.map { ($0.claim, $0.asked) } : [], released: state.released,
                places: max(0, Self.openingLimit - state.opening.count))
        }
    }

    /// This process's name as a holder; a new one after every lost lease, since what the old one had claimed is anybody's.
    private func enlisted() async throws -> HolderID {
        if let holder = state.withLock({ $0.holder }) { return holder }
        let holder: HolderID = context.runtime.ids.next()
        let (now, started) = (context.clock.now, context.clock.monotonic)
        try await context.database.system { tx in
            try LeaseStore.sweep(before: now - Self.memory, in: tx)
            try LeaseStore.enlist(holder, until: now + Self.lease, in: tx)
        }
        state.withLock { state in
            state.holder = holder
            state.sureUntil = started + Self.lease
        }
        context.held.holder = holder
        return holder
    }

    /// Closes everything when the lease has run out unrenewed: somebody else may hold it all by now.
    private func watch() async {
        while !Task.isCancelled {
            let rest = state.withLock { $0.holder == nil ? nil : $0.sureUntil - context.clock.monotonic }
            if let rest, rest <= .zero { loseAll() }
            do { try await context.clock.sleep(for: max(rest ?? Self.renewal, .milliseconds(1))) } catch { return }
        }
    }

    private func loseAll() {
        context.held.holder = nil
        let count = state.withLock { state in
            state.holder = nil
            for hold in state.holds.values { close(hold, &state) }
            return state.holds.count
        }
        context.runtime.log.warning("the lease on sessions was lost", ["sessions": .integer(Int64(count))])
        waker.yield()
    }

    private func every(_ interval: Duration, _ work: () async -> Void) async {
        while !Task.isCancelled {
            do { try await context.clock.sleep(for: interval) } catch { return }
            await work()
        }
    }

    @discardableResult
    func run(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        // What follows is nobody's request any more.
        Origin.$current.withValue(nil) { Task(executorPreference: executor) { await work() } }
    }
}
