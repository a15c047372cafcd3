import Contracts
import Core
import Database

/// Holds sessions: claims instances that want one, sees to it that each is as its row wants it, and keeps the lease.
///
/// The lease belongs to the process and is one row, so renewing it costs the same for one session and for thousands. That is why it can be short:
/// after a `kill -9` the next process, or the same one started again, takes over within `lease`, and a lease is lost only when three renewals
/// in a row have failed. What a process does after that is stopped by the fence in each of its writes, not by its clock.
final class SessionKeeper: Service {
    let name = "sessions"

    /// How long a lease lasts from its last renewal.
    static let lease: Duration = .seconds(5)
    /// How often it is renewed, and the rows of all sessions looked at.
    static let renewal: Duration = .milliseconds(1500)
    /// How many instances are claimed in one turn, and how long until the next such turn: so many sessions a process opens in a storm.
    static let claimLimit = 256
    static let claimPause: Duration = .milliseconds(100)
    /// How long the row of a process that is gone is kept.
    static let memory: Duration = .seconds(3600)

    private struct State {
        var holder: HolderID?
        /// Until when, on the monotonic clock, the lease is sure.
        var sureUntil: Duration = .zero
        /// Sessions that are open, opening or closing.
        var holds: [InstanceReference: Hold] = [:]
        /// Of those, the ones that are closing, and the task that closes them.
        var closing: [InstanceReference: Task<Void, Never>] = [:]
        var tasks: [Task<Void, Never>] = []
        var loop: Task<Void, Never>?
    }

    private let context: Instances.Context
    private let channels: [ChannelName: any Channel]
    private let traffic: any MessageTraffic
    private let executor: (any TaskExecutor)?
    private let state = Lock(State())
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation
    private let held: Gauge

    init(context: Instances.Context, channels: [any Channel], traffic: any MessageTraffic, executor: (any TaskExecutor)?) {
        self.context = context
        self.channels = Dictionary(channels.map { ($0.name, $0) }) { first, _ in first }
        self.traffic = traffic
        self.executor = executor
        (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        held = context.runtime.metrics.gauge("herald_sessions_held", "Sessions that this process holds.")
    }

    func start() async throws {
        let rings = context.doorbell.rings(Instances.wanted)
        let tasks = [
            run { [waker] in
                for await _ in rings { waker.yield() }
            },
            run { [waker, clock = context.clock] in
                while !Task.isCancelled {
                    waker.yield()
                    do { try await clock.sleep(for: Self.renewal) } catch { return }
                }
            },
            run { [self] in await watch() },
        ]
        let loop = run { [self] in
            for await _ in wakes { await turn() }
        }
        state.withLock { state in
            state.tasks = tasks
            state.loop = loop
        }
    }

    /// Closes all sessions without unlinking, then gives the lease back, so that the next process need not wait.
    func stop() async {
        let (tasks, loop) = state.withLock { ($0.tasks, $0.loop) }
        for task in tasks { task.cancel() }
        waker.finish()
        await loop?.value
        let closing = state.withLock { state in state.holds.values.map { close($0, &state) } }
        for task in closing { await task.value }
        guard let holder = state.withLock({ $0.holder.take() }) else { return }
        do {
            try await context.database.system { tx in
                try LeaseStore.dismiss(holder, in: tx)
                tx.ring(Instances.wanted)
            }
        } catch {
            context.runtime.log.warning("the lease was not given back and has to run out", ["error": .string(String(describing: error))])
        }
    }

    /// One look at all that is held and all that is wanted.
    private func turn() async {
        do {
            try context.runtime.failpoints.pass(.leaseRenew)
            let holder = try await enlisted()
            let (now, started) = (context.clock.now, context.clock.monotonic)
            let claims = state.withLock { $0.holds.values.map(\.claim) }
            let names = Array(channels.keys)
            let outcome: (orders: [Order], claimed: [Order])? = try await context.database.system { tx in
                guard try LeaseStore.renew(holder, until: now + Self.lease, at: now, in: tx) else { return nil }
                let orders = try LeaseStore.orders(for: claims, in: tx)
                let claimed = try LeaseStore.claim(Self.claimLimit, of: names, for: holder, except: claims, at: now, chance: context.runtime.chance.fraction, in: tx)
                return (orders, claimed)
            }
            guard let outcome else { return loseAll() }
            state.withLock { $0.sureUntil = started + Self.lease }
            follow(outcome.orders, of: claims)
            for order in outcome.claimed { open(order) }
            if outcome.claimed.count == Self.claimLimit { wakeSoon() }
        } catch {
            context.runtime.log.warning("sessions could not be looked after", ["error": .string(String(describing: error))])
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
        return holder
    }

    /// Does with each session what its row wants now.
    private func follow(_ orders: [Order], of claims: [Claim]) {
        let orders = Dictionary(orders.map { ($0.claim, $0) }) { first, _ in first }
        state.withLock { state in
            for claim in claims {
                guard let hold = state.holds[claim.instance], hold.claim == claim else { continue }
                guard let order = orders[claim], !hold.isLost else {
                    close(hold, &state)
                    continue
                }
                switch order.wish {
                case .session: if order.asked != hold.asked { close(hold, &state) }
                case .none: close(hold, &state)
                case .unlink: close(hold, &state, unlinking: true)
                }
            }
        }
    }

    private func open(_ order: Order) {
        guard let channel = channels[order.channel] else { return }
        let hold = Hold(order, channel: channel, traffic: traffic, context: context) { [waker] in waker.yield() }
        state.withLock { state in
            state.holds[order.claim.instance] = hold
            context.held.insert(hold)
            run { await hold.open() }
            if order.wish == .unlink { close(hold, &state, unlinking: true) }
        }
        held.add(1)
        context.noticed(order.claim.instance)
    }

    /// Closes the session beside; until that is done the instance counts as held, so that it never has two.
    @discardableResult
    private func close(_ hold: Hold, _ state: inout State, unlinking: Bool = false) -> Task<Void, Never> {
        let instance = hold.claim.instance
        if let task = state.closing[instance] { return task }
        context.held.remove(hold)
        let task = run { [self] in
            if unlinking { await hold.unlink() } else { await hold.close() }
            self.state.withLock { state in
                state.holds[instance] = nil
                state.closing[instance] = nil
            }
            held.add(-1)
            waker.yield()
        }
        state.closing[instance] = task
        return task
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
        let count = state.withLock { state in
            state.holder = nil
            for hold in state.holds.values { close(hold, &state) }
            return state.holds.count
        }
        context.runtime.log.warning("the lease on sessions was lost", ["sessions": .integer(Int64(count))])
        waker.yield()
    }

    private func wakeSoon() {
        run { [waker, clock = context.clock] in
            // Cut short only when the process ends.
            try? await clock.sleep(for: Self.claimPause)
            waker.yield()
        }
    }

    @discardableResult
    private func run(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        Task(executorPreference: executor) { await work() }
    }
}
