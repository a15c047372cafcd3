import Contracts
import Core
import Database
import TestSupport
import Testing

@testable import Instances

// One at a time: each starts processes with connections of their own, and a caller waits a second for one at most.
@Suite(.serialized) struct `Opening many sessions` {
    private let number: PhoneNumber

    init() throws { number = try #require(PhoneNumber("254700000001")) }

    @Test func `only so many are opening at the same time, and each tenant has its turn`() async throws {
        try await Stage.with { stage in
            let channel = MuteChannel()
            let process = Process(on: stage, sessions: channel)
            try await Self.want(60, of: stage.acme, on: stage)
            try await Self.want(10, of: stage.other, on: stage)
            try await process.running {
                try await Self.settled(SessionKeeper.openingLimit, on: channel, of: process, on: stage)
                #expect(channel.open.count == SessionKeeper.openingLimit)
                // Of a tenant with few none waits for one with many.
                #expect(channel.instances.count { $0.tenant == stage.other } == 10)
                for session in channel.open { try await session.observer.observe([.connected]) }
                try await Self.settled(2 * SessionKeeper.openingLimit, on: channel, of: process, on: stage)
                for session in channel.open { try await session.observer.observe([.connected]) }
                try await Self.settled(70, on: channel, of: process, on: stage)
                #expect(Set(channel.instances).count == 70)
            }
        }
    }

    @Test func `those that wait are anybody's`() async throws {
        try await Stage.with { stage in
            let channels = (MuteChannel(), MuteChannel())
            let (one, two) = (Process(on: stage, sessions: channels.0), Process(on: stage, sessions: channels.1))
            try await Self.want(60, of: stage.acme, on: stage)
            try await one.running {
                try await Self.settled(SessionKeeper.openingLimit, on: channels.0, of: one, on: stage)
                try await two.running {
                    try await Self.settled(60 - SessionKeeper.openingLimit, on: channels.1, of: two, on: stage)
                    #expect(Set(channels.0.instances).isDisjoint(with: channels.1.instances))
                }
            }
        }
    }

    @Test func `the back-off outlives the process, and holds back nobody else`() async throws {
        try await Stage.with { stage in
            try await Self.want(2, of: stage.acme, on: stage)
            // As if one of them had taken its holder down, again and again.
            let now = SystemClock().now
            try await stage.test.script(
                """
                UPDATE instances.instance SET openings = 9, open_after = to_timestamp(\(now.seconds + 100))
                WHERE id = (SELECT min(id::text)::uuid FROM instances.instance)
                """)
            let channel = MuteChannel()
            let process = Process(on: stage, sessions: channel)
            try await process.running {
                try await Self.settled(1, on: channel, of: process, on: stage)
                let healthy = try #require(channel.instances.first)
                try await #require(channel.open.first).observer.observe([.connected])
                try await process.pass(.seconds(95), on: stage)
                #expect(Set(channel.instances) == [healthy])
                try await process.pass(.seconds(6), on: stage)
                let isOpened = await soon { Set(channel.instances).count == 2 }
                #expect(isOpened)
                #expect(try await stage.test.count("SELECT max(openings) FROM instances.instance") == 10)
                let pause = try await stage.test.count(
                    "SELECT extract(epoch FROM max(open_after) - \(process.clock.now))::bigint FROM instances.instance")
                #expect((140...300).contains(pause))
            }
        }
    }

    @Test func `each opening is counted before it, whoever dies of it`() async throws {
        try await Stage.with { stage in
            try await Self.want(1, of: stage.acme, on: stage)
            var clocks: Duration = .zero
            for round in 1...3 {
                let channel = MuteChannel()
                let process = Process(on: stage, sessions: channel)
                process.clock.advance(by: clocks)
                // It ends before the session has said a word.
                var counted = 0
                try await process.running {
                    let isOpened = await soon { channel.count == 1 }
                    #expect(isOpened)
                    counted = try await stage.test.count("SELECT openings FROM instances.instance")
                }
                #expect(counted == round)
                clocks += .seconds(20)
            }
        }
    }

    @Test func `whoever asks for a connection does not wait for what went wrong before`() async throws {
        try await Stage.with { stage in
            let channel = MuteChannel()
            let process = Process(on: stage, sessions: channel)
            try await process.running {
                let caller = stage.caller()
                let made = try await process.instances.create(named: nil, as: caller)
                try await Self.settled(1, on: channel, of: process, on: stage)
                try await #require(channel.open.first).observer.observe([.linked(LinkedIdentity(number: number, lid: nil)), .connected])
                _ = try await process.instances.disconnect(made.id, as: caller)
                let isClosed = await soon { channel.open.isEmpty }
                #expect(isClosed)
                let later = SystemClock().now.seconds + 250
                try await stage.test.script("UPDATE instances.instance SET openings = 9, open_after = to_timestamp(\(later))")
                _ = try await process.instances.connect(made.id, as: caller)
                let isOpened = await soon { channel.count == 2 }
                #expect(isOpened)
            }
        }
    }

    @Test func `a pause that only a clock gone wrong can have made is none`() async throws {
        try await Stage.with { stage in
            let channel = MuteChannel()
            let process = Process(on: stage, sessions: channel)
            try await Self.want(1, of: stage.acme, on: stage)
            try await stage.test.script("UPDATE instances.instance SET openings = 3, open_after = '2100-01-01'")
            try await process.running {
                let isOpened = await soon { channel.count == 1 }
                #expect(isOpened)
            }
        }
    }

    /// So many instances that want a session.
    private static func want(_ count: Int, of tenant: TenantID, on stage: Stage) async throws {
        for _ in 0..<count {
            let id: InstanceID = stage.test.runtime.ids.next()
            try await stage.test.script(
                """
                INSERT INTO instances.instance (tenant_id, id, channel, sandbox, status, wish, created_at, updated_at)
                VALUES ('\(tenant)', '\(id)', 'simulator', true, 'disconnected', 'session', '2026-01-01', '2026-01-01')
                """)
        }
    }

    /// Returns once so many sessions were opened and the process has looked again since.
    private static func settled(_ count: Int, on channel: MuteChannel, of process: Process, on stage: Stage) async throws {
        let isOpened = await soon { channel.count >= count }
        #expect(isOpened, "\(channel.count) were opened")
        process.clock.advance(by: SessionKeeper.renewal)
        // So many round trips that a turn would have had its chance.
        let tenant = try #require(channel.instances.first?.tenant)
        let caller = Caller(tenant: tenant, key: stage.test.runtime.ids.next(), environment: .live, instance: nil, scopes: .all)
        for _ in 1...20 { _ = try await process.instances.list(as: caller) }
        #expect(channel.count == count)
    }
}
