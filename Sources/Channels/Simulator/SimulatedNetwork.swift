import Contracts
package import Core
import Synchronization

/// The simulated WhatsApp: one per process, in memory. What it knows of who is linked lives in the instances' vaults, so that it survives the
/// process; what it has in transit does not.
package final class SimulatedNetwork: Sendable {
    /// How many messages the network may have in transit, held back or waiting for their time; beyond it sending throws `.overloaded`.
    package static let transitLimit = 65_536

    private struct State {
        var sessions: [InstanceReference: SimulatedSession] = [:]
        /// Of linked instances without a session: what will be told when there is one again.
        var memories: [InstanceReference: LineMemory] = [:]
    }

    let runtime: Runtime
    let executor: (any TaskExecutor)?
    let journal: (@Sendable (JournalEntry) -> Void)?
    private let state = Lock(State())
    private let acknowledging = Atomic(true)
    private let inTransit = Atomic(0)

    /// A network without anybody on it. Its tasks run on `executor`; `journal` is called for every message that the network receives.
    package init(runtime: Runtime, executor: (any TaskExecutor)? = nil, journal: (@Sendable (JournalEntry) -> Void)? = nil) {
        self.runtime = runtime
        self.executor = executor
        self.journal = journal
    }

    /// Whether the network answers messages now.
    var isAcknowledging: Bool { acknowledging.load(ordering: .acquiring) }

    func open(
        _ instance: InstanceReference, vault: any DeviceVault, media: any SessionMedia, observer: any SessionObserver
    ) -> SimulatedSession {
        let session = SimulatedSession(of: instance, on: self, vault: vault, media: media, observer: observer)
        let predecessor = state.withLock { $0.sessions.updateValue(session, forKey: instance) }
        run {
            // Two lines with one device's credentials: WhatsApp throws the older one out.
            await session.begin(remembering: predecessor?.replace() ?? self.recall(instance))
        }
        return session
    }

    func session(of instance: InstanceReference) -> SimulatedSession? { state.withLock { $0.sessions[instance] } }

    /// Holds back the answers of the whole network, or lets them go.
    func hold(_ held: Bool) {
        acknowledging.store(!held, ordering: .releasing)
        guard !held else { return }
        let sessions = state.withLock { Array($0.sessions.values) }
        for session in sessions { session.wake() }
    }

    /// Forgets a session that has closed, and keeps what its instance is still to be told.
    func closed(_ session: SimulatedSession, leaving memory: LineMemory?) {
        state.withLock { state in
            guard state.sessions[session.instance] === session else { return }
            state.sessions[session.instance] = nil
            state.memories[session.instance] = memory
        }
    }

    /// What the instance is still to be told from its last session; handed out once.
    private func recall(_ instance: InstanceReference) -> LineMemory { state.withLock { $0.memories.removeValue(forKey: instance) } ?? LineMemory() }

    /// Takes a place in transit; false when there is none.
    func enter() -> Bool {
        if inTransit.wrappingAdd(1, ordering: .relaxed).newValue <= Self.transitLimit { return true }
        leave(1)
        return false
    }

    /// Gives places in transit back.
    func leave(_ count: Int) {
        if count > 0 { inTransit.wrappingSubtract(count, ordering: .relaxed) }
    }

    @discardableResult
    func run(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        // What the network does it does by itself, whoever has just spoken to it.
        Origin.$current.withValue(nil) { Task(executorPreference: executor) { await work() } }
    }
}
