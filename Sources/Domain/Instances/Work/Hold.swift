import Contracts
import Core
import Database
import Synchronization

/// One session, for as long as the claim on its instance is worth something: keeps what it tells of the link in the instance's row, hands what it
/// tells of messages on, and knows when WhatsApp was last heard.
final class Hold: SessionObserver {
    private struct State {
        var session: (any Session)?
        var waiters: [CheckedContinuation<any Session, Never>] = []
        var vitals: Vitals
        var proof: Task<Void, Never>?
        var isLost = false
    }

    let claim: Claim
    /// The session that was asked for when this one was opened.
    let asked: Int64
    private let channel: any Channel
    private let keeper: SessionKeeper
    private let state: Lock<State>
    /// When something last came from WhatsApp, in nanoseconds of the monotonic clock. Written for every batch of happenings, so it has no lock.
    private let heard: Atomic<Int64>

    private var context: Instances.Context { keeper.context }
    private var traffic: any MessageTraffic { keeper.ports.traffic }

    init(_ order: Order, channel: any Channel, keeper: SessionKeeper) {
        claim = order.claim
        asked = order.asked
        self.channel = channel
        self.keeper = keeper
        let now = keeper.context.clock.monotonic
        state = Lock(State(vitals: Vitals(at: now, chance: keeper.context.runtime.chance.fraction())))
        heard = Atomic(now.inNanoseconds)
    }

    /// Whether a write was refused because the claim has passed to somebody else.
    var isLost: Bool { state.withLock { $0.isLost } }

    func open() async {
        let session = await channel.open(
            claim.instance, vault: Vault(claim: claim, context: context), media: keeper.ports.media.media(of: claim.instance), observer: self)
        let waiters = state.withLock { state in
            state.session = session
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: session) }
    }

    /// Closes the session, once it is open.
    func close(unlink: Bool = false) async {
        let proof = state.withLock { state in
            state.vitals.enter(.over, at: context.clock.monotonic)
            return state.proof
        }
        proof?.cancel()
        let session = await session()
        await traffic.disconnected(claim.instance)
        await session.close(unlink: unlink)
    }

    /// Closes the session so that the phone forgets this device, and notes that it was told.
    func unlink() async {
        await close(unlink: true)
        do {
            try await context.database.write(as: claim.instance.tenant) { tx in
                guard var row = try InstanceStore.lock(claim, in: tx) else { return }
                let actions = row.lifecycle.unlinked()
                try context.settle(row, actions, at: context.clock.now, in: tx)
            }
        } catch {
            // The wish stands in the row; the next turn meets it again.
            context.runtime.log.warning("an unlink was not noted", ["instance.id": .string(claim.instance.id.description)])
        }
        context.noticed(claim.instance)
    }

    /// Does an errand on the session, once it is open.
    func run<Asked: Errand>(_ errand: Asked) async throws -> Asked.Answer { try await errand.run(on: session()) }

    // MARK: What the session tells

    func observe(_ happenings: [Happening]) async throws {
        guard !isLost else { throw LeaseLost() }
        // Nearly every call is about messages only, and in one piece it is one commit.
        var rest = happenings[...]
        while let subject = rest.first?.subject {
            let piece = rest.prefix { $0.subject == subject }
            rest = rest.dropFirst(piece.count)
            switch subject {
            case .messages:
                hear()
                try await traffic.take(Array(piece), of: claim.instance)
            case .groups:
                hear()
                try await keeper.ports.groups.take(piece.compactMap(GroupHappening.init), of: claim.instance)
            case .link: try await keep(Array(piece))
            }
        }
    }

    /// Writes what happened to the link into the row, with the events that follow from it, and then tells those in this process.
    private func keep(_ happenings: [Happening]) async throws {
        var news: [Lifecycle.News] = []
        for happening in happenings {
            if let item = try await self.news(of: happening) { news.append(item) }
        }
        guard !news.isEmpty else { return hear() }
        try await write(news)
        for item in news {
            enter(item.phase)
            await pass(item)
        }
    }

    /// Tells the row, and everybody in this process who looks at it. Throws `LeaseLost` when the claim has passed to somebody else.
    private func write(_ news: [Lifecycle.News]) async throws {
        let row: InstanceRow? = try await context.database.write(as: claim.instance.tenant) { tx in
            guard var row = try InstanceStore.lock(claim, in: tx) else { return nil }
            let wasLinked = row.lifecycle.status.isLinked
            var actions: [Lifecycle.Action] = []
            for item in news {
                actions += row.lifecycle.on(item)
                if item.isSignOfLife { row.lastSeenAt = context.clock.now }
            }
            try context.settle(row, actions, at: context.clock.now, in: tx)
            if !wasLinked, row.lifecycle.status.isLinked {
                try context.trail.record(AuditEntry(.instanceLinked, row.subject, of: row.reference.tenant, after: row.audited), in: tx)
            }
            return row
        }
        guard let row else {
            state.withLock { $0.isLost = true }
            keeper.look()
            throw LeaseLost()
        }
        context.noticed(claim.instance)
        if row.lifecycle.wish != .session { keeper.look() }
    }

    private func news(of happening: Happening) async throws -> Lifecycle.News? {
        switch happening {
        case .pairingCode(let code):
            let place = Instances.Context.place(of: code.form, of: claim.instance.id)
            let sealed = try await context.sealing.seal(Array(code.text.utf8), for: claim.instance.tenant, context: place)
            return .code(ShownCode(form: code.form, sealed: sealed, sequence: code.sequence, expiresAt: code.expiresAt))
        case .passkeyRequired(let options):
            let place = Instances.Context.place(ofPasskeyOf: claim.instance.id)
            return .passkeyRequired(options: try await context.sealing.seal(options.bytes, for: claim.instance.tenant, context: place))
        case .pairingEnded: return .pairingEnded
        case .linked(let identity): return .linked(identity)
        case .connected: return .connected
        case .disconnected(let reason): return .disconnected(reason)
        case .identified, .acknowledged, .refused, .receipt, .received, .group, .groupLeft: return nil
        }
    }

    private func pass(_ news: Lifecycle.News) async {
        switch news {
        case .connected: await traffic.connected(await session(), of: claim.instance, abilities: channel.abilities)
        case .disconnected: await traffic.disconnected(claim.instance)
        case .code, .passkeyRequired, .pairingEnded, .linked, .silent: break
        }
    }

    // MARK: How it is doing

    /// What is to be done about the session.
    func verdict(at now: Duration) -> Vitals.Verdict {
        let heard = lastHeard
        return state.withLock { $0.vitals.verdict(heard: heard, at: now) }
    }

    /// When something last came from WhatsApp, and whether the connection has lasted; nil while there is none.
    var pulse: (heard: Duration, isLasting: Bool)? {
        let heard = lastHeard
        return state.withLock { state in
            state.vitals.phase == .up ? (max(heard, state.vitals.since), state.vitals.isLasting(heard: heard)) : nil
        }
    }

    /// Asks WhatsApp for a sign of life, in place of an earlier question that nobody has answered.
    func prove(at now: Duration) {
        let unanswered = state.withLock { state -> Task<Void, Never>? in
            guard let session = state.session else { return nil }
            state.vitals.ask(at: now)
            let unanswered = state.proof
            state.proof = keeper.run { [weak self] in
                // Without a connection the session says so itself; without an answer there will be another question.
                guard (try? await session.prove()) != nil else { return }
                self?.proved()
            }
            return unanswered
        }
        unanswered?.cancel()
    }

    /// Tells the row that WhatsApp does not answer, unless it has meanwhile. Answers whether another session is to be opened.
    func degrade() async throws -> Bool {
        guard verdict(at: context.clock.monotonic) == .degrade else { return false }
        let pause = BackOff.pause(after: 1, chance: context.runtime.chance.fraction())
        try await write([.silent(retry: context.clock.now + pause)])
        return true
    }

    /// Tells the row that the session is of no use. Answers whether another one is to be opened.
    func giveUp() async throws -> Bool {
        guard verdict(at: context.clock.monotonic) == .reopen else { return false }
        try await write([.disconnected(.network)])
        return true
    }

    private var lastHeard: Duration { .nanoseconds(heard.load(ordering: .relaxed)) }

    private func proved() {
        hear()
        state.withLock { $0.proof = nil }
    }

    private func hear() { heard.store(context.clock.monotonic.inNanoseconds, ordering: .relaxed) }

    private func enter(_ phase: Vitals.Phase) {
        let now = context.clock.monotonic
        let wasOpening = state.withLock { state in
            // What is being closed has nothing to say any more.
            guard state.vitals.phase != .over else { return false }
            defer { state.vitals.enter(phase, at: now) }
            return state.vitals.phase == .opening
        }
        if wasOpening { keeper.opened(self) }
    }

    private func session() async -> any Session {
        await withCheckedContinuation { continuation in
            let session = state.withLock { state in
                if state.session == nil { state.waiters.append(continuation) }
                return state.session
            }
            if let session { continuation.resume(returning: session) }
        }
    }
}

extension Happening {
    /// What happenings are about: messages and groups are not this module's.
    fileprivate enum Subject { case link, messages, groups }

    fileprivate var subject: Subject {
        switch self {
        case .acknowledged, .refused, .receipt, .received: .messages
        case .group, .groupLeft: .groups
        case .pairingCode, .passkeyRequired, .pairingEnded, .linked, .connected, .disconnected, .identified: .link
        }
    }
}

extension GroupHappening {
    fileprivate init?(_ happening: Happening) {
        switch happening {
        case .group(let group): self = .group(group)
        case .groupLeft(let group, let at): self = .left(group, at: at)
        case .acknowledged, .refused, .receipt, .received, .pairingCode, .passkeyRequired, .pairingEnded, .linked, .connected, .disconnected,
            .identified:
            return nil
        }
    }
}

extension Lifecycle.News {
    /// Whether WhatsApp itself has said something.
    fileprivate var isSignOfLife: Bool {
        switch self {
        case .linked, .connected: true
        case .code, .passkeyRequired, .pairingEnded, .disconnected, .silent: false
        }
    }

    /// Where a session is that has said this.
    fileprivate var phase: Vitals.Phase {
        switch self {
        case .code, .passkeyRequired: .pairing
        case .linked, .disconnected(.network): .down
        case .connected, .silent: .up
        case .pairingEnded, .disconnected(.loggedOut), .disconnected(.replaced), .disconnected(.banned), .disconnected(.outdated): .over
        }
    }
}
