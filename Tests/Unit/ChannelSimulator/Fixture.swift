import Contracts
import Core
import TestSupport

@testable import ChannelSimulator

/// A vault that outlives sessions, as Instances' does.
final class MemoryVault: DeviceVault {
    struct Lost: Error {}

    private let kept: Lock<[String: [UInt8]]> = Lock([:])
    private let isLost = Lock(false)

    var values: [String: [UInt8]] { kept.withLock { $0 } }

    func lose() { isLost.withLock { $0 = true } }

    func load(_ names: [String]) async throws -> [String: [UInt8]] { values.filter { names.contains($0.key) } }

    func store(_ changes: [String: [UInt8]?]) async throws {
        if isLost.withLock({ $0 }) { throw Lost() }
        kept.withLock { kept in
            for (name, value) in changes { kept[name] = value }
        }
    }
}

/// Notes what it is told, and lets a test wait for it.
final class Notes: SessionObserver {
    struct Refused: Error {}

    private struct State {
        var calls: [[Happening]] = []
        var all: [Happening] = []
        var refusals = 0
        var gate: [CheckedContinuation<Void, Never>]?
        var waiters: [(needs: @Sendable ([Happening]) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
        var atCall: (@Sendable ([Happening]) -> Void)?
    }

    private let state = Lock(State())

    var calls: [[Happening]] { state.withLock { $0.calls } }
    var all: [Happening] { state.withLock { $0.all } }

    func observe(_ happenings: [Happening]) async throws {
        state.withLock { $0.atCall }?(happenings)
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if state.gate == nil { return true }
                state.gate?.append(continuation)
                return false
            }
            if isOpen { continuation.resume() }
        }
        let isRefused = state.withLock { state in
            guard state.refusals > 0 else { return false }
            state.refusals -= 1
            return true
        }
        if isRefused { throw Refused() }
        let ready = state.withLock { state in
            state.calls.append(happenings)
            state.all += happenings
            let all = state.all
            let ready = state.waiters.filter { $0.needs(all) }
            state.waiters.removeAll { $0.needs(all) }
            return ready
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    /// Throws at the next so many calls.
    func refuse(_ calls: Int) { state.withLock { $0.refusals = calls } }

    /// Looks on at each call before it is answered.
    func atCall(_ look: @escaping @Sendable ([Happening]) -> Void) { state.withLock { $0.atCall = look } }

    /// Lets calls hang until `release`.
    func hang() { state.withLock { $0.gate = [] } }

    func release() {
        let held = state.withLock { state in
            defer { state.gate = nil }
            return state.gate ?? []
        }
        for continuation in held { continuation.resume() }
    }

    /// Returns once what was told so far satisfies the condition.
    func wait(until needs: @escaping @Sendable ([Happening]) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if needs(state.all) { return true }
                state.waiters.append((needs, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    func wait(for happening: Happening) async { await wait { $0.contains(happening) } }
    func wait(forCount count: Int) async { await wait { $0.count >= count } }
}

/// A network, one instance on it, and time in the test's hand.
struct Fixture {
    static let phone = number("254700000001")
    static let friend = number("254712345678")

    let clock = ManualClock()
    let journal: Lock<[JournalEntry]> = Lock([])
    let network: SimulatedNetwork
    let channel: SimulatorChannel
    let vault: MemoryVault
    let instance: InstanceReference

    init(keeping vault: MemoryVault = MemoryVault()) {
        self.vault = vault
        let runtime = Runtime(clock: clock, log: Log(level: .error, clock: clock, sink: NoSink()))
        let journal = journal
        network = SimulatedNetwork(runtime: runtime) { entry in journal.withLock { $0.append(entry) } }
        channel = SimulatorChannel(network: network)
        instance = InstanceReference(tenant: runtime.ids.next(), id: runtime.ids.next())
    }

    static func lid(of number: PhoneNumber) -> JID { HiddenNumber.lid(of: number) }

    static func number(_ digits: String) -> PhoneNumber {
        guard let number = PhoneNumber(digits) else { preconditionFailure("\(digits) is no number") }
        return number
    }

    let media = Shelf()

    func open(_ notes: Notes) async -> any Session { await channel.open(instance, vault: vault, media: media, observer: notes) }

    /// A session that has paired and been told so.
    func connected(_ notes: Notes = Notes()) async -> (session: any Session, notes: Notes) {
        let session = await open(notes)
        await notes.wait(forCount: 1)
        await clock.sleepers(1)
        _ = await network.scan(instance, with: Self.phone)
        await notes.wait(for: .connected)
        return (session, notes)
    }

    static func message(_ id: String, in chat: JID, _ content: MessageContent = .text("hello")) -> OutboundMessage {
        OutboundMessage(whatsAppID: id, chat: chat, content: content)
    }

    static func message(_ id: String, to digits: String, text: String = "hello") -> OutboundMessage {
        OutboundMessage(whatsAppID: id, chat: JID(user: digits, server: .person), content: .text(text))
    }
}

extension SimulatedNetwork {
    func scan(_ instance: InstanceReference, with number: PhoneNumber, passkey: Bool = false) async -> Bool {
        await session(of: instance)?.scan(with: number, passkey: passkey) ?? false
    }

    func deliver(_ message: SandboxInbound, from number: PhoneNumber, to instance: InstanceReference) async -> Bool {
        guard let session = session(of: instance) else { return false }
        do {
            try await session.receive(message, from: number, in: nil)
            return true
        } catch {
            return false
        }
    }

    func silence(_ instance: InstanceReference) async -> Bool { await session(of: instance)?.silence() ?? false }

    func disconnect(_ instance: InstanceReference, _ reason: DisconnectReason) async -> Bool {
        await session(of: instance)?.cut(reason) ?? false
    }
}

struct NoSink: LogSink {
    func write(_ line: [UInt8]) {}
}

extension Happening {
    var acknowledgedID: String? {
        if case .acknowledged(let id, _) = self { id } else { nil }
    }
    var refusal: SendRefusal? {
        if case .refused(_, let refusal, _) = self { refusal } else { nil }
    }
    var receipt: Receipt? {
        if case .receipt(let receipt) = self { receipt } else { nil }
    }
    var group: GroupSnapshot? {
        if case .group(let group) = self { group } else { nil }
    }
    var left: JID? {
        if case .groupLeft(let group, _) = self { group } else { nil }
    }
    var inbound: InboundMessage? {
        if case .received(let message) = self { message } else { nil }
    }
    var code: PairingCode? {
        if case .pairingCode(let code) = self { code } else { nil }
    }
}
