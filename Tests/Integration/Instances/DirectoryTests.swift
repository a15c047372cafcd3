import Contracts
import Core
import Instances
import TestSupport
import Testing

// One at a time: each starts processes with connections of their own, and a caller waits a second for one at most.
@Suite(.serialized) struct `Which instance a request means` {
    @Test func `the named one, the pinned one, the default, and without one the only one that is connected`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                await expect(.notFound(.instance)) { try await process.instances.instance(nil, for: caller) }
                let idle = try await process.instances.create(named: nil, as: caller)
                #expect(try await process.instances.instance(nil, for: caller).status == .pairing)
                let first = try await process.linked(as: caller)
                let second = try await process.linked("254700000002", as: caller)
                #expect(try await process.instances.instance(nil, for: caller).instance == first.reference)
                #expect(try await process.instances.instance(second.id, for: caller).instance == second.reference)
                #expect(try await process.instances.instance(nil, for: stage.caller(pinnedTo: second.id)).instance == second.reference)
                try await process.instances.remove(first.id, as: caller)
                #expect(try await process.instances.instance(nil, for: caller).instance == second.reference)
                _ = try await process.linked("254700000003", as: caller)
                _ = idle
            }
        }
    }

    @Test func `without a default, several that are connected are too many`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                _ = try await process.linked(as: caller)
                _ = try await process.linked("254700000002", as: caller)
                try await stage.test.script("UPDATE instances.instance SET is_default = false")
                await #expect(throws: Problem.self) { try await process.instances.instance(nil, for: caller) }
            }
        }
    }

    @Test func `an answer is at most a second old, and new at once after a change of this process`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let linked = try await process.linked(as: caller)
                #expect(try await process.instances.instance(linked.id, for: caller).status == .connected)
                try await stage.test.script("UPDATE instances.instance SET status = 'degraded'")
                process.clock.advance(by: .seconds(1))
                #expect(try await process.instances.instance(linked.id, for: caller).status == .degraded)
                _ = try await process.instances.disconnect(linked.id, as: caller)
                #expect(try await process.instances.instance(linked.id, for: caller).status == .disconnected)
            }
        }
    }

    @Test func `what is asked all the time is answered from memory`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            let caller = stage.caller()
            let made = try await process.instances.create(named: nil, as: caller)
            for _ in 1...1000 { _ = try await process.instances.instance(made.id, for: caller) }
            let lookUps = process.metrics.render().split(separator: "\n").filter { $0.hasPrefix("herald_instances_looked_up_total ") }
            let count = try #require(lookUps.first?.split(separator: " ").last.flatMap { Double($0) })
            #expect(count >= 1 && count < 100)
        }
    }
}
