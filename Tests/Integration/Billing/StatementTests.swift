import Accounts
import Billing
import Contracts
import Core
import Database
import TestSupport
import Testing

@Suite struct StatementTests {
    /// Moves the node's clock to the noon of that day.
    private static func go(to day: String, _ node: Node) throws {
        let noon = try #require(CivilDay(day)).start + .seconds(12 * 3600)
        node.clock.advance(by: noon - node.clock.now)
    }

    @Test func `a month has a line for each stretch of days on the same terms, with its part of the price`() async throws {
        try await Node.with { node in
            try Self.go(to: "2031-04-11", node)
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            try await node.reserve(100, for: acme)
            try Self.go(to: "2031-04-21", node)
            // The first change of the day is as if it had not been.
            try await node.billing.change(acme, plan: "free", overrides: OverrideChanges(limits: [.messagesPerDay: .set(.unlimited)]))
            try await node.reserve(130, for: acme)
            try await node.billing.change(acme, plan: "pro")
            try Self.go(to: "2031-04-22", node)
            try await node.reserve(12_000, for: acme)
            try await node.giveBack(500, for: acme)
            let running = try await node.billing.statement(of: acme, month: try #require(CivilMonth("2031-04")))
            #expect(!running.isFinal && running.lines.last?.to == CivilDay("2031-04-22"))

            try Self.go(to: "2031-05-01", node)
            let april = try await node.billing.statement(of: acme, month: try #require(CivilMonth("2031-04")))
            #expect(april.isFinal && april.plan == "pro" && april.currency == "USD")
            let free = try #require(april.lines.first)
            #expect(free.plan == "free" && free.from == CivilDay("2031-04-11") && free.to == CivilDay("2031-04-20") && free.priceMinor == 0)
            #expect(free.included == 1000 && free.messages == 100 && free.overage == 0)
            let pro = try #require(april.lines.last)
            // Ten of thirty days of 29.00.
            #expect(pro.plan == "pro" && pro.from == CivilDay("2031-04-21") && pro.to == CivilDay("2031-04-30") && pro.priceMinor == 967)
            #expect(pro.included == 100_000 && pro.messages == 11_630 && pro.overage == 1500)
            #expect(april.lines.count == 2)
            let totals = april.totals
            #expect(totals.priceMinor == 967 && totals.included == 101_000 && totals.messages == 11_730 && totals.overage == 1500)
        }
    }

    @Test func `a month that is over stays what it was when the plan changes its price`() async throws {
        try await Node.with { node in
            try Self.go(to: "2031-04-01", node)
            let acme = try await node.makeTenant("acme", plan: "pro").tenant
            try Self.go(to: "2031-05-16", node)
            let april = try #require(CivilMonth("2031-04"))
            let before = try await node.billing.statement(of: acme, month: april)
            #expect(before.totals.priceMinor == 2900)
            try await node.billing.updatePlan("pro", PlanChange(priceMinor: 6200, currency: "KES", limits: [.messagesPerDay: .cleared]))
            #expect(try await node.billing.statement(of: acme, month: april) == before)
            try Self.go(to: "2031-06-01", node)
            let may = try await node.billing.statement(of: acme, month: april.next)
            #expect(may.lines.map(\.priceMinor) == [1403, 3200] && may.lines.map(\.currency) == ["USD", "KES"])
            #expect(may.totals.priceMinor == nil && may.totals.included == nil && may.lines.first?.included == 150_000)
        }
    }

    @Test func `statements are listed backwards from the running month to the first, a page at a time`() async throws {
        try await Node.with { node in
            try Self.go(to: "2031-11-30", node)
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            try Self.go(to: "2032-02-03", node)
            let first = try await node.billing.statements(of: acme, limit: 2)
            #expect(first.statements.map(\.month.description) == ["2032-02", "2032-01"] && first.next?.description == "2032-01")
            let rest = try await node.billing.statements(of: acme, after: first.next, limit: 2)
            #expect(rest.statements.map(\.month.description) == ["2031-12", "2031-11"] && rest.next == nil)
            #expect(rest.statements.last?.lines.first?.from == CivilDay("2031-11-30"))
            let none = try await node.billing.statements(of: acme, after: CivilMonth("2031-11"), limit: 2)
            #expect(none.statements.isEmpty && none.next == nil)
            for month in ["2031-10", "2032-03"] {
                await #expect(throws: Problem.notFound(.statement)) {
                    try await node.billing.statement(of: acme, month: try #require(CivilMonth(month)))
                }
            }
        }
    }
}
