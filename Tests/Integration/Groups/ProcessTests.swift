import Billing
import ChannelSimulator
import Contracts
import Core
import Crypto
import Database
import Events
import Groups
import Instances
import Numbers
import TestSupport
import Testing

/// Two processes on one database, with the simulated WhatsApp: one holds the session, the other is asked.
@Suite(.serialized) struct `Groups and numbers from any process` {
    private func withTwo(_ body: (Process, Process, InstanceReference, Caller) async throws -> Void) async throws {
        try await TestDatabase.with { test in
            let tenant: TenantID = test.runtime.ids.next()
            try await test.script(
                """
                INSERT INTO accounts.tenant (id, slug, name, time_zone, status, created_at, updated_at)
                VALUES ('\(tenant)', 'acme', 'acme', 'UTC', 'active', '2026-01-01', '2026-01-01');
                INSERT INTO billing.subscription (tenant_id, plan, created_at, updated_at) VALUES ('\(tenant)', 'free', '2026-01-01', '2026-01-01');
                """)
            let key = SymmetricKey(chance: SystemChance())
            let (holder, other) = (Process(on: test, key: key), Process(on: test, key: key))
            let caller = Caller(tenant: tenant, key: test.runtime.ids.next(), environment: .live, instance: nil, scopes: .all)
            try await holder.running {
                let made = try await holder.instances.create(named: nil, as: caller)
                _ = try await holder.instances.pairing(of: made.id, as: caller)
                _ = try await holder.instances.scan(made.id, with: number("254700000001"), as: caller)
                try await eventually("it is connected") { try await holder.instances.instance(made.id, as: caller).status == .connected }
                // What it said when it connected is told before anybody reads.
                try await holder.relayEvents()
                try await other.running { try await body(holder, other, InstanceReference(tenant: tenant, id: made.id), caller) }
            }
        }
    }

    @Test func `a group is made, changed and read where the session is not`() async throws {
        try await withTwo { holder, other, instance, caller in
            let made = try await other.groups.create("Hikers", with: [number("254712345678"), number("254723456789")], as: caller)
            #expect(made.source == .channel && made.snapshot.addressing == .lid && made.snapshot.participants.count == 3)
            let id = made.snapshot.id
            #expect(try await holder.groups.group(id, as: caller).snapshot == made.snapshot)
            let friend = try number("254733333333").jid
            guard case .done(let details, let refused) = try await other.groups.change(.add, [friend], of: id, as: caller) else {
                Issue.record("nothing was done")
                return
            }
            #expect(refused.isEmpty && details.snapshot.participants.count == 4)
            #expect(try await other.groups.change(.add, [friend], of: id, as: caller) == .alreadyIn([friend]))
            let renamed = try await other.groups.update(subject: "Climbers", description: "Up", of: id, as: caller)
            #expect(renamed.snapshot.subject == "Climbers" && renamed.snapshot.description == "Up")
            #expect(try await other.groups.inviteLink(of: id, as: caller).link.hasPrefix(InviteLink.prefix))
            #expect(try await other.groups.list(as: caller).map(\.snapshot.subject) == ["Climbers"])
            // What others do arrives where the session is, and is known everywhere.
            try await other.instances.alter(id, .rename("Divers"), of: instance.id, as: caller)
            try await eventually("the new title is known") {
                let known = try await other.groups.group(id, as: caller)
                return known.snapshot.subject == "Divers" && known.source == .cache
            }
            try await other.instances.alter(id, .setAdmin(false), of: instance.id, as: caller)
            await expect(.forbidden(.notGroupAdmin)) { try await other.groups.change(.remove, [friend], of: id, as: caller) }
            await expect(.forbidden(.notGroupAdmin)) { try await other.groups.inviteLink(of: id, as: caller) }
            try await other.instances.alter(id, .expel, of: instance.id, as: caller)
            try await eventually("the group is gone") { try await other.groups.list(as: caller).isEmpty }
            await expect(.notFound(.group)) { try await other.groups.group(id, as: caller) }
            await expect(.notFound(.group)) { try await other.groups.group(id, fresh: true, as: caller) }
        }
    }

    @Test func `numbers are asked about where the session is not, and known where it is`() async throws {
        try await withTwo { holder, other, _, caller in
            let asked = try [number("254712345678"), number("254712340000")]
            let facts = try await other.numbers.check(asked, as: caller)
            #expect(facts.map(\.exists) == [true, false])
            #expect(facts[0].jid == asked[0].jid && facts[0].lid?.server == .lid && facts[1].jid == nil && facts[1].lid == nil)
            #expect(try await holder.numbers.check(asked, as: caller) == facts)
        }
    }

    @Test func `after a reconnection the list is asked for anew`() async throws {
        try await withTwo { holder, other, instance, caller in
            _ = try await other.groups.create("Hikers", with: [number("254712345678")], as: caller)
            _ = try await other.groups.list(as: caller)
            #expect(try await other.groups.list(as: caller).map(\.source) == [.cache])
            try await other.instances.cut(instance.id, because: .network, as: caller)
            // It comes back by itself.
            try await eventually("it is connected again, and that is told") {
                try await holder.relayEvents()
                guard try await other.instances.instance(instance.id, as: caller).status == .connected else { return false }
                return try await holder.isDoubted(instance)
            }
            #expect(try await other.groups.list(as: caller).map(\.source) == [.channel])
            #expect(try await other.groups.list(as: caller).map(\.source) == [.cache])
        }
    }
}

/// One process: Instances with its services and a simulated WhatsApp of its own, Groups and Numbers.
private final class Process: Sendable {
    let instances: Instances
    let groups: Groups
    let numbers: Numbers
    private let database: Database
    private let services: [any Service]
    private let relay: Relay
    private let test: TestDatabase

    init(on test: TestDatabase, key: SymmetricKey) {
        self.test = test
        let runtime = Runtime.testing()
        var settings = test.service
        settings.acquireTimeout = .seconds(20)
        settings.openingTimeout = .seconds(20)
        let doorbell = Doorbell(settings, runtime: runtime)
        database = Database(settings, doorbell: doorbell, runtime: runtime)
        let subscriptions = Subscriptions()
        relay = Relay(subscriptions, database: database, runtime: runtime)
        instances = Instances(
            channel: .simulator, database: database, outbox: Outbox(subscriptions, runtime: runtime), signals: Signals(), doorbell: doorbell,
            limits: Billing(database: database, outbox: Outbox(Subscriptions(), runtime: runtime), trail: NoTrail(), runtime: runtime),
            sealing: OneKey(key: key), trail: NoTrail(), runtime: runtime)
        groups = Groups(database: database, directory: instances, errands: instances, tenants: Nowhere(), trail: NoTrail(), runtime: runtime)
        numbers = Numbers(database: database, directory: instances, errands: instances, runtime: runtime)
        services =
            [doorbell]
            + instances.services(
                channels: [SimulatorChannel(network: SimulatedNetwork(runtime: runtime))],
                ports: SessionPorts(traffic: NoTraffic(), groups: groups, media: MemoryMedia()), errands: Groups.errands + Numbers.errands)
        instances.subscribe(to: subscriptions)
        groups.subscribe(to: subscriptions)
        numbers.subscribe(to: subscriptions)
        subscriptions.freeze()
    }

    func running(_ body: () async throws -> Void) async throws {
        for service in services { try await service.start() }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        for service in services.reversed() { await service.stop() }
        await database.close()
        try outcome.get()
    }

    func relayEvents() async throws { while try await relay.relay() > 0 {} }

    /// Whether the last connection is younger than the last list.
    func isDoubted(_ instance: InstanceReference) async throws -> Bool {
        try await test.count(
            "SELECT count(*) FROM groups.listing WHERE instance_id = \(instance.id) AND connected_at > listed_at") == 1
    }
}

/// Nobody is sent anything here.
private struct NoTraffic: MessageTraffic {
    func connected(_ session: any Session, of instance: InstanceReference, abilities: ChannelAbilities) async {}
    func disconnected(_ instance: InstanceReference) async {}
    func take(_ happenings: [Happening], of instance: InstanceReference) async throws {}
}

/// Nobody lives anywhere.
private struct Nowhere: TenantDirectory {
    func tenant(_ id: TenantID) async throws -> TenantFacts? { nil }
    func tenant(slug: String) async throws -> TenantFacts? { nil }
}

/// Real encryption with one key for all.
private struct OneKey: Sealing {
    let key: SymmetricKey

    func seal(_ secret: [UInt8], for tenant: TenantID, context: String) async throws -> [UInt8] {
        Sealed(sealing: secret, with: key, boundTo: Array("\(tenant):\(context)".utf8), chance: SystemChance()).bytes
    }

    func open(_ sealed: [UInt8], for tenant: TenantID, context: String) async throws -> [UInt8] {
        try Sealed(stored: sealed).open(with: key, boundTo: Array("\(tenant):\(context)".utf8))
    }
}
