import Contracts
import Core
import Database
import Events
import TestSupport
import Testing

@testable import ChannelSimulator
@testable import Instances

// One at a time: each starts processes with connections of their own, and a caller waits a second for one at most.
@Suite(.serialized) struct `The end of instances` {
    @Test func `a removed instance keeps its credentials until the phone was told, and not longer`() async throws {
        try await Stage.with { stage in
            let caller = stage.caller()
            let first = Process(on: stage)
            var linked: InstanceDetails?
            try await first.running { linked = try await first.linked(as: caller) }
            let instance = try #require(linked)
            // Nobody can tell the phone now.
            let idle = Process(on: stage)
            try await idle.instances.remove(instance.id, as: caller)
            await expect(.notFound(.instance)) { try await idle.instances.instance(instance.id, as: caller) }
            #expect(try await stage.test.count("SELECT count(*) FROM instances.device_state") == 1)
            #expect(try await stage.test.count("SELECT count(*) FROM instances.instance WHERE is_default") == 0)
            await idle.stop()

            let channel = MuteChannel()
            let second = Process(on: stage, sessions: channel)
            try await second.running {
                let isGone = try await soon { try await stage.test.count("SELECT count(*) FROM instances.instance") == 0 }
                #expect(isGone)
                #expect(try await stage.test.count("SELECT count(*) FROM instances.device_state") == 0)
                // The line was opened for nothing but to say so, and the credentials were there when it was said.
                #expect(channel.count == 1)
                let told = try #require(channel.unlinked.first)
                #expect(told.credentials > 0)
            }
        }
    }

    @Test func `when a tenant is closed all its phones are told, and everything goes`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let (caller, stranger) = (stage.caller(), stage.caller(stage.other))
                let linked = [try await process.linked(as: caller), try await process.linked("254700000002", as: caller)]
                _ = try await process.instances.create(named: nil, as: caller)
                let others = try await process.linked("254700000003", as: stranger)
                let outbox = process.instances.context.outbox
                try await stage.test.database.write(as: stage.acme) { tx in
                    try outbox.record(TenantClosed(stage.acme, at: process.clock.now), in: tx)
                }
                try await process.relayEvents()
                #expect(try await process.instances.list(as: caller).instances.isEmpty)
                let isGone = try await soon {
                    try await stage.test.count("SELECT count(*) FROM instances.instance WHERE tenant_id = \(stage.acme)") == 0
                }
                #expect(isGone)
                #expect(linked.allSatisfy { process.network.session(of: $0.reference) == nil })
                #expect(try await stage.test.count("SELECT count(*) FROM instances.device_state") == 1)
                #expect(try await process.instances.instance(others.id, as: stranger).status == .connected)
                #expect(process.events.names.filter { $0 == "removed" }.count == 3)
                #expect(try await erase(stage.acme, process, stage) == 0)
            }
        }
    }

    @Test func `erasing waits for phones that are to be told, but not for ever`() async throws {
        try await Stage.with { stage in
            let caller = stage.caller()
            let first = Process(on: stage)
            try await first.running {
                _ = try await first.linked(as: caller)
                _ = try await first.instances.create(named: nil, as: caller)
            }
            // Nobody holds sessions any more, and the end of the tenant has reached nobody.
            let idle = Process(on: stage)
            #expect(try await erase(stage.acme, idle, stage) == 2)
            #expect(try await stage.test.count("SELECT count(*) FROM instances.instance") == 1)
            await expect(.unavailable(retryAfter: 1)) { try await erase(stage.acme, idle, stage) }
            idle.clock.advance(by: Instances.unlinkPatience)
            #expect(try await erase(stage.acme, idle, stage) == 2)
            #expect(try await erase(stage.acme, idle, stage) == 0)
            #expect(try await stage.test.count("SELECT count(*) FROM instances.device_state") == 0)
            await idle.stop()
        }
    }

    @Test func `erasing goes in portions, and takes nobody else's`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let mine = try await process.instances.create(named: nil, as: stage.caller())
            _ = try await process.instances.create(named: nil, as: stage.caller(stage.other))
            try await stage.test.script(
                """
                INSERT INTO instances.device_state (tenant_id, instance_id, name, sealed, updated_at)
                SELECT '\(stage.acme)', '\(mine.id)', 'prekey-' || number, 'x', '2026-01-01' FROM generate_series(1, 25) number;
                UPDATE instances.instance SET removed_at = '2026-01-01', wish = 'none' WHERE id = '\(mine.id)';
                """)
            var portions: [Int] = []
            repeat { portions.append(try await erase(stage.acme, process, stage, limit: 10)) } while portions.last != 0
            #expect(portions == [10, 10, 6, 0])
            #expect(try await stage.test.count("SELECT count(*) FROM instances.instance") == 1)
            await process.stop()
        }
    }

    @Test func `what a tenant is handed has every instance, page by page, and no secret`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let linked = try await process.linked(as: caller)
                let pairing = try await process.instances.create(named: "Desk", handle: "desk", as: caller)
                let code = try await process.instances.pairing(of: pairing.id, as: caller)
                _ = try await process.instances.create(named: nil, as: stage.caller(stage.other))
                var records: [JSON] = []
                var cursor: String?
                let instances = process.instances
                #expect(instances.kinds == ["instance"])
                repeat {
                    let after = cursor
                    let page = try await stage.test.database.read(as: stage.acme) { tx in
                        try instances.export("instance", of: stage.acme, after: after, limit: 1, in: tx)
                    }
                    records += page.records
                    cursor = page.next
                } while cursor != nil
                #expect(records.map { $0["id"]?.string } == [linked.id.description, pairing.id.description])
                #expect(records.map { $0["handle"] } == [.null, "desk"])
                #expect(records[0]["number"] == "+254700000001")
                let text = JSON.array(records).text
                #expect(!text.contains(code.text) && !text.contains("sealed"))
            }
        }
    }

    private func erase(_ tenant: TenantID, _ process: Process, _ stage: Stage, limit: Int = 500) async throws -> Int {
        let instances = process.instances
        return try await stage.test.database.system { tx in try instances.erase(limit, of: tenant, in: tx) }
    }
}
