import Accounts
import Billing
import Contracts
import Core
import Database
import TestSupport
import Testing

@Suite struct PlanTests {
    private static let limits = Limits(
        maxInstances: 3, messagesPerDay: 7, requestsPerSecond: 20, maxKeys: nil, maxWebhookEndpoints: 0, mediaBytes: [.image: 5, .audio: 6])
    private static let plan = Plan(name: "tiny-1", priceMinor: 990, currency: "KES", limits: limits)

    @Test func `a plan is kept as it was made, once under its name, and listed in the order of names`() async throws {
        try await Node.with { node in
            try await node.billing.createPlan(Self.plan)
            #expect(try await node.billing.plan("tiny-1") == Self.plan)
            await #expect(throws: Problem.conflict(.planExists)) { try await node.billing.createPlan(Self.plan) }
            let first = try await node.billing.plans(limit: 2)
            #expect(first.plans.map(\.name) == ["free", "pro"] && first.next == "pro")
            let rest = try await node.billing.plans(after: first.next, limit: 2)
            #expect(rest.plans == [Self.plan] && rest.next == nil)
            await #expect(throws: Problem.notFound(.plan)) { try await node.billing.plan("none") }
        }
    }

    @Test func `every rule that a plan breaks is named at its place`() async throws {
        try await Node.with { node in
            let wrong = Plan(
                name: "No", priceMinor: -1, currency: "usd",
                limits: Limits(maxInstances: -1, requestsPerSecond: 0, maxKeys: 1 << 31, mediaBytes: [.image: -1, .voice: 1]))
            let pointers = await Self.pointers { try await node.billing.createPlan(wrong) }
            #expect(
                pointers == [
                    "/name", "/price_minor", "/currency", "/limits/max_instances", "/limits/requests_per_second", "/limits/max_keys",
                    "/limits/media_bytes/image", "/limits/media_bytes/voice",
                ])
            for name in ["", "-a", "a b", "ä", String(repeating: "a", count: 64)] {
                let pointers = await Self.pointers {
                    try await node.billing.createPlan(Plan(name: name, priceMinor: 0, currency: "USD", limits: Limits()))
                }
                #expect(pointers == ["/name"], "\(name)")
            }
            try await node.billing.createPlan(Plan(name: String(repeating: "a", count: 63), priceMinor: 0, currency: "USD", limits: Limits()))
            let changed = await Self.pointers { try await node.billing.updatePlan("free", PlanChange(limits: [.maxKeys: .set(-1)])) }
            #expect(changed == ["/limits/max_keys"])
        }
    }

    @Test func `a change of a plan leaves alone what it does not name, and holds at once for whoever has it`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            #expect(try await node.billing.limits(of: acme)?.messagesPerDay == 100)
            let change = PlanChange(
                priceMinor: 5, limits: [.messagesPerDay: .set(7), .maxKeys: .cleared], mediaBytes: [.image: .cleared, .video: .set(9)])
            let plan = try await node.billing.updatePlan("free", change)
            #expect(plan.priceMinor == 5 && plan.currency == "USD" && plan.limits.maxInstances == 10 && plan.limits.maxKeys == nil)
            #expect(try await node.billing.plan("free") == plan)
            let limits = try #require(try await node.billing.limits(of: acme))
            #expect(limits.messagesPerDay == 7 && limits.maxKeys == nil && limits.mediaBytes[.image] == nil && limits.mediaBytes[.video] == 9)
            await #expect(throws: Problem.notFound(.plan)) { try await node.billing.updatePlan("none", change) }
        }
    }

    @Test func `a plan goes when nobody has it any more`() async throws {
        try await Node.with { node in
            try await node.billing.createPlan(Self.plan)
            let acme = try await node.makeTenant("acme", plan: "tiny-1").tenant
            await #expect(throws: Problem.conflict(.planInUse)) { try await node.billing.deletePlan("tiny-1") }
            try await node.billing.change(acme, plan: "pro")
            try await node.billing.deletePlan("tiny-1")
            await #expect(throws: Problem.notFound(.plan)) { try await node.billing.deletePlan("tiny-1") }
        }
    }

    @Test func `another plan and own limits hold at once here, and elsewhere after the next look`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            try await node.withAnother { other in
                #expect(try await node.billing.limits(of: acme)?.messagesPerDay == 100)
                #expect(try await other.billing.limits(of: acme)?.messagesPerDay == 100)
                let changed = try await node.billing.change(
                    acme, plan: "pro", overrides: OverrideChanges(limits: [.messagesPerDay: .set(.value(3)), .maxKeys: .set(.unlimited)]))
                #expect(changed.plan.name == "pro" && changed.limits.messagesPerDay == 3 && changed.limits.maxKeys == nil)
                #expect(try await node.billing.limits(of: acme) == changed.limits)
                // Its clock stands, and with it the time for which it believes what it knows.
                #expect(try await other.billing.limits(of: acme)?.messagesPerDay == 100)
                other.clock.advance(by: Billing.lookLifetime)
                #expect(try await other.billing.limits(of: acme) == changed.limits)
            }
            let back = try await node.billing.change(acme, overrides: OverrideChanges(limits: [.messagesPerDay: .cleared]))
            #expect(back.plan.name == "pro" && back.limits.messagesPerDay == 10_000 && back.limits.maxKeys == nil)
            #expect(try await node.billing.subscription(of: acme) == back)
            #expect(back.overrides == Overrides(limits: [.maxKeys: .unlimited]))
        }
    }

    @Test func `nothing is changed by a change that breaks a rule`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            let before = try await node.billing.subscription(of: acme)
            let changes = OverrideChanges(
                limits: [.maxKeys: .set(.value(5)), .requestsPerSecond: .set(.value(0))],
                mediaBytes: [.voice: .set(.value(1)), .video: .set(.value(-1))])
            let pointers = await Self.pointers { try await node.billing.change(acme, plan: "none", overrides: changes) }
            #expect(
                pointers == ["/overrides/requests_per_second", "/overrides/media_bytes/video", "/overrides/media_bytes/voice", "/plan"])
            #expect(try await node.billing.subscription(of: acme) == before)
            let nobody: TenantID = node.runtime.ids.next()
            await #expect(throws: Problem.notFound(.tenant)) { try await node.billing.change(nobody, plan: "pro") }
            await #expect(throws: Problem.notFound(.tenant)) { try await node.billing.subscription(of: nobody) }
        }
    }

    private static func pointers(_ body: () async throws -> Void) async -> [String] {
        do {
            try await body()
            return []
        } catch Problem.invalid(let violations) {
            return violations.map(\.pointer)
        } catch {
            return ["\(error)"]
        }
    }
}
