import Billing
import Contracts
import Core
import Crypto
import Database
import Events
import TestSupport
import Testing

@testable import ChannelSimulator
@testable import Instances

/// A database, two tenants, and any number of processes on it.
final class Stage: Sendable {
    let test: TestDatabase
    let sealing = TestSealing()
    let acme: TenantID
    let other: TenantID

    private init(_ test: TestDatabase) {
        self.test = test
        acme = test.runtime.ids.next()
        other = test.runtime.ids.next()
    }

    static func with(_ body: (Stage) async throws -> Void) async throws {
        try await TestDatabase.with { test in
            let stage = Stage(test)
            for (tenant, slug) in [(stage.acme, "acme"), (stage.other, "other")] {
                try await test.script(
                    """
                    INSERT INTO accounts.tenant (id, slug, name, time_zone, status, created_at, updated_at)
                    VALUES ('\(tenant)', '\(slug)', '\(slug)', 'UTC', 'active', '2026-01-01', '2026-01-01');
                    INSERT INTO billing.subscription (tenant_id, plan, created_at, updated_at)
                    VALUES ('\(tenant)', 'free', '2026-01-01', '2026-01-01');
                    """)
            }
            try await body(stage)
        }
    }

    func caller(_ tenant: TenantID? = nil, _ environment: KeyEnvironment = .live, pinnedTo instance: InstanceID? = nil) -> Caller {
        Caller(tenant: tenant ?? acme, key: test.runtime.ids.next(), environment: environment, instance: instance, scopes: .all)
    }
}

/// One process: the module with its services, and a simulated WhatsApp of its own.
final class Process: Sendable {
    let clock = ShiftedClock()
    /// WhatsApp's own time: moved by more than a lease at once, it does not cost the process its lease.
    let networkClock = ShiftedClock()
    let log = CapturedLog()
    let instances: Instances
    let network: SimulatedNetwork
    let traffic = Traffic()
    let subscriptions: Subscriptions
    let events: Events
    let spy: SpyChannel
    let metrics: Metrics
    private let services: [any Service]
    private let database: Database
    private let relay: Relay

    /// Sessions are the simulator's, unless others are handed in.
    init(on stage: Stage, channel: ChannelName = .simulator, failpoints: Failpoints = .none, sessions: (any Channel)? = nil) {
        let runtime = Runtime.testing(clock: clock, log: log, failpoints: failpoints)
        metrics = runtime.metrics
        let doorbell = Doorbell(stage.test.service, runtime: runtime)
        let database = Database(stage.test.service, doorbell: doorbell, runtime: runtime)
        self.database = database
        subscriptions = Subscriptions()
        events = Events()
        relay = Relay(subscriptions, database: database, runtime: runtime)
        network = SimulatedNetwork(runtime: .testing(clock: networkClock, log: log))
        spy = SpyChannel(SimulatorChannel(network: network))
        instances = Instances(
            channel: channel, database: database, outbox: Outbox(subscriptions, runtime: runtime), signals: Signals(), doorbell: doorbell,
            limits: Billing(database: database, outbox: Outbox(Subscriptions(), runtime: runtime), trail: NoTrail(), runtime: runtime),
            sealing: stage.sealing, trail: NoTrail(), runtime: runtime)
        services = instances.services(channels: [sessions ?? spy], ports: SessionPorts(traffic: traffic, groups: traffic, media: MemoryMedia()))
        instances.subscribe(to: subscriptions)
        events.subscribe(to: subscriptions)
    }

    func start() async throws {
        for service in services { try await service.start() }
    }

    func stop() async {
        for service in services.reversed() { await service.stop() }
        await database.close()
    }

    /// Starts, runs `body`, and stops.
    func running(_ body: () async throws -> Void) async throws {
        try await start()
        do {
            try await body()
        } catch {
            await stop()
            throw error
        }
        await stop()
    }

    var errandRunner: ErrandRunner? { services.lazy.compactMap { $0 as? ErrandRunner }.first }

    /// Hands the events recorded so far to those who subscribed.
    func relayEvents() async throws {
        while try await relay.relay() > 0 {}
    }

    /// A new instance whose phone has scanned.
    func linked(_ number: String = "254700000001", as caller: Caller) async throws -> InstanceDetails {
        let instance = try await instances.create(named: nil, as: caller)
        _ = try await instances.pairing(of: instance.id, as: caller)
        let phone = try #require(PhoneNumber(number))
        #expect(await network.scan(instance.reference, with: phone))
        return try await instances.instance(instance.id, as: caller)
    }

    /// Lets time pass for this process and for WhatsApp, in steps that do not cost it its lease. The signs of life that become due are given
    /// before the next step.
    func pass(_ duration: Duration, on stage: Stage) async throws {
        var rest = duration
        while rest > .zero {
            let step = min(rest, .seconds(1))
            rest -= step
            clock.advance(by: step)
            networkClock.advance(by: step)
            let renewed = clock.now + .milliseconds(3400)
            let isRenewed = try await soon {
                guard let holder = instances.context.held.holder else { return false }
                return try await stage.test.count("SELECT count(*) FROM instances.holder WHERE id = \(holder) AND lease_until > \(renewed)") == 1
            }
            #expect(isRenewed)
        }
    }

    /// A figure of the process, 0 where there is none of that name.
    func figure(_ name: String) -> Double {
        let line = metrics.render().split(separator: "\n").first { $0.hasPrefix(name + " ") }
        return line?.split(separator: " ").last.flatMap { Double($0) } ?? 0
    }

    /// Returns once the instance has that status.
    func wait(for status: InstanceStatus, of id: InstanceID, as caller: Caller) async throws {
        var last: InstanceStatus?
        let hasCome = try await soon {
            last = try await instances.instance(id, as: caller).status
            return last == status
        }
        #expect(hasCome, "it is \(last.map(\.rawValue) ?? "nothing")")
    }
}

extension SimulatedNetwork {
    func scan(_ instance: InstanceReference, with number: PhoneNumber, passkey: Bool = false) async -> Bool {
        await session(of: instance)?.scan(with: number, passkey: passkey) ?? false
    }

    func disconnect(_ instance: InstanceReference, _ reason: DisconnectReason) async -> Bool {
        await session(of: instance)?.cut(reason) ?? false
    }

    func silence(_ instance: InstanceReference) async -> Bool { await session(of: instance)?.silence() ?? false }

    func deliver(_ text: String, from number: PhoneNumber, to instance: InstanceReference) async -> Bool {
        do {
            try await session(of: instance)?.receive(.text(text), from: number, in: nil)
            return session(of: instance) != nil
        } catch {
            return false
        }
    }
}

/// Asks until it holds, at most half a minute. Each question is a round trip to the database, which is what paces it.
func soon(_ condition: () async throws -> Bool) async rethrows -> Bool {
    let clock = SystemClock()
    let deadline = clock.monotonic + .seconds(30)
    while true {
        if try await condition() { return true }
        guard clock.monotonic < deadline else { return false }
        await Task.yield()
    }
}

/// Real encryption with one key for all.
struct TestSealing: Sealing {
    private let key = SymmetricKey(chance: SystemChance())

    func seal(_ secret: [UInt8], for tenant: TenantID, context: String) async throws -> [UInt8] {
        Sealed(sealing: secret, with: key, boundTo: Array("\(tenant):\(context)".utf8), chance: SystemChance()).bytes
    }

    func open(_ sealed: [UInt8], for tenant: TenantID, context: String) async throws -> [UInt8] {
        try Sealed(stored: sealed).open(with: key, boundTo: Array("\(tenant):\(context)".utf8))
    }
}

/// Notes what Messaging would be told.
final class Traffic: MessageTraffic, GroupTraffic {
    private struct State {
        var connected: [InstanceReference: any Session] = [:]
        var connections = 0
        var happenings: [Happening] = []
        var groups: [GroupHappening] = []
    }

    private let state = Lock(State())

    var connected: [InstanceReference: any Session] { state.withLock { $0.connected } }
    var connections: Int { state.withLock { $0.connections } }
    var happenings: [Happening] { state.withLock { $0.happenings } }

    func connected(_ session: any Session, of instance: InstanceReference, abilities: ChannelAbilities) async {
        state.withLock { state in
            state.connected[instance] = session
            state.connections += 1
        }
    }

    func take(_ happenings: [GroupHappening], of instance: InstanceReference) async throws { state.withLock { $0.groups += happenings } }

    func disconnected(_ instance: InstanceReference) async { state.withLock { $0.connected[instance] = nil } }

    func take(_ happenings: [Happening], of instance: InstanceReference) async throws { state.withLock { $0.happenings += happenings } }
}

/// The simulator, with the vaults and sessions that it was given kept for a test.
final class SpyChannel: Channel {
    private let channel: SimulatorChannel
    private let opened: Lock<[(vault: any DeviceVault, session: any Session)]> = Lock([])

    init(_ channel: SimulatorChannel) { self.channel = channel }

    var name: ChannelName { channel.name }
    var abilities: ChannelAbilities { channel.abilities }
    var vaults: [any DeviceVault] { opened.withLock { $0.map(\.vault) } }

    func open(
        _ instance: InstanceReference, vault: any DeviceVault, media: any SessionMedia, observer: any SessionObserver
    ) async -> any Session {
        let session = await channel.open(instance, vault: vault, media: media, observer: observer)
        opened.withLock { $0.append((vault, session)) }
        return session
    }
}

/// Durable events in the order in which they were told.
final class Events: Sendable {
    private let told: Lock<[(name: String, facts: InstanceFacts)]> = Lock([])

    var names: [String] { told.withLock { $0.map(\.name) } }
    var facts: [InstanceFacts] { told.withLock { $0.map(\.facts) } }

    func subscribe(to subscriptions: Subscriptions) {
        subscriptions.on(InstanceConnected.self, "test.connected") { [self] event, _ in note("connected", event.facts) }
        subscriptions.on(InstanceDegraded.self, "test.degraded") { [self] event, _ in note("degraded", event.facts) }
        subscriptions.on(InstanceDisconnected.self, "test.disconnected") { [self] event, _ in note("disconnected", event.facts) }
        subscriptions.on(InstanceLoggedOut.self, "test.logged_out") { [self] event, _ in note("logged out", event.facts) }
        subscriptions.on(InstanceRemoved.self, "test.removed") { [self] event, _ in note("removed", event.facts) }
        subscriptions.freeze()
    }

    private func note(_ name: String, _ facts: InstanceFacts) { told.withLock { $0.append((name, facts)) } }
}
