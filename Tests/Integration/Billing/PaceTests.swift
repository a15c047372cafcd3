import Accounts
import Billing
import Contracts
import Core
import Database
import TestSupport
import Testing

/// How fast a key may ask, how much a tenant may have under way, and how processes share it.
@Suite struct PaceTests {
    private func keeper(_ node: Node, strangersPerSecond: Int? = nil) -> PaceKeeper {
        PaceKeeper(billing: node.billing, doorbell: node.doorbell, strangersPerSecond: strangersPerSecond, runtime: node.runtime)
    }

    private func caller(_ tenant: TenantID, key: UInt64 = 1) -> Caller {
        Caller(tenant: tenant, key: KeyID(high: 0, low: key), environment: .live, instance: nil, scopes: .all)
    }

    /// How many of so many requests at the same time may go on, and what the others are told; those that go on end at once.
    private func passed(_ count: Int, _ caller: Caller, _ keeper: PaceKeeper, ends: Bool = true) async throws -> (passed: Int, waits: Set<Int>) {
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<count {
                group.addTask {
                    let pace = try await keeper.begin(caller)
                    if pace.refusedFor == nil, ends { keeper.end(caller.tenant) }
                    return pace.refusedFor
                }
            }
            var (passed, waits) = (0, Set<Int>())
            for try await wait in group {
                if let wait { waits.insert(wait) } else { passed += 1 }
            }
            return (passed, waits)
        }
    }

    @Test func `of fifty at once on a key ten pass, and another key of the tenant has ten of its own`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            let keeper = keeper(node)
            let (one, waits) = try await passed(50, caller(acme), keeper)
            #expect(one == 10 && waits == [1])
            #expect(try await passed(50, caller(acme, key: 2), keeper).passed == 10)
            node.clock.advance(by: .milliseconds(300))
            #expect(try await passed(50, caller(acme), keeper).passed == 3)
            node.clock.advance(by: .seconds(60))
            #expect(try await passed(50, caller(acme), keeper).passed == 10)
        }
    }

    @Test func `what is left is told, and nothing where nothing is limited`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            let keeper = keeper(node)
            let day = Allowance(limit: 100, left: 100, resetsIn: node.secondsLeft)
            let first = Pace(requests: Allowance(limit: 10, left: 9, resetsIn: 1), messages: day, refusedFor: nil)
            #expect(try await keeper.begin(caller(acme)) == first)
            #expect(await keeper.messages(of: acme) == day)
            let vast = try await node.makeTenant("vast").tenant
            try await node.override(#"{"requests_per_second": "unlimited", "messages_per_day": "unlimited"}"#, of: vast)
            #expect(try await keeper.begin(caller(vast)) == Pace(requests: nil, messages: nil, refusedFor: nil))
            #expect(try await passed(200, caller(vast), keeper).passed == 200)
        }
    }

    @Test func `a tenant has no more under way than it may, and keeps nobody else waiting`() async throws {
        try await Node.with { node in
            let keeper = keeper(node)
            let crowd = try await node.makeTenant("crowd").tenant
            try await node.override(#"{"requests_per_second": "unlimited"}"#, of: crowd)
            #expect(try await passed(1000, caller(crowd), keeper, ends: false).passed == PaceKeeper.requestsAtOnce)
            let other = try await node.makeTenant("other").tenant
            #expect(try await passed(5, caller(other), keeper).passed == 5)
            keeper.end(crowd)
            #expect(try await passed(20, caller(crowd), keeper, ends: false).passed == 1)

            let streams = (0..<(PaceKeeper.streamsAtOnce + 5)).filter { _ in keeper.beginStream(crowd) }.count
            #expect(streams == PaceKeeper.streamsAtOnce)
            keeper.endStream(crowd)
            #expect(keeper.beginStream(crowd) && !keeper.beginStream(crowd))
        }
    }

    @Test func `a network has ten seconds' worth at once, and then its pace`() async throws {
        try await Node.with { node in
            let keeper = keeper(node, strangersPerSecond: 5)
            let (one, two) = (NetworkID(high: 0, low: 1), NetworkID(high: 0, low: 2))
            func passed(_ count: Int, _ network: NetworkID) -> Int {
                (0..<count).filter { _ in (try? keeper.beginStranger(network)) != nil }.count
            }
            #expect(!keeper.isExhausted(one))
            #expect(passed(80, one) == 50)
            #expect(keeper.isExhausted(one) && !keeper.isExhausted(two))
            #expect(throws: Problem.limited(retryAfter: 1)) { try keeper.beginStranger(one) }
            #expect(passed(1, two) == 1)
            node.clock.advance(by: .seconds(2))
            #expect(!keeper.isExhausted(one))
            #expect(passed(80, one) == 10)
            #expect(self.keeper(node).isExhausted(one) == false)
        }
    }

    @Test func `two processes share a rate, and one that is gone leaves its part`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            let first = keeper(node)
            try await first.start()
            try await node.withAnother { other in
                let second = keeper(other)
                try await second.start()
                // Each asks with a key of its own every time: a bucket that is full tells the share.
                let (firstKey, secondKey) = (Lock<UInt64>(100), Lock<UInt64>(100))
                func share(_ keeper: PaceKeeper, _ key: Lock<UInt64>) async throws -> Int {
                    let number = key.withLock { number in
                        number += 1
                        return number
                    }
                    return try await passed(20, caller(acme, key: number), keeper).passed
                }
                #expect(try await share(second, secondKey) == 5)
                try await eventually("the first process knows of the second") {
                    node.clock.advance(by: .seconds(1))
                    return try await share(first, firstKey) == 5
                }
                await second.stop()
                try await eventually("the first process knows that the second is gone") {
                    node.clock.advance(by: .seconds(1))
                    return try await share(first, firstKey) == 10
                }
            }
            await first.stop()
            #expect(try await node.test.count("SELECT count(*) FROM billing.node") == 0)
        }
    }

    @Test func `a process that died counts no more after a while, and a rate is divided upwards`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            try await node.test.script(
                """
                INSERT INTO billing.node (id, seen_at) SELECT gen_random_uuid(), clock_timestamp() + interval '1 hour' FROM generate_series(1, 2);
                INSERT INTO billing.node (id, seen_at) VALUES (gen_random_uuid(), clock_timestamp() - interval '6 seconds'),
                    (gen_random_uuid(), clock_timestamp() - interval '1 hour');
                """)
            let keeper = keeper(node)
            try await keeper.start()
            #expect(try await passed(20, caller(acme), keeper).passed == 4)
            #expect(try await node.test.count("SELECT count(*) FROM billing.node") == 4)
            await keeper.stop()
        }
    }
}
