import ChannelSimulator
import Contracts
import Core
import Instances
import TestSupport
import Testing

/// Two processes on one database. Each has a clock of its own: where only one of them is moved, the other process has been standing still.
/// One test at a time: each starts processes with connections of their own, and a caller waits a second for one at most.
@Suite(.serialized) struct `The lease on sessions` {
    @Test func `an instance is held by exactly one of two processes`() async throws {
        try await Stage.with { stage in
            let (one, two) = (Process(on: stage), Process(on: stage))
            try await one.running {
                try await two.running {
                    let caller = stage.caller()
                    var made: [InstanceDetails] = []
                    for number in 0..<8 {
                        made.append(try await (number % 2 == 0 ? one : two).instances.create(named: nil, as: caller))
                    }
                    for instance in made { _ = try await one.instances.pairing(of: instance.id, as: caller) }
                    one.clock.advance(by: .seconds(2))
                    two.clock.advance(by: .seconds(2))
                    var holders: [Int] = []
                    for instance in made {
                        let phone = try #require(PhoneNumber("254700000001"))
                        var scans = 0
                        for process in [one, two] where await process.network.scan(instance.reference, with: phone) { scans += 1 }
                        holders.append(scans)
                    }
                    #expect(holders == Array(repeating: 1, count: 8))
                    #expect(one.spy.vaults.count + two.spy.vaults.count == 8)
                }
            }
        }
    }

    @Test func `after an orderly stop the next process takes over at once, without a code`() async throws {
        try await Stage.with { stage in
            let caller = stage.caller()
            let one = Process(on: stage)
            var linked: InstanceDetails?
            try await one.running { linked = try await one.linked(as: caller) }
            let instance = try #require(linked)
            #expect(one.traffic.connected.isEmpty)
            let two = Process(on: stage)
            try await two.running {
                let isThere = await soon { two.traffic.connected[instance.reference] != nil }
                #expect(isThere)
                #expect(try await two.instances.instance(instance.id, as: caller).status == .connected)
                try await two.relayEvents()
                // Nobody was told that it was gone, so nobody is told that it is back.
                #expect(two.events.names == ["connected"])
            }
        }
    }

    @Test func `when its holder stands still another process takes over once the lease has run out, and the old one is refused`() async throws {
        try await Stage.with { stage in
            let caller = stage.caller()
            let (one, two) = (Process(on: stage), Process(on: stage))
            try await one.running {
                let instance = try await one.linked(as: caller)
                let old = try #require(one.spy.vaults.first)
                try await two.running {
                    // Another instance, so that a turn of the second process can be seen to have passed it by.
                    let sign = try await two.instances.create(named: nil, as: caller)
                    _ = try await two.instances.pairing(of: sign.id, as: caller)
                    #expect(two.traffic.connections == 0)
                    two.clock.advance(by: .seconds(6))
                    let isThere = await soon { two.traffic.connected[instance.reference] != nil }
                    #expect(isThere)

                    // The old holder wakes up: nothing that it writes counts, and it closes.
                    await #expect(throws: (any Error).self) { try await old.store(["credentials": [1]]) }
                    _ = await one.network.disconnect(instance.reference, .network)
                    #expect(try await two.instances.instance(instance.id, as: caller).status == .connected)
                    let isClosed = await soon { one.traffic.connected.isEmpty }
                    #expect(isClosed)
                    #expect(two.traffic.connected[instance.reference] != nil)
                }
            }
        }
    }

    @Test func `a process that cannot renew its lease closes its sessions when it runs out`() async throws {
        try await Stage.with { stage in
            let caller = stage.caller()
            let failpoints = try #require(Failpoints("lease-renew=error@3"))
            let process = Process(on: stage, failpoints: failpoints)
            try await process.running {
                let instance = try await process.instances.create(named: nil, as: caller)
                _ = try await process.instances.pairing(of: instance.id, as: caller)
                #expect(await process.network.scan(instance.reference, with: PhoneNumber("254700000001")!))
                #expect(process.traffic.connections == 1)
                let isClosed = try await soon {
                    process.clock.advance(by: .milliseconds(500))
                    _ = try await process.instances.instance(instance.id, as: caller)
                    return process.traffic.connected.isEmpty
                }
                #expect(isClosed)
                #expect(process.log.messages.contains("the lease on sessions was lost"))
            }
        }
    }

    @Test func `credentials written by one process connect the next one`() async throws {
        try await Stage.with { stage in
            let caller = stage.caller()
            let one = Process(on: stage)
            try await one.running {
                let instance = try await one.linked(as: caller)
                let kept = try await one.spy.vaults[0].load(["credentials"])
                let two = Process(on: stage)
                // Reading needs no claim; writing does.
                try await two.running {
                    two.clock.advance(by: .seconds(6))
                    let isThere = await soon { two.traffic.connected[instance.reference] != nil }
                    #expect(isThere)
                    let found = try await two.spy.vaults[0].load(["credentials"])
                    #expect(found == kept)
                    #expect(!kept.isEmpty)
                }
            }
        }
    }
}
