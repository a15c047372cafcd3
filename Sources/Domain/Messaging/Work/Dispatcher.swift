import Contracts
import Core
import Database
import Events

/// Keeps one lane per connected instance and wakes those that have something to send.
///
/// Which process sends for an instance is decided by the instance's lease, not here: lanes exist only for sessions that are open in this one.
final class Dispatcher: Service {
    /// How often every lane is looked at, however silent the bells are.
    static let poll: Duration = .seconds(1)
    /// How often messages held too long are looked for.
    static let expiryPoll: Duration = .seconds(60)

    let name = "dispatcher"
    let database: Database
    let doorbell: Doorbell
    let settlement: Coalescer<SettlementStore>
    let board: OutcomeBoard
    let executor: any TaskExecutor
    let runtime: Runtime

    private struct State {
        var lanes: [InstanceReference: Lane] = [:]
        var tasks: [Task<Void, Never>] = []
        var isStopped = false
    }

    private let state = Lock(State())

    init(
        database: Database, doorbell: Doorbell, settlement: Coalescer<SettlementStore>, board: OutcomeBoard, executor: any TaskExecutor,
        runtime: Runtime
    ) {
        self.database = database
        self.doorbell = doorbell
        self.settlement = settlement
        self.board = board
        self.executor = executor
        self.runtime = runtime
    }

    func start() async throws {
        let rings = doorbell.rings(.messagesDue)
        let heard = Task(executorPreference: executor) { [self] in
            for await _ in rings {
                await wakeDue()
            }
        }
        let polled = Task(executorPreference: executor) { [self] in
            await every(Self.poll) { await self.lookAround() }
        }
        let expired = Task(executorPreference: executor) { [self] in
            await every(Self.expiryPoll) { await self.expire() }
        }
        state.withLock { $0.tasks = [heard, polled, expired] }
    }

    func stop() async {
        try? runtime.failpoints.pass(.duringDrain)  // a drain goes on, whatever a test makes of it
        let (lanes, tasks) = state.withLock { state in
            state.isStopped = true
            return (Array(state.lanes.values), state.tasks)
        }
        for task in tasks {
            task.cancel()
        }
        for lane in lanes {
            await lane.drain()
        }
    }

    /// There is something new for the instance: wakes its lane here, or rings for the process that has it.
    func ring(_ instance: InstanceReference) {
        if let lane = existingLane(of: instance) {
            lane.ring()
        } else {
            doorbell.ring(.messagesDue)
        }
    }

    /// The instance's lane, made when first asked for.
    func lane(of instance: InstanceReference) -> Lane {
        state.withLock { state in
            if let lane = state.lanes[instance] { return lane }
            let lane = Lane(of: instance, for: self)
            state.lanes[instance] = lane
            return lane
        }
    }

    /// The instance's lane, if its session is open in this process.
    func existingLane(of instance: InstanceReference) -> Lane? {
        state.withLock { $0.lanes[instance] }
    }

    /// Forgets the lane of an instance whose session has closed.
    func remove(_ lane: Lane) {
        state.withLock { state in
            if state.lanes[lane.instance] === lane { state.lanes[lane.instance] = nil }
        }
    }

    private func every(_ interval: Duration, _ work: () async -> Void) async {
        while !Task.isCancelled {
            guard (try? await runtime.clock.sleep(for: interval)) != nil else { return }  // cancelled: the service stops
            await work()
        }
    }

    private func lookAround() async {
        let lanes = state.withLock { Array($0.lanes.values) }
        for lane in lanes {
            await lane.sweep()
        }
        await wakeDue()
    }

    /// Asks once for all lanes which of them have something due.
    private func wakeDue() async {
        let instances = state.withLock { Array($0.lanes.keys) }
        guard !instances.isEmpty else { return }
        let now = runtime.clock.now
        do {
            let due = try await database.system { tx in try MessageStore.due(among: instances, at: now, in: tx) }
            for instance in due {
                existingLane(of: instance)?.ring()
            }
        } catch {
            runtime.log.warning("could not look for due messages", ["error": .string("\(error)")])
        }
    }

    /// Fails what was held for a connection longer than it may be.
    private func expire() async {
        let now = runtime.clock.now
        do {
            while true {
                let overdue = try await database.system { tx in
                    try MessageStore.overdue(since: now - Messaging.holdLimit, limit: Self.expiryBatch, in: tx)
                }
                for (instance, whatsAppIDs) in overdue {
                    try await fail(whatsAppIDs, of: instance, because: .expired)
                }
                if overdue.isEmpty { return }
            }
        } catch {
            runtime.log.warning("could not expire held messages", ["error": .string("\(error)")])
        }
    }

    private static let expiryBatch = 500

    /// Ends messages that no channel will be asked to send any more.
    func fail(_ whatsAppIDs: [String], of instance: InstanceReference, because code: MessageFailureCode) async throws {
        let now = runtime.clock.now
        let settlements = whatsAppIDs.map { whatsAppID in
            var settlement = Settlement(whatsAppID: whatsAppID)
            settlement.failedAt = now
            settlement.failure = code
            return settlement
        }
        guard !settlements.isEmpty else { return }
        let settled = try await settlement.submit(
            NewSettlements(instance: instance.id, settlements: settlements, ids: runtime.ids), for: instance.tenant)
        board.settle(settled)
        doorbell.ring(Outbox.topic)
    }
}
