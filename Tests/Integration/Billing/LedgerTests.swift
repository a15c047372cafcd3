import Accounts
import Billing
import Contracts
import Core
import Database
import Events
import TestSupport
import Testing

@Suite struct LedgerTests {
    /// The tenant's entries of today as the tenant sees them, the smallest first.
    private static func entries(of tenant: TenantID, _ node: Node) async throws -> [String] {
        try await node.database.read(as: tenant) { tx in
            try tx.rows("SELECT kind || ' ' || messages FROM billing.ledger WHERE tenant_id = \(tenant) ORDER BY messages") {
                try $0.next(String.self)
            }
        }
    }

    @Test func `what is counted is an entry, what does not fit is none, and the sum is what the day says`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            #expect(try await node.reserve(amounts: [60, 50, 30, 20, 10, 0], for: acme) == [true, false, true, false, true, true])
            try await node.giveBack(7, for: acme)
            try await node.giveBack(1000, for: acme)
            #expect(try await Self.entries(of: acme, node) == ["returned -7", "accepted 10", "accepted 30", "accepted 60"])
            #expect(try await node.used(by: acme) == 93)
        }
    }

    @Test func `many at once leave the day and its entries the same sum`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            try await withThrowingTaskGroup(of: Void.self) { group in
                for turn in 0..<30 {
                    group.addTask {
                        _ = try await node.reserve(amounts: (0..<6).map { Int32(1 + (turn * 5 + $0) % 4) }, for: acme)
                        if turn % 3 == 0 { try await node.giveBack(2, for: acme) }
                    }
                }
                try await group.waitForAll()
            }
            let sum = try await node.test.count("SELECT sum(messages)::bigint FROM billing.ledger WHERE tenant_id = \(acme)")
            // A hundred at most, less what did not fit any more and the ten that were given back last.
            #expect(try await node.used(by: acme) == sum && sum > 70)
        }
    }

    @Test func `a request counts once: the second time nothing of it holds`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            let (entry, day) = (node.entry(5), node.clock.now.day)
            try await node.database.write(as: acme) { tx in try node.billing.reserve(entry, for: acme, on: day, in: tx) }
            await #expect(throws: DatabaseError.self) {
                try await node.database.write(as: acme) { tx in try node.billing.reserve(entry, for: acme, on: day, in: tx) }
            }
            #expect(try await node.used(by: acme) == 5)
        }
    }

    @Test func `nobody changes or removes an entry while the tenant has a plan, and the tenant never`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            try await node.reserve(5, for: acme)
            for statement in ["UPDATE billing.ledger SET messages = 1", "DELETE FROM billing.ledger"] {
                await #expect(throws: DatabaseError.self, "\(statement)") {
                    try await node.database.write(as: acme) { tx in try tx.run(SQL(stringLiteral: statement)) }
                }
            }
            await #expect(throws: DatabaseError.self) {
                try await node.database.system { tx in try tx.run("UPDATE billing.ledger SET messages = 1") }
            }
            #expect(try await node.database.system { tx in try tx.run("DELETE FROM billing.ledger") } == 0)
            try await node.database.system { tx in
                while try node.billing.erase(100, of: acme, in: tx) > 0 {}
            }
            #expect(try await node.test.count("SELECT count(*) FROM billing.ledger") == 0)
        }
    }

    @Test func `whoever crosses 80 and 100 per cent of a day is warned once of each, by an event`() async throws {
        try await Node.with { node in
            node.subscriptions.on(UsageWarning.self, "test.warned") { _, _ in }
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            try await node.reserve(79, for: acme)
            #expect(try await node.billing.warn() == 0)
            try await node.reserve(1, for: acme)
            #expect(try await node.billing.warn() == 1)
            try await node.giveBack(10, for: acme)
            try await node.reserve(29, for: acme)
            #expect(try await node.billing.warn() == 0, "80 was reached before")
            try await node.reserve(1, for: acme)
            #expect(try await node.billing.warn() == 1)
            await #expect(throws: Problem.self) { try await node.reserve(1, for: acme) }
            #expect(try await node.billing.warn() == 0)
            let recorded = try await Administration.rows(
                "SELECT concat_ws(' ', event, payload ->> 'threshold', payload ->> 'messages', payload ->> 'allowed') FROM events.delivery ORDER BY 1",
                on: node.test.owner
            ) { try $0.next(String.self) }
            #expect(recorded == ["billing.usage_warning.v1 100 100 100", "billing.usage_warning.v1 80 80 100"])
        }
    }

    @Test func `both at once are two warnings, a limit that was lowered counts, and without a limit there is none`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme", plan: "free").tenant, try await node.makeTenant("other", plan: "free").tenant)
            try await node.reserve(100, for: acme)
            #expect(try await node.billing.warn() == 2)
            try await node.reserve(50, for: other)
            try await node.billing.change(other, overrides: OverrideChanges(limits: [.messagesPerDay: .set(.value(60))]))
            try await node.reserve(1, for: other)
            #expect(try await node.billing.warn() == 1)
            try await node.billing.change(other, overrides: OverrideChanges(limits: [.messagesPerDay: .set(.unlimited)]))
            try await node.reserve(1000, for: other)
            #expect(try await node.billing.warn() == 0)
        }
    }
}
