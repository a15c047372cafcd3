import App
import Contracts
import Core
import Database
import Messaging
import TestSupport
import Testing

/// An instance of the test's own making: its session keeps what it is given, and says only what the test says.
final class Wire: Session {
    let harness: Harness
    let instance: InstanceReference
    let abilities: ChannelAbilities
    private let given: Lock<[OutboundMessage]> = Lock([])
    private let refusals: Lock<[String: SendFailure]> = Lock([:])

    init(
        _ harness: Harness, of instance: InstanceReference, pacing: Pacing = .simulated, repeatable: Bool = true,
        contents: Set<MessageContent.Kind> = Set(MessageContent.Kind.allCases)
    ) {
        self.harness = harness
        self.instance = instance
        abilities = ChannelAbilities(contents: contents, pairs: true, groups: true, repeatable: repeatable, pacing: pacing)
    }

    /// A wire of a tenant of its own, and nobody else's.
    static func with(pacing: Pacing = .simulated, _ body: (Wire) async throws -> Void) async throws {
        try await Harness.with { harness in
            let tenant = try await harness.tenant()
            try await body(Wire(harness, of: InstanceReference(tenant: tenant.id, id: InstanceID(high: 7, low: 7)), pacing: pacing))
        }
    }

    private var messaging: Messaging { harness.deployment.messaging }

    func connect() async { await messaging.connected(self, of: instance, abilities: abilities) }
    func disconnect() async { await messaging.disconnected(instance) }

    /// What it was given, in order, as the texts say.
    var texts: [String] { given.withLock { $0 }.map { if case .text(let text, _) = $0.content { text } else { $0.content.kind.rawValue } } }

    /// Throws that at the next message of that text.
    func refuse(_ text: String, with failure: SendFailure) { refusals.withLock { $0[text] = failure } }

    /// WhatsApp takes these, or refuses them.
    func answer(_ texts: String..., refusing refusal: SendRefusal? = nil) async throws {
        let now = harness.database.runtime.clock.now
        let happenings = texts.map { text -> Happening in
            refusal.map { .refused(whatsAppID: "W-" + text, $0, at: now) } ?? .acknowledged(whatsAppID: "W-" + text, at: now)
        }
        try await messaging.take(happenings, of: instance)
    }

    /// A row that waits, or as `values` says.
    func queue(_ text: String, to chat: String, lane: Int = 0, state: String = "queued", crashes: Int = 0, tries: Int = 0, ago: Int = 0) async throws
    {
        try await harness.database.script(row(text, to: chat, lane: lane, state: state, crashes: crashes, tries: tries, ago: ago))
    }

    /// Rows that wait, in that order.
    func queue(_ messages: [(text: String, chat: String)]) async throws {
        try await harness.database.script(messages.map { row($0.text, to: $0.chat) }.joined(separator: ";"))
    }

    private func row(
        _ text: String, to chat: String, lane: Int = 0, state: String = "queued", crashes: Int = 0, tries: Int = 0, ago: Int = 0
    ) -> String {
        """
        INSERT INTO messaging.message (tenant_id, id, batch_id, instance_id, direction, chat, kind, content, whatsapp_id, state, lane, crashes,
            tries, due_at, created_at)
        SELECT '\(instance.tenant)', id, id, '\(instance.id)', 'out', '\(chat)@s.whatsapp.net', 'text', '{"text": "\(text)"}', 'W-\(text)',
            '\(state)', \(lane), \(crashes), \(tries), clock_timestamp() - interval '\(ago) seconds', clock_timestamp()
          FROM (SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000000)::bigint), 16, '0') || '80000000' || '00000000')::uuid AS id) i
        """
    }

    func expectEventually(_ expected: [String], _ comment: String = "it was given") async throws {
        try await eventually("\(comment) \(expected), not \(texts)") { self.texts.count >= expected.count }
        #expect(texts == expected)
    }

    /// Returns once nothing more goes out: the lane has looked at least once since now and found nothing.
    func rest() async throws {
        let before = texts.count
        harness.deployment.messaging.ring(instance)
        try await eventually("the lanes were looked at twice by the clock") { try await self.looks() }
        #expect(texts.count == before, "more went out: \(texts)")
    }

    private let started = Lock<Duration?>(nil)
    private func looks() async throws -> Bool {
        let now = harness.database.runtime.clock.monotonic
        let since = started.withLock { started in
            defer { if started == nil { started = now } }
            return started ?? now
        }
        guard now - since > .milliseconds(1500) else { return false }
        started.withLock { $0 = nil }
        return true
    }

    func count(_ condition: String) async throws -> Int {
        try await harness.database.count(SQL(stringLiteral: "SELECT count(*) FROM messaging.message WHERE direction = 'out' AND " + condition))
    }

    func send(_ message: OutboundMessage) async throws(SendFailure) {
        if case .text(let text, _) = message.content, let failure = refusals.withLock({ $0[text] }) { throw failure }
        given.withLock { $0.append(message) }
    }

    var groups: (any GroupSession)? { nil }
    var sandbox: (any SandboxLine)? { nil }
    func requestPairingCode(for number: PhoneNumber) async throws(SendFailure) -> PairingCode { throw .unsupported }
    func answerPasskey(_ response: JSON) async throws(SendFailure) { throw .unsupported }
    func registrations(of numbers: [PhoneNumber]) async throws(SendFailure) -> [NumberRegistration] { throw .unsupported }
    func prove() async throws(SendFailure) {}
    func close(unlink: Bool) async {}
}
