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

    /// How many lanes may look at their queues at once.
    static let claimsAtOnce = 4
    /// Of how many instances it is remembered that this process had them.
    static let leftLimit = 16_384

    let name = "dispatcher"
    let database: Database
    let doorbell: Doorbell
    let settlement: Coalescer<SettlementStore>
    let board: OutcomeBoard
    let executor: any TaskExecutor
    let optOuts: any OptOuts
    let tenants: any TenantDirectory
    let runtime: Runtime
    let suspects = Suspects()
    /// Claims of all lanes pass here, so that most connections stay free for those who wait for an answer.
    let turnstile = Turnstile(width: Dispatcher.claimsAtOnce)
    private let quarantined: Counter

    private struct State {
        var lanes: [InstanceReference: Lane] = [:]
        /// Instances whose line this process has closed, or seen break: whatever is still under way there, nobody died at it.
        var left: Set<InstanceReference> = []
        /// Tenants that were suspended when one of their lanes looked last.
        var held: Set<TenantID> = []
        var tasks: [Task<Void, Never>] = []
        var isStopped = false
    }

    private let state = Lock(State())

    init(
        database: Database, doorbell: Doorbell, settlement: Coalescer<SettlementStore>, board: OutcomeBoard, optOuts: any OptOuts,
        tenants: any TenantDirectory, executor: any TaskExecutor, runtime: Runtime
    ) {
        self.database = database
        self.doorbell = doorbell
        self.settlement = settlement
        self.board = board
        self.optOuts = optOuts
        self.tenants = tenants
        self.executor = executor
        self.runtime = runtime
        quarantined = runtime.metrics.counter(
            "herald_messages_quarantined_total", "Messages that are not tried any more because the process died at them again and again.")
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
        await withDiscardingTaskGroup { group in
            for lane in lanes { group.addTask(executorPreference: executor) { await lane.drain() } }
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

    /// The instance's session can take messages.
    func connected(_ session: any Session, of instance: InstanceReference, abilities: ChannelAbilities) async {
        let (lane, wasHere) = state.withLock { state in
            // A lane that is still there was not told that the connection had been lost.
            if let lane = state.lanes[instance] { return (lane, true) }
            let lane = Lane(of: instance, for: self)
            state.lanes[instance] = lane
            return (lane, state.left.remove(instance) != nil)
        }
        await lane.connected(session, abilities: abilities, wasHere: wasHere)
    }

    /// The instance's lane, if its session is open in this process.
    func existingLane(of instance: InstanceReference) -> Lane? {
        state.withLock { $0.lanes[instance] }
    }

    /// Forgets the lane of an instance whose session has closed.
    func remove(_ lane: Lane) {
        state.withLock { state in
            guard state.lanes[lane.instance] === lane else { return }
            state.lanes[lane.instance] = nil
            // Forgetting all of them costs a few innocent messages a crash in the books, once.
            if state.left.count >= Self.leftLimit { state.left = [] }
            state.left.insert(lane.instance)
        }
    }

    /// The instance's suspect has been answered, or is not under way any more: the next one may go.
    func release(suspectOf instance: InstanceReference) {
        for waiting in suspects.release(by: instance) { existingLane(of: waiting)?.ring() }
    }

    /// Whether the tenant is suspended: then nothing goes out for it, and what waits goes on waiting.
    func isHeld(_ tenant: TenantID) async throws -> Bool {
        let isSuspended = try await tenants.tenant(tenant)?.isSuspended == true
        state.withLock { state in
            if isSuspended { state.held.insert(tenant) } else { state.held.remove(tenant) }
        }
        return isSuspended
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
        do {
            let due = try await database.system { tx in try QueueStore.due(among: instances, in: tx) }
            for instance in due {
                existingLane(of: instance)?.ring()
            }
        } catch {
            runtime.log.warning("could not look for due messages", ["error": .string("\(error)")])
        }
    }

    /// Says which instances are connected, and fails what was held for a connection longer than it may be.
    private func expire() async {
        let now = runtime.clock.now
        // What waits for a suspended tenant is no better than what waits for a connection: a day later nobody wants it sent any more.
        let here = state.withLock { state in state.lanes.keys.filter { !state.held.contains($0.tenant) } }
        do {
            if !here.isEmpty { try await database.system { tx in try LineStore.touch(here, at: now, in: tx) } }
            while true {
                let overdue = try await database.system { tx in
                    try QueueStore.overdue(since: now - Messaging.holdLimit, limit: Self.expiryBatch, in: tx)
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
        if code == .quarantined {
            quarantined.add(settled.count)
            for message in settled {
                runtime.log.error(
                    "a message is set aside: the process died at it again and again",
                    ["message.id": .string(message.description), "instance.id": .string(instance.id.description)])
            }
        }
    }
}
