import Contracts
import Core
import Database
import TestSupport
import Testing

@testable import ChannelSimulator
@testable import Instances

// One at a time: each starts processes with connections of their own, and a caller waits a second for one at most.
@Suite(.serialized) struct `Proof of life` {
    private let friend: PhoneNumber

    init() throws { friend = try #require(PhoneNumber("254712345678")) }

    @Test func `a quiet line is asked for a sign of life every twenty-five seconds and stays connected`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let linked = try await process.linked(as: caller)
                try await process.pass(.seconds(150), on: stage)
                #expect((4...8).contains(process.figure("herald_session_proofs_total")))
                #expect(try await process.instances.instance(linked.id, as: caller).status == .connected)
                #expect(process.traffic.connections == 1)
                try await process.relayEvents()
                #expect(process.events.names == ["connected"])
            }
        }
    }

    @Test func `a line over which messages come is not asked`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let linked = try await process.linked(as: stage.caller())
                for number in 1...6 {
                    try await process.pass(.seconds(15), on: stage)
                    #expect(await process.network.deliver("\(number)", from: friend, to: linked.reference))
                }
                #expect(process.figure("herald_session_proofs_total") == 0)
                // It would have been, had nothing come.
                try await process.pass(.seconds(30), on: stage)
                #expect(process.figure("herald_session_proofs_total") == 1)
            }
        }
    }

    @Test func `a line over which nothing comes is degraded after a minute, and healed by another one`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let linked = try await process.linked(as: caller)
                let first = try #require(process.network.session(of: linked.reference))
                try await process.instances.silence(linked.id, as: caller)
                // It heals by itself, and what it was told meanwhile is not lost.
                #expect(await process.network.deliver("late", from: friend, to: linked.reference))
                try await process.pass(.seconds(40), on: stage)
                #expect(try await process.instances.instance(linked.id, as: caller).status == .connected)
                #expect(process.traffic.happenings.isEmpty)
                try await process.pass(.seconds(25), on: stage)
                let isHealed = await soon { process.traffic.connections == 2 }
                #expect(isHealed)
                try await process.wait(for: .connected, of: linked.id, as: caller)
                #expect(process.network.session(of: linked.reference) !== first)
                let hasCome = await soon { process.traffic.happenings.count == 1 }
                #expect(hasCome)
                try await process.relayEvents()
                #expect(process.events.names == ["connected", "degraded", "connected"])
                #expect(process.figure("herald_sessions_given_up_total") == 1)
            }
        }
    }

    @Test func `while it is degraded a message may wait, and followers are told nothing new`() async throws {
        try await Stage.with { stage in
            let channel = MuteChannel()
            let process = Process(on: stage, sessions: channel)
            try await process.running {
                let caller = stage.caller()
                let made = try await process.instances.create(named: nil, as: caller)
                let session = try await Self.opened(1, on: channel)
                try await session.observer.observe([.linked(LinkedIdentity(number: friend, lid: nil)), .connected])
                try await process.pass(.seconds(61), on: stage)
                try await process.wait(for: .degraded, of: made.id, as: caller)
                #expect(try await process.instances.providerState(of: made.id, as: caller) == .connecting)
                let standing = try await process.instances.instance(made.id, for: caller)
                #expect(standing.status == .degraded && standing.status.isReady)
                // The old line has nothing more to say.
                let next = try await Self.opened(2, on: channel)
                #expect(session.isClosed)
                await #expect(throws: (any Error).self) { try await session.observer.observe([.connected]) }
                try await next.observer.observe([.connected])
                #expect(try await process.instances.instance(made.id, as: caller).status == .connected)
            }
        }
    }

    @Test func `when it was last seen follows coarsely, one statement for all sessions`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let caller = stage.caller()
                let linked = [try await process.linked(as: caller), try await process.linked("254700000002", as: caller)]
                var seen: [Set<Instant>] = [[], []]
                for _ in 1...24 {
                    try await process.pass(.seconds(5), on: stage)
                    for (index, instance) in linked.enumerated() {
                        if let at = try await process.instances.instance(instance.id, as: caller).lastSeenAt { seen[index].insert(at) }
                    }
                }
                for (index, times) in seen.enumerated() {
                    // At the link, then every half minute: fewer than signs of life or looks.
                    #expect((3...8).contains(times.count), "\(times.count)")
                    let last = try #require(times.max())
                    #expect(process.clock.now - last < .seconds(61))
                    #expect(try await process.instances.instance(linked[index].id, as: caller).updatedAt == linked[index].updatedAt)
                }
            }
        }
    }

    @Test func `a session that never says anything gives its place back, and its back-off grows`() async throws {
        try await Stage.with { stage in
            let channel = MuteChannel()
            let process = Process(on: stage, sessions: channel)
            try await process.running {
                let made = try await process.instances.create(named: nil, as: stage.caller())
                let first = try await Self.opened(1, on: channel)
                #expect(process.figure("herald_sessions_opening") == 1)
                try await process.pass(.seconds(15), on: stage)
                #expect(!first.isClosed)
                try await process.pass(.seconds(16), on: stage)
                let isClosed = await soon { first.isClosed }
                #expect(isClosed)
                for number in 2...4 {
                    _ = try await Self.opened(number, on: channel)
                    #expect(try await Self.openings(of: made.id, on: stage) == number)
                    try await process.pass(.seconds(32), on: stage)
                }
                // It was never linked, so it is no more than that.
                #expect(try await process.instances.instance(made.id, as: stage.caller()).status == .pairing)
            }
        }
    }

    @Test func `a connection that lasts ends the back-off`() async throws {
        try await Stage.with { stage in
            let process = Process(on: stage)
            try await process.running {
                let linked = try await process.linked(as: stage.caller())
                #expect(try await Self.openings(of: linked.id, on: stage) == 1)
                try await process.pass(.seconds(95), on: stage)
                let isForgotten = try await soon { try await Self.openings(of: linked.id, on: stage) == 0 }
                #expect(isForgotten)
            }
        }
    }

    static func opened(_ count: Int, on channel: MuteChannel) async throws -> MuteSession {
        let isOpen = await soon { channel.count >= count && channel.open.last != nil }
        #expect(isOpen, "\(channel.count) were opened")
        return try #require(channel.open.last)
    }

    static func openings(of instance: InstanceID, on stage: Stage) async throws -> Int {
        try await stage.test.count("SELECT openings FROM instances.instance WHERE id = \(instance)")
    }
}
