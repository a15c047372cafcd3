import Contracts
import Core

/// One instance's line to the simulated network.
final class SimulatedSession: Session {
    /// Where the line stands.
    enum Line: Sendable, Hashable {
        /// Finding out whether there are credentials.
        case opening
        /// Showing codes.
        case pairing
        /// A phone has scanned and wants a passkey.
        case challenging
        /// A phone has scanned; the credentials are being kept.
        case linking
        case connected
        /// Broken, back by itself.
        case interrupted
        /// No line any more, and only a new session brings one.
        case ended
        /// Closed by its owner, who hears nothing more.
        case closed
    }

    struct State {
        var line = Line.opening
        var screen: PairingScreen?
        var code: PairingCode?
        /// Whether a code to type is shown beside the one to scan.
        var isTyping = false
        var challenge: PasskeyChallenge?
        /// Whether nothing comes over the line though it stands.
        var isSilent = false
        var memory = LineMemory()
        /// What has happened and was not handed over yet.
        var pile: [Happening] = []
        /// Whether a task hands over what happens; there is at most one.
        var isTelling = false
        /// Whether a call to the observer is under way.
        var isCalling = false
        /// How many calls to the observer have come back.
        var calls = 0
        var waiters: [(call: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var closers: [CheckedContinuation<Void, Never>] = []
        var timers: [Timer: Task<Void, Never>] = [:]
        /// Whether a task waits for late answers to come due.
        var isRipening = false
        /// Whose device this is, once it is linked.
        var number: PhoneNumber?
        var groups = GroupBook()
        /// Whether a change of groups is under way; others wait in turn.
        var isChangingGroups = false
        var turns: [CheckedContinuation<Void, Never>] = []
    }

    /// What a session waits for; at most one task each.
    enum Timer: Hashable { case rotation, reconnection, lateAnswers, backOff }

    /// The name under which the vault keeps whose device this is.
    static let credentials = "credentials"

    let instance: InstanceReference
    let network: SimulatedNetwork
    let vault: any DeviceVault
    let media: any SessionMedia
    let observer: any SessionObserver
    let state = Lock(State())

    var clock: any Clock { network.runtime.clock }
    var person: SimulatedPerson { SimulatedPerson(chance: network.runtime.chance) }

    init(
        of instance: InstanceReference, on network: SimulatedNetwork, vault: any DeviceVault, media: any SessionMedia, observer: any SessionObserver
    ) {
        self.instance = instance
        self.network = network
        self.vault = vault
        self.media = media
        self.observer = observer
    }

    /// Connects with the credentials of the vault, or begins to pair.
    func begin(remembering memory: LineMemory) async {
        var pause = BackOff()
        while true {
            do {
                let kept = try await vault.load([Self.credentials, GroupBook.index])
                let credentials = kept[Self.credentials].flatMap(Credentials.init(bytes:))
                let names = credentials == nil ? [] : GroupBook.names(in: kept[GroupBook.index])
                let groups = names.isEmpty ? GroupBook() : GroupBook(kept: try await vault.load(names))
                state.withLock { state in
                    guard case .opening = state.line else { return }
                    state.memory = memory
                    (state.number, state.groups) = (credentials?.number, groups)
                    if credentials != nil { connect(&state) } else { startPairing(&state) }
                }
                return wake()
            } catch {
                network.runtime.log.warning("credentials could not be read", ["instance.id": .string(instance.id.description)])
                guard case .opening = state.withLock({ $0.line }) else { return }
                await sleep(pause.next(), as: .backOff)
            }
        }
    }

    func close(unlink: Bool) async {
        let memory = await shut()
        if unlink {
            network.leave(memory.count)
            // The network keeps no list of devices beyond this process, so the credentials themselves must go. If that fails, their owner
            // wipes them all the same.
            try? await vault.store([Self.credentials: nil, GroupBook.index: nil])
        }
        network.closed(self, leaving: unlink ? nil : memory)
    }

    /// Ends this line in favour of a newer one with the same credentials; returns what that one has to know.
    func replace() async -> LineMemory {
        let wasOpen = state.withLock { state in
            switch state.line {
            case .ended, .closed: return false
            case .opening, .pairing, .challenging, .linking, .connected, .interrupted:
                end(&state, because: .replaced)
                return true
            }
        }
        if wasOpen { await told() }
        return await shut()
    }

    func registrations(of numbers: [PhoneNumber]) async throws(SendFailure) -> [NumberRegistration] {
        guard numbers.count <= NumberRegistration.limit else { throw .overloaded }
        guard case .connected = state.withLock({ $0.line }) else { throw .notConnected }
        return numbers.map { number in
            let exists = Script(number.jid) != .absent
            return NumberRegistration(number: number, jid: exists ? number.jid : nil, lid: exists ? HiddenNumber.lid(of: number) : nil)
        }
    }

    func prove() async throws(SendFailure) {
        let isSilent = try state.withLock { state throws(SendFailure) in
            guard case .connected = state.line else { throw .notConnected }
            return state.isSilent
        }
        guard isSilent else { return }
        let (answers, server) = AsyncStream.makeStream(of: Never.self)
        // Ends when whoever asks gives up.
        for await _ in answers {}
        server.finish()
        throw .notConnected
    }

    var sandbox: (any SandboxLine)? { self }
    var groups: (any GroupSession)? { self }

    /// No line any more, for a reason, or because no phone came.
    func end(_ state: inout State, because reason: DisconnectReason?) {
        state.line = .ended
        forgetPairing(&state)
        state.isSilent = false
        state.pile.append(reason.map { .disconnected($0) } ?? .pairingEnded)
    }

    private func forgetPairing(_ state: inout State) {
        (state.screen, state.code, state.challenge, state.isTyping) = (nil, nil, nil, false)
    }

    func connect(_ state: inout State) {
        state.line = .connected
        forgetPairing(&state)
        state.isSilent = false
        state.timers.removeValue(forKey: .rotation)?.cancel()
        state.pile.append(.connected)
        state.pile += state.memory.offline
        state.memory.offline = []
        startLateAnswers(&state)
    }

    /// Stops everything and returns what the next session of the instance has to know. The observer is not called again.
    private func shut() async -> LineMemory {
        let timers = state.withLock { state in
            state.line = .closed
            forgetPairing(&state)
            defer { state.timers = [:] }
            return state.timers.values
        }
        for timer in timers { timer.cancel() }
        await withCheckedContinuation { continuation in
            let isTelling = state.withLock { state in
                if state.isTelling { state.closers.append(continuation) }
                return state.isTelling
            }
            if !isTelling { continuation.resume() }
        }
        return state.withLock { state in
            state.memory.offline += state.pile.filter(\.outlivesSession)
            state.pile = []
            defer { state.memory = LineMemory() }
            return state.memory
        }
    }

    /// Returns after `duration`, or when there is no reason to wait any more, which the caller then sees for itself.
    func sleep(_ duration: Duration, as timer: Timer) async {
        let clock = clock
        let nap = network.run { try? await clock.sleep(for: duration) }  // Fails only when it is cut short.
        let isPointless = state.withLock { state in
            switch state.line {
            case .closed: return true
            case .connected, .interrupted, .ended: if timer == .rotation { return true }
            case .opening, .pairing, .challenging, .linking: break
            }
            state.timers[timer] = nap
            return false
        }
        if isPointless { nap.cancel() }
        await nap.value
        state.withLock { state in
            guard state.timers[timer] == nap else { return }
            state.timers[timer] = nil
            // An idle session keeps no table for them.
            if state.timers.isEmpty { state.timers = [:] }
        }
    }
}

extension Happening {
    /// Whether WhatsApp would offer it again to the next session when this one did not keep it.
    fileprivate var outlivesSession: Bool {
        switch self {
        case .acknowledged, .refused, .receipt, .received, .identified, .group, .groupLeft: true
        case .pairingCode, .passkeyRequired, .pairingEnded, .linked, .connected, .disconnected: false
        }
    }
}
