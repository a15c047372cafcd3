import Contracts
import Core
import Database

/// One session, for as long as the claim on its instance is worth something: keeps what it tells of the link in the instance's row, and hands
/// what it tells of messages on.
final class Hold: SessionObserver {
    private struct State {
        var session: (any Session)?
        var waiters: [CheckedContinuation<any Session, Never>] = []
        var isLost = false
    }

    let claim: Claim
    /// The session that was asked for when this one was opened.
    let asked: Int64
    private let channel: any Channel
    private let traffic: any MessageTraffic
    private let context: Instances.Context
    /// Called when something has changed that the keeper must act upon.
    private let alert: @Sendable () -> Void
    private let state = Lock(State())

    init(
        _ order: Order, channel: any Channel, traffic: any MessageTraffic, context: Instances.Context, alert: @escaping @Sendable () -> Void
    ) {
        claim = order.claim
        asked = order.asked
        self.channel = channel
        self.traffic = traffic
        self.context = context
        self.alert = alert
    }

    /// Whether a write was refused because the claim has passed to somebody else.
    var isLost: Bool { state.withLock { $0.isLost } }

    func open() async {
        let session = await channel.open(claim.instance, vault: Vault(claim: claim, context: context), observer: self)
        let waiters = state.withLock { state in
            state.session = session
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: session) }
    }

    /// Closes the session, once it is open.
    func close(unlink: Bool = false) async {
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
                try context.settle(row, actions, in: tx)
            }
        } catch {
            // The wish stands in the row; the next turn meets it again.
            context.runtime.log.warning("an unlink was not noted", ["instance.id": .string(claim.instance.id.description)])
        }
        context.noticed(claim.instance)
    }

    func observe(_ happenings: [Happening]) async throws {
        guard !isLost else { throw LeaseLost() }
        // Nearly every call is about messages only, and in one piece it is one commit.
        if happenings.allSatisfy({ $0.isOfMessages }) { return try await traffic.take(happenings, of: claim.instance) }
        var rest = happenings[...]
        while let first = rest.first {
            let piece = rest.prefix { $0.isOfMessages == first.isOfMessages }
            rest = rest.dropFirst(piece.count)
            if first.isOfMessages {
                try await traffic.take(Array(piece), of: claim.instance)
            } else {
                try await keep(Array(piece))
            }
        }
    }

    /// Does an errand on the session, once it is open.
    func run<Asked: Errand>(_ errand: Asked) async throws -> Asked.Answer { try await errand.run(on: session()) }

    private func session() async -> any Session {
        await withCheckedContinuation { continuation in
            let session = state.withLock { state in
                if state.session == nil { state.waiters.append(continuation) }
                return state.session
            }
            if let session { continuation.resume(returning: session) }
        }
    }

    /// Writes what happened to the link into the row, with the events that follow from it, and then tells those in this process.
    private func keep(_ happenings: [Happening]) async throws {
        var prepared: [Lifecycle.News] = []
        for happening in happenings {
            if let news = try await news(of: happening) { prepared.append(news) }
        }
        guard !prepared.isEmpty else { return }
        let news = prepared
        let row: InstanceRow? = try await context.database.write(as: claim.instance.tenant) { tx in
            guard var row = try InstanceStore.lock(claim, in: tx) else { return nil }
            var actions: [Lifecycle.Action] = []
            for item in news {
                actions += row.lifecycle.on(item)
                if item.isSignOfLife { row.lastSeenAt = context.clock.now }
            }
            try context.settle(row, actions, in: tx)
            return row
        }
        guard let row else {
            state.withLock { $0.isLost = true }
            alert()
            throw LeaseLost()
        }
        context.noticed(claim.instance)
        for item in news { await pass(item) }
        if row.lifecycle.wish != .session { alert() }
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
        case .identified, .acknowledged, .refused, .receipt, .received: return nil
        }
    }

    private func pass(_ news: Lifecycle.News) async {
        switch news {
        case .connected: await traffic.connected(await session(), of: claim.instance, abilities: channel.abilities)
        case .disconnected: await traffic.disconnected(claim.instance)
        case .code, .passkeyRequired, .pairingEnded, .linked, .silent: break
        }
    }
}

extension Happening {
    /// Whether it is about messages, which are not this module's.
    fileprivate var isOfMessages: Bool {
        switch self {
        case .acknowledged, .refused, .receipt, .received: true
        case .pairingCode, .passkeyRequired, .pairingEnded, .linked, .connected, .disconnected, .identified: false
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
}
