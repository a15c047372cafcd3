import Accounts
import Billing
import Contracts
import Core
import Database
import TestSupport
import Testing

@Suite struct LimitTests {
    @Test func `the two plans that are there are the documented ones`() async throws {
        try await Node.with { node in
            let free = try #require(try await node.billing.limits(of: try await node.makeTenant("small", plan: "free").tenant))
            #expect(free.plan == "free" && free.maxInstances == 10 && free.messagesPerDay == 100 && free.requestsPerSecond == 10)
            let pro = try #require(try await node.billing.limits(of: try await node.makeTenant("large", plan: "pro").tenant))
            #expect(pro.plan == "pro" && pro.maxInstances == nil && pro.messagesPerDay == 10_000 && pro.requestsPerSecond == 10)
            #expect(pro.mediaBytes[.image] == 16 << 20 && pro.mediaBytes[.video] == 64 << 20 && pro.mediaBytes[.audio] == 16 << 20)
        }
    }

    @Test func `a tenant's own limits go before the plan's, within a second`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            #expect(try await node.billing.limits(of: acme)?.messagesPerDay == 100)
            try await node.override(#"{"messages_per_day": "unlimited", "max_keys": 3, "media_bytes": {"video": 5}}"#, of: acme)
            node.clock.advance(by: .seconds(1))
            let limits = try #require(try await node.billing.limits(of: acme))
            #expect(limits.messagesPerDay == nil && limits.maxKeys == 3 && limits.maxInstances == 10)
            #expect(limits.mediaBytes[.video] == 5 && limits.mediaBytes[.image] == 16 << 20)
            #expect(try await node.reserve(amounts: [1_000_000], for: acme) == [true])
            try await node.override(#"{"messages_per_day": 0}"#, of: acme)
            #expect(try await node.reserve(amounts: [1], for: acme) == [false])
        }
    }

    @Test func `of ten creations at once as many pass as there is room for`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            try await node.override(#"{"max_instances": 4}"#, of: acme)
            // The test's own things, counted as instances.
            _ = try await node.database.system { tx in try tx.run("DELETE FROM billing.usage_day WHERE tenant_id = \(acme)") }
            let passed = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<10 {
                    group.addTask {
                        do {
                            try await node.database.write(as: acme) { tx in
                                try node.billing.require(.instance, count: try count(of: acme, in: tx), for: acme, in: tx)
                                try tx.run(
                                    "INSERT INTO billing.usage_day (tenant_id, day) VALUES (\(acme), \(CivilDay(daysSinceEpoch: number)))")
                            }
                            return true
                        } catch {
                            #expect(error as? Problem == .limitReached(.instance, limit: 4))
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(passed == 4)
        }
    }

    @Test func `what a plan does not limit may be any number`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "pro").tenant
            try await node.database.write(as: acme) { tx in
                try node.billing.require(.instance, count: 1_000_000, for: acme, in: tx)
            }
        }
    }

    @Test func `a tenant cannot give itself a better plan`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            let attempts: [SQL] = [
                "UPDATE billing.subscription SET plan = 'pro' WHERE tenant_id = \(acme)",
                "UPDATE billing.plan SET messages_per_day = NULL",
                "DELETE FROM billing.usage_day WHERE tenant_id = \(acme)",
                "UPDATE accounts.tenant SET status = 'active' WHERE id = \(acme)",
            ]
            for attempt in attempts {
                await #expect(throws: DatabaseError.self, "\(attempt.text)") {
                    try await node.database.write(as: acme) { tx in try tx.run(attempt) }
                }
            }
        }
    }
}

private func count(of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
    try tx.first("SELECT count(*) FROM billing.usage_day WHERE tenant_id = \(tenant)") { Int(try $0.next(Int64.self)) } ?? 0
}
