import Contracts
import Core

/// A channel whose sessions say nothing by themselves: a test says it for them.
final class MuteChannel: Channel {
    private let opened: Lock<[MuteSession]> = Lock([])

    let name = ChannelName.simulator
    let abilities = ChannelAbilities(contents: [.text], pairs: true, groups: false, repeatable: true, pacing: .simulated)

    /// Those that were opened and not closed yet, in the order in which they were opened.
    var open: [MuteSession] { opened.withLock { $0 }.filter { !$0.isClosed } }
    /// Those that were closed so that the phone forgets the device, and how many values the vault had then.
    var unlinked: [(instance: InstanceReference, credentials: Int)] {
        opened.withLock { $0 }.compactMap { session in session.unlinkedWith.map { (session.instance, $0) } }
    }
    /// How many were ever opened.
    var count: Int { opened.withLock { $0.count } }
    /// Which instances sessions were opened for, in that order.
    var instances: [InstanceReference] { opened.withLock { $0.map(\.instance) } }

    func open(
        _ instance: InstanceReference, vault: any DeviceVault, media: any SessionMedia, observer: any SessionObserver
    ) async -> any Session {
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
    private let credentials: Lock<Int?> = Lock(nil)

    init(_ instance: InstanceReference, vault: any DeviceVault, observer: any SessionObserver) {
        self.instance = instance
        self.vault = vault
        self.observer = observer
    }

    var isClosed: Bool { closed.withLock { $0 } }
    var unlinkedWith: Int? { credentials.withLock { $0 } }

    var groups: (any GroupSession)? { nil }

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
    func close(unlink: Bool) async {
        if unlink {
            // What cannot be read counts as gone.
            let kept = (try? await vault.load(["credentials"]).count) ?? 0
            credentials.withLock { $0 = kept }
        }
        closed.withLock { $0 = true }
    }
    var sandbox: (any SandboxLine)? { nil }
}
