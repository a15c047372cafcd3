import Contracts
import Core
import Database
import Instances
import TestSupport
import Testing

// One at a time: each starts processes with connections of their own, and a caller waits a second for one at most.
@Suite(.serialized) struct `Instances of a tenant` {
    @Test func `a new instance pairs at once and has the name it was given`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let made = try await process.instances.create(named: "Front desk", as: stage.caller())
            #expect(made.status == .pairing)
            #expect(made.channel == .simulator && made.isSandbox && !made.isDefault)
            #expect(try await process.instances.instance(made.id, as: stage.caller()) == made)
        }
    }

    @Test func `another tenant's instance is as unknown as one that never was`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let made = try await process.instances.create(named: nil, as: stage.caller())
            let stranger = stage.caller(stage.other)
            for id in [made.id, stage.test.runtime.ids.next()] {
                await expect(.notFound(.instance)) { try await process.instances.instance(id, as: stranger) }
                await expect(.notFound(.instance)) { try await process.instances.pairing(of: id, as: stranger) }
                await expect(.notFound(.instance)) { try await process.instances.changes(of: id, as: stranger) }
                await expect(.notFound(.instance)) { try await process.instances.sandbox(id, as: stranger) }
                await expect(.notFound(.instance)) { try await process.instances.logOut(id, as: stranger) }
                await expect(.notFound(.instance)) { try await process.instances.remove(id, as: stranger) }
                await expect(.notFound(.instance)) { try await process.instances.instance(id, for: stranger) }
            }
            #expect(try await process.instances.list(as: stranger).instances.isEmpty)
        }
    }

    @Test func `a test key makes and sees sandbox instances only, a pinned key its own`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage, channel: .linked)
            let real = try await process.instances.create(named: nil, as: stage.caller())
            let tester = stage.caller(nil, .test)
            let sandbox = try await process.instances.create(named: nil, as: tester)
            #expect(real.channel == .linked && !real.isSandbox)
            #expect(sandbox.channel == .simulator && sandbox.isSandbox)
            #expect(try await process.instances.list(as: tester).instances.map(\.id) == [sandbox.id])
            #expect(try await process.instances.list(as: stage.caller()).instances.count == 2)
            await expect(.notFound(.instance)) { try await process.instances.instance(real.id, as: tester) }
            await expect(.notFound(.instance)) { try await process.instances.instance(real.id, for: tester) }
            await expect(.conflict(.notASandbox)) { try await process.instances.sandbox(real.id, as: stage.caller()) }
            let pinned = stage.caller(pinnedTo: real.id)
            #expect(try await process.instances.list(as: pinned).instances.map(\.id) == [real.id])
            await expect(.notFound(.instance)) { try await process.instances.instance(sandbox.id, for: pinned) }
        }
    }

    @Test func `the list is paged, newest first, without gap or repetition`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let caller = stage.caller()
            var made: [InstanceID] = []
            for _ in 1...5 { made.insert(try await process.instances.create(named: nil, as: caller).id, at: 0) }
            var seen: [InstanceID] = []
            var cursor: InstanceID?
            repeat {
                let page = try await process.instances.list(limit: 2, after: cursor, as: caller)
                seen += page.instances.map(\.id)
                cursor = page.next
            } while cursor != nil
            #expect(seen == made)
            for limit in [0, 101] {
                await #expect(throws: Problem.self) { try await process.instances.list(limit: limit, as: caller) }
            }
        }
    }

    @Test func `the plan's number of instances is not passed, even by creations at the same time`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let made = await withTaskGroup(of: Bool.self) { group in
                for _ in 1...14 {
                    group.addTask {
                        do {
                            _ = try await process.instances.create(named: nil, as: stage.caller())
                            return true
                        } catch {
                            #expect(error as? Problem == .limitReached(.instance, limit: 10), "\(String(reflecting: error))")
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(made == 10)
            let listed = try await process.instances.list(limit: 100, as: stage.caller()).instances
            #expect(listed.count == 10)
        }
    }

    @Test func `an instance is renamed, and a name has limits`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let caller = stage.caller()
            let made = try await process.instances.create(named: nil, as: caller)
            func rename(_ name: Change<String>) async throws -> String? {
                try await process.instances.update(made.id, InstanceUpdate(name: name), through: NoWebhooks(), as: caller).instance.name
            }
            #expect(try await rename(.set("Sales")) == "Sales")
            #expect(try await rename(.unchanged) == "Sales")
            #expect(try await rename(.cleared) == nil)
            for name in ["", String(repeating: "x", count: 101), "a\0b"] {
                await #expect(throws: Problem.self) { try await rename(.set(name)) }
            }
        }
    }

    @Test func `a removed instance is gone at once, and the phone forgets it`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let instance = try await process.linked(as: caller)
                try await process.instances.remove(instance.id, as: caller)
                await expect(.notFound(.instance)) { try await process.instances.instance(instance.id, as: caller) }
                await expect(.notFound(.instance)) { try await process.instances.instance(instance.id, for: caller) }
                let isGone = try await soon { try await stage.test.count("SELECT count(*) FROM instances.instance") == 0 }
                #expect(isGone)
                #expect(try await stage.test.count("SELECT count(*) FROM instances.device_state") == 0)
                #expect(process.traffic.connected.isEmpty)
                try await process.relayEvents()
                #expect(process.events.names == ["connected", "removed"])
            }
        }
    }
}

/// Where nobody sets webhooks.
struct NoWebhooks: InstanceWebhooks {
    struct Asked: Error {}
    func prepare(_ url: String, for instance: InstanceReference, in dialect: DialectName) async throws -> any PreparedWebhook { throw Asked() }
    func removeWebhook(of instance: InstanceReference, in tx: borrowing Transaction) throws { throw Asked() }
    func urls(of instances: [InstanceID], of tenant: TenantID) async throws -> [InstanceID: String] { [:] }
}

/// Expects that problem.
func expect(
    _ problem: Problem, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> some Any
) async {
    do {
        _ = try await body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch {
        #expect(error as? Problem == problem, sourceLocation: sourceLocation)
    }
}
