import Contracts
import Core
import Database
import TestSupport
import Testing

@testable import Instances

// One at a time: each starts processes with connections of their own, and a caller waits a second for one at most.
@Suite(.serialized) struct `Changing an instance` {
    @Test func `a handle is unique among the tenant's instances, and free again once its instance is removed`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let (caller, stranger) = (stage.caller(), stage.caller(stage.other))
            let first = try await process.instances.create(named: nil, handle: "main", as: caller)
            #expect(first.handle == "main" && first.name == nil)
            await expect(.conflict(.nameTaken)) { try await process.instances.create(named: nil, handle: "main", as: caller) }
            #expect(try await process.instances.create(named: nil, handle: "main", as: stranger).handle == "main")
            let second = try await process.instances.create(named: nil, handle: "Main", as: caller)
            await expect(.conflict(.nameTaken)) { try await update(second.id, InstanceUpdate(handle: .set("main")), process, caller) }
            try await process.instances.remove(first.id, as: caller)
            #expect(try await update(second.id, InstanceUpdate(handle: .set("main")), process, caller).handle == "main")
            #expect(try await update(second.id, InstanceUpdate(handle: .cleared), process, caller).handle == nil)
            _ = try await process.instances.create(named: nil, handle: "main", as: caller)
            #expect(try await process.instances.list(as: caller).instances.map(\.handle) == ["main", nil])
            for handle in ["", String(repeating: "x", count: 101), "a\0b"] {
                await #expect(throws: Problem.self) { try await process.instances.create(named: nil, handle: handle, as: caller) }
            }
            await process.stop()
        }
    }

    @Test func `of two creations with one handle at the same time one is refused`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let made = await withTaskGroup(of: Bool.self) { group in
                for _ in 1...5 {
                    group.addTask {
                        do {
                            _ = try await process.instances.create(named: nil, handle: "main", as: stage.caller())
                            return true
                        } catch {
                            #expect(error as? Problem == .conflict(.nameTaken), "\(String(reflecting: error))")
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(made == 1)
            await process.stop()
        }
    }

    @Test func `everything changes or nothing`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let caller = stage.caller()
            let made = try await process.instances.create(named: "old", as: caller)
            let webhooks = FakeWebhooks()
            let change = InstanceUpdate(
                name: .set("new"), handle: .set("h"), isDefault: true, webhook: .set("https://example.com"), webhookDialect: .msgFlash)
            webhooks.fail(.verifying)
            await #expect(throws: FakeWebhooks.Failed.self) {
                try await process.instances.update(made.id, change, through: webhooks, as: caller)
            }
            webhooks.fail(.keeping)
            await #expect(throws: FakeWebhooks.Failed.self) {
                try await process.instances.update(made.id, change, through: webhooks, as: caller)
            }
            #expect(try await process.instances.instance(made.id, as: caller) == made)
            webhooks.fail(nil)
            let (changed, secret) = try await process.instances.update(made.id, change, through: webhooks, as: caller)
            #expect(changed.name == "new" && changed.handle == "h" && changed.isDefault)
            #expect(secret?.reveal == "whsec_1")
            #expect(webhooks.kept == [made.id: "https://example.com msgflash"])
            #expect(try await process.instances.instance(made.id, as: caller) == changed)
            let (cleared, none) = try await process.instances.update(
                made.id, InstanceUpdate(webhook: .cleared), through: webhooks, as: caller)
            #expect(cleared == changed && none == nil && webhooks.kept.isEmpty)
            await process.stop()
        }
    }

    @Test func `the default is chosen by whoever reaches the whole tenant, not by a key of the sandbox or of one number`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let first = try await process.instances.create(named: nil, as: stage.caller())
            for caller in [stage.caller(nil, .test), stage.caller(pinnedTo: first.id)] {
                await expect(.forbidden(.scope)) { try await update(first.id, InstanceUpdate(isDefault: true), process, caller) }
            }
            #expect(try await process.instances.instance(first.id, as: stage.caller()).isDefault == false)
            await process.stop()
        }
    }

    @Test func `all that is wrong is said at once, and nobody else's URL is asked`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let made = try await process.instances.create(named: nil, as: stage.caller())
            let wrong = InstanceUpdate(name: .set(""), handle: .set(""), isDefault: false, webhook: .set("https://example.com"))
            do {
                _ = try await update(made.id, wrong, process, stage.caller())
                Issue.record("it was taken")
            } catch Problem.invalid(let violations) {
                #expect(violations.map(\.pointer) == ["/name", "/handle", "/is_default"])
            }
            let webhook = InstanceUpdate(webhook: .set("https://example.com"))
            await expect(.notFound(.instance)) { try await update(made.id, webhook, process, stage.caller(stage.other)) }
            await process.stop()
        }
    }

    @Test func `one is the default at a time, and once it is removed none is`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let caller = stage.caller()
            let (first, second) = (
                try await process.instances.create(named: nil, as: caller), try await process.instances.create(named: nil, as: caller)
            )
            #expect(try await update(first.id, InstanceUpdate(isDefault: true), process, caller).isDefault)
            #expect(try await process.instances.instance(nil, for: caller).instance == first.reference)
            #expect(try await update(second.id, InstanceUpdate(isDefault: true), process, caller).isDefault)
            #expect(try await process.instances.instance(nil, for: caller).instance == second.reference)
            #expect(try await process.instances.list(as: caller).instances.map(\.isDefault) == [true, false])
            try await process.instances.remove(second.id, as: caller)
            #expect(try await process.instances.list(as: caller).instances.map(\.isDefault) == [false])
            // The directory's own rule answers in its place.
            #expect(try await process.instances.instance(nil, for: caller).instance == first.reference)
            await process.stop()
        }
    }

    @Test func `other modules set the default in transactions of their own`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let (instances, database) = (process.instances, stage.test.database)
            let made = try await instances.create(named: nil, as: stage.caller())
            let foreign = try await instances.create(named: nil, as: stage.caller(stage.other))
            try await database.write(as: stage.acme) { tx in
                #expect(try instances.defaultInstance(of: stage.acme, in: tx) == nil)
                try instances.makeDefault(made.id, of: stage.acme, in: tx)
                #expect(try instances.defaultInstance(of: stage.acme, in: tx) == made.id)
            }
            for stranger in [foreign.id, stage.test.runtime.ids.next()] {
                await expect(.invalid([Violation("/default_instance_id", "is none of your instances")])) {
                    try await database.write(as: stage.acme) { tx in try instances.makeDefault(stranger, of: stage.acme, in: tx) }
                }
            }
            #expect(try await instances.instance(made.id, as: stage.caller()).isDefault)
            try await database.write(as: stage.acme) { tx in try instances.makeDefault(nil, of: stage.acme, in: tx) }
            #expect(try await !instances.instance(made.id, as: stage.caller()).isDefault)
            await process.stop()
        }
    }

    @Test func `the state of the line is the engine's word`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                func state(_ id: InstanceID) async throws -> ProviderState { try await process.instances.providerState(of: id, as: caller) }
                let made = try await process.linked(as: caller)
                #expect(try await state(made.id) == .open)
                _ = await process.network.disconnect(made.reference, .network)
                #expect(try await state(made.id) == .connecting)
                _ = try await process.instances.disconnect(made.id, as: caller)
                #expect(try await state(made.id) == .close)
                let fresh = try await process.instances.create(named: nil, as: caller)
                #expect(try await state(fresh.id) == .connecting)
                await expect(.notFound(.instance)) { try await process.instances.providerState(of: made.id, as: stage.caller(stage.other)) }
            }
        }
    }

    private func update(_ id: InstanceID, _ change: InstanceUpdate, _ process: Process, _ caller: Caller) async throws -> InstanceDetails {
        try await process.instances.update(id, change, through: NoWebhooks(), as: caller).instance
    }
}

/// Webhooks in memory, which fail when a test says so.
final class FakeWebhooks: InstanceWebhooks {
    enum Step: Sendable { case verifying, keeping }
    struct Failed: Error {}

    private let failing: Lock<Step?> = Lock(nil)
    private let urls: Lock<[InstanceID: String]> = Lock([:])

    var kept: [InstanceID: String] { urls.withLock { $0 } }

    func fail(_ step: Step?) { failing.withLock { $0 = step } }

    func prepare(_ url: String, for instance: InstanceReference, in dialect: DialectName) async throws -> any PreparedWebhook {
        if failing.withLock({ $0 }) == .verifying { throw Failed() }
        return Prepared(webhooks: self, instance: instance.id, url: "\(url) \(dialect.rawValue)")
    }

    func removeWebhook(of instance: InstanceReference, in tx: borrowing Transaction) throws { urls.withLock { $0[instance.id] = nil } }

    func urls(of instances: [InstanceID], of tenant: TenantID) async throws -> [InstanceID: String] { kept }

    private struct Prepared: PreparedWebhook {
        let webhooks: FakeWebhooks
        let instance: InstanceID
        let url: String

        func keep(in tx: borrowing Transaction) throws -> Secret<String>? {
            if webhooks.failing.withLock({ $0 }) == .keeping { throw Failed() }
            webhooks.urls.withLock { $0[instance] = url }
            return Secret("whsec_1")
        }
    }
}
