import Accounts
import Billing
import Contracts
import Core
import Database
import TestSupport
import Testing

@Suite struct QuotaTests {
    @Test func `of fifty at once that want the last message of the day one gets it`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            try await node.reserve(99, for: acme)
            let passed = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        do {
                            try await node.reserve(1, for: acme)
                            return true
                        } catch {
                            #expect(error as? Problem == .quotaExceeded(limit: 100, retryAfter: node.secondsLeft))
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(passed == 1)
            #expect(try await node.used(by: acme) == 100)
        }
    }

    @Test func `batches at the same time never pass more than the day allows`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            let counted = try await withThrowingTaskGroup(of: Int.self) { group in
                for batch in 0..<40 {
                    let amounts = (0..<8).map { Int32(1 + (batch * 7 + $0 * 3) % 5) }
                    group.addTask {
                        let fits = try await node.reserve(amounts: amounts, for: acme)
                        return zip(amounts, fits).reduce(0) { $0 + ($1.1 ? Int($1.0) : 0) }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(counted == 100)
            #expect(try await node.used(by: acme) == 100)
        }
    }

    @Test(
        arguments: [
            (amounts: [60, 50, 30, 20, 10, 1], fits: [true, false, true, false, true, false]),
            ([100], [true]), ([101, 100, 1], [false, true, false]), ([40, 60], [true, true]), ([101], [false]), ([], []),
        ] as [(amounts: [Int32], fits: [Bool])])
    func `requests are counted in order, each whole, and smaller ones fill what is left`(_ row: (amounts: [Int32], fits: [Bool])) async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            #expect(try await node.reserve(amounts: row.amounts, for: acme) == row.fits)
            let counted = zip(row.amounts, row.fits).reduce(0) { $0 + ($1.1 ? Int($1.0) : 0) }
            #expect(try await node.used(by: acme) == counted)
        }
    }

    @Test func `no amounts at all are no answers`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme").tenant
            let day = node.clock.now.day
            let count = try await node.database.write(as: acme) { tx in
                try tx.first("SELECT cardinality(billing.reserve(\(acme), \(day), \(day.start), 'accepted', NULL, NULL, NULL))") {
                    try $0.next(Int32.self)
                }
            }
            #expect(count == 0)
        }
    }

    @Test func `the day turns at midnight in UTC, and says beforehand when`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            let midnight = CivilDay(daysSinceEpoch: node.clock.now.day.daysSinceEpoch + 1).start
            node.clock.advance(by: midnight - node.clock.now - .milliseconds(1_500))
            try await node.reserve(100, for: acme)
            await #expect(throws: Problem.quotaExceeded(limit: 100, retryAfter: 2)) { try await node.reserve(1, for: acme) }
            #expect(try await node.billing.exceeded(for: acme) == .quotaExceeded(limit: 100, retryAfter: 2))
            node.clock.advance(by: .milliseconds(1_499))
            await #expect(throws: Problem.quotaExceeded(limit: 100, retryAfter: 1)) { try await node.reserve(1, for: acme) }
            node.clock.advance(by: .milliseconds(1))
            try await node.reserve(100, for: acme)
            await #expect(throws: Problem.quotaExceeded(limit: 100, retryAfter: 86_400)) { try await node.reserve(1, for: acme) }
        }
    }

    @Test func `without a plan nothing is allowed`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme").tenant
            _ = try await node.database.system { tx in try tx.run("DELETE FROM billing.subscription WHERE tenant_id = \(acme)") }
            #expect(try await node.reserve(amounts: [1, 2], for: acme) == [false, false])
            await #expect(throws: Problem.quotaExceeded(limit: 0, retryAfter: node.secondsLeft)) { try await node.reserve(1, for: acme) }
            await #expect(throws: Problem.limitReached(.instance, limit: 0)) {
                try await node.database.write(as: acme) { tx in try node.billing.require(.instance, count: 0, for: acme, in: tx) }
            }
            #expect(try await node.billing.limits(of: acme) == nil)
        }
    }

    @Test func `nobody counts against another tenant's allowance`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme").tenant, try await node.makeTenant("other").tenant)
            let day = node.clock.now.day
            let fits = try await node.database.write(as: acme) { tx in
                try tx.first(
                    """
                    SELECT (billing.reserve(\(other), \(day), \(day.start), 'accepted', ARRAY[\(other)], ARRAY[\(other)], ARRAY[5]))[1] IS NOT NULL
                    """
                ) { try $0.next(Bool.self) }
            }
            #expect(fits == false)
            #expect(try await node.used(by: other) == 0)
        }
    }

    @Test func `what a transaction counted is not counted when it fails`() async throws {
        struct Failed: Error {}
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            let day = node.clock.now.day
            await #expect(throws: Failed.self) {
                try await node.database.write(as: acme) { tx in
                    try node.billing.reserve(node.entry(60), for: acme, on: day, in: tx)
                    throw Failed()
                }
            }
            try await node.reserve(100, for: acme)
        }
    }

    @Test func `what is given back can be used again, and is never more than was used`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            try await node.reserve(100, for: acme)
            try await node.giveBack(3, for: acme)
            #expect(try await node.reserve(amounts: [4, 3], for: acme) == [false, true])
            try await node.giveBack(1000, for: acme)
            #expect(try await node.used(by: acme) == 100)
        }
    }

    @Test func `a negative amount is refused`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            await #expect(throws: DatabaseError.self) { try await node.reserve(amounts: [1, -1], for: acme) }
            try await node.giveBack(-5, for: acme)
            #expect(try await node.used(by: acme) == 0)
        }
    }
}
