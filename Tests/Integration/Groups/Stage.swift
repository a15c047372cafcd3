import Contracts
import Core
import Database
import Events
import Groups
import TestSupport
import Testing

/// The module on a database of its own, before a WhatsApp that a test can look into. Errands travel as between processes.
final class Stage: Sendable {
    let test: TestDatabase
    let clock = ManualClock()
    let session = VillageSession()
    let directory: FixedDirectory
    let groups: Groups
    let acme: TenantID
    let other: TenantID
    private let relay: Relay
    private let outbox: Outbox
    private let unanswered = Lock(false)

    private init(_ test: TestDatabase) {
        self.test = test
        let runtime = Runtime.testing(clock: clock)
        (acme, other) = (test.runtime.ids.next(), test.runtime.ids.next())
        directory = FixedDirectory([acme: test.runtime.ids.next(), other: test.runtime.ids.next()])
        let session = session
        let unanswered = unanswered
        groups = Groups(
            database: test.database, directory: directory, errands: TravellingErrands(session: session, unanswered: unanswered),
            tenants: Zones(), trail: NoTrail(), runtime: runtime)
        let subscriptions = Subscriptions()
        groups.subscribe(to: subscriptions)
        subscriptions.freeze()
        outbox = Outbox(subscriptions, runtime: runtime)
        relay = Relay(subscriptions, database: test.database, runtime: runtime)
    }

    static func with(_ body: (Stage) async throws -> Void) async throws {
        try await TestDatabase.with { test in
            let stage = Stage(test)
            for (tenant, slug) in [(stage.acme, "acme"), (stage.other, "other")] {
                try await test.script(
                    """
                    INSERT INTO accounts.tenant (id, slug, name, time_zone, status, created_at, updated_at)
                    VALUES ('\(tenant)', '\(slug)', '\(slug)', 'UTC', 'active', '2026-01-01', '2026-01-01');
                    """)
            }
            try await body(stage)
        }
    }

    func caller(_ tenant: TenantID? = nil) -> Caller {
        Caller(tenant: tenant ?? acme, key: test.runtime.ids.next(), environment: .live, instance: nil, scopes: .all)
    }

    /// The tenant's instance.
    func instance(_ tenant: TenantID? = nil) -> InstanceReference { directory.instance(of: tenant ?? acme) }

    /// Puts groups into the village, without a word.
    func put(_ groups: GroupSnapshot...) {
        session.village.withLock { village in for group in groups { village.groups[group.id] = group } }
    }

    /// Tells what Instances would, and lets the module hear of it.
    func tell<Event: DurableEvent>(_ event: Event) async throws {
        try await test.database.write(as: event.tenant) { [outbox] tx in try outbox.record(event, in: tx) }
        while try await relay.relay() > 0 {}
    }

    func facts(at: Instant? = nil) -> InstanceFacts {
        InstanceFacts(id: test.runtime.ids.next(), of: instance(), number: nil, occurredAt: at ?? clock.now)
    }

    /// From now on nobody answers errands in time, though they are done.
    func leaveUnanswered() { unanswered.withLock { $0 = true } }
}

/// Every tenant has one connected instance.
final class FixedDirectory: SessionDirectory {
    private let instances: [TenantID: InstanceID]
    let status = Lock(InstanceStatus.connected)

    init(_ instances: [TenantID: InstanceID]) { self.instances = instances }

    func instance(of tenant: TenantID) -> InstanceReference {
        InstanceReference(tenant: tenant, id: instances[tenant] ?? InstanceID(high: 0, low: 0))
    }

    func instance(_ named: InstanceID?, for caller: Caller) async throws -> InstanceStanding {
        let own = instance(of: caller.tenant)
        guard named == nil || named == own.id else { throw Problem.notFound(.instance) }
        return InstanceStanding(
            instance: own, status: status.withLock { $0 }, channel: .simulator, isSandbox: true, number: PhoneNumber("254700000001"))
    }
}

/// Takes errands to the session as they would go to another process.
private struct TravellingErrands: SessionErrands {
    let session: VillageSession
    let unanswered: Lock<Bool>

    func run<Asked: Errand>(_ errand: Asked, on instance: InstanceReference) async throws -> Asked.Answer {
        #expect(Groups.errands.contains { $0.kind == Asked.kind })
        let travelled = try Asked(json: JSONParser.parse(errand.json.bytes))
        let answer = try await travelled.run(on: session)
        if unanswered.withLock({ $0 }) { throw Problem.unavailable(retryAfter: 1) }
        return try Asked.answer(from: JSONParser.parse(Asked.json(of: answer).bytes))
    }
}

/// All tenants live in Nairobi.
private struct Zones: TenantDirectory {
    func tenant(_ id: TenantID) async throws -> TenantFacts? {
        TenantFacts(id: id, slug: "acme", name: "Acme", timeZone: "Africa/Nairobi", isSuspended: false)
    }

    func tenant(slug: String) async throws -> TenantFacts? { nil }
}

/// That this problem is thrown.
func expect<Value>(
    _ problem: Problem, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Value
) async {
    await #expect(throws: problem, sourceLocation: sourceLocation) { _ = try await body() }
}
