import Contracts
import Core

/// A channel whose sessions say nothing by themselves: a test says it for them.
final class MuteChannel: Channel {
    private let opened: Lock<[MuteSession]> = Lock([])

    let name = ChannelName.simulator
    let abilities = ChannelAbilities(contents: [.text], pairs: true, groups: false, repeatable: true)

    /// Those that were opened and not closed yet, in the order in which they were opened.
    var open: [MuteSession] { opened.withLock { $0 }.filter { !$0.isClosed } }
    /// How many were ever opened.
    var count: Int { opened.withLock { $0.count } }
    /// Which instances sessions were opened for, in that order.
    var instances: [InstanceReference] { opened.withLock { $0.map(\.instance) } }

    func open(_ instance: InstanceReference, vault: any DeviceVault, observer: any SessionObserver) async -> any Session {
        let session = MuteSession(instance, vault: vault, observer: observer)
        opened.withLock { $0.append(session) }
        return session
    }
}

/// A session that does nothing.
final class MuteSession: Session {
    let instance: InstanceReference
    let vault: any DeviceVault
    let observer: any SessionObserver
    private let closed = Lock(false)

    init(_ instance: InstanceReference, vault: any DeviceVault, observer: any SessionObserver) {
        self.instance = instance
        self.vault = vault
        self.observer = observer
    }

    var isClosed: Bool { closed.withLock { $0 } }

    func send(_ message: OutboundMessage) async throws(SendFailure) { throw .notConnected }
    func requestPairingCode(for number: PhoneNumber) async throws(SendFailure) -> PairingCode { throw .notConnected }
    func answerPasskey(_ response: JSON) async throws(SendFailure) { throw .notConnected }
    func registrations(of numbers: [PhoneNumber]) async throws(SendFailure) -> [NumberRegistration] { throw .notConnected }
    func prove() async throws(SendFailure) {
        let (answers, server) = AsyncStream.makeStream(of: Never.self)
        for await _ in answers {}
        server.finish()
        throw .notConnected
    }
    func close(unlink: Bool) async { closed.withLock { $0 = true } }
    var sandbox: (any SandboxLine)? { nil }
}
