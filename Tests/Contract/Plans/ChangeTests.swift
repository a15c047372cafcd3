import App
import Billing
import Contracts
import Core
import TestSupport
import Testing

extension PlanTests {
    /// What plans allow are data: the documented numbers are where everybody begins, and what is changed holds at once, in every dialect.
    @Suite struct ChangeTests {
        @Test(.tags(.GS_70, .GS_71, .GS_73))
        func `the free plan has ten sessions and a hundred messages, the pro plan no end of sessions and ten thousand`()
            async throws
        {
            let (free, pro) = (try await Stage(plan: "free"), try await Stage(plan: "pro"))
            let small = try await free.call("GET", "/v1/usage").json["quota"]
            #expect(small?["max_instances"] == 10)
            #expect(small?["messages_per_day"] == 100)
            let large = try await pro.call("GET", "/v1/usage").json["quota"]
            #expect(large?["max_instances"] == .null)
            #expect(large?["messages_per_day"] == 10_000)
            // Null is no big number: it is null for MsgFlash, too, and whoever has it makes more than the free plan's.
            let plans = try await pro.msgFlash("GET", "/api/v1/billing/plans").json["data"]?.array
            #expect(plans?.first { $0["code"] == "pro" }?["limits"]?["maxInstances"] == .null)
            for number in 0..<12 {
                let made = try await pro.call("POST", "/api/v1/sessions", ["session_key": .string("session \(number)")])
                #expect(made.status == 201, "\(made.text)")
            }
        }

        @Test(.tags(.GS_74, .MFX_23), arguments: Sending.allCases)
        func `another number in the plan holds from the very next request`(dialect: Sending) async throws {
            let stage = try await Stage(plan: "free")
            _ = try await stage.tenant.linkedInstance()
            let billing = stage.harness.deployment.billing
            let plan = "plan-\(stage.tenant.slug.suffix(12))-\(dialect.rawValue.lowercased())"
            try await billing.createPlan(Plan(name: plan, priceMinor: 0, currency: "USD", limits: Limits(messagesPerDay: 1)))
            _ = try await billing.change(stage.tenant.id, plan: plan)
            func isTaken(_ number: Int) async throws -> Bool {
                dialect.isAccepted(try await dialect.send(to: Stage.numbers(number..<(number + 1)), as: stage.tenant))
            }
            #expect(try await isTaken(1))
            #expect(try await !isTaken(2))
            try await billing.updatePlan(plan, PlanChange(limits: [.messagesPerDay: .set(2)]))
            #expect(try await isTaken(3))
            let refused = try await dialect.send(to: Stage.numbers(4..<5), as: stage.tenant)
            #expect(refused.json == dialect.refusal(of: 2, refused.header("X-Request-Id") ?? ""))
            try await billing.updatePlan(plan, PlanChange(limits: [.messagesPerDay: .cleared]))
            #expect(try await isTaken(5))
            #expect(try await stage.counted() == 3)
            #expect(try await stage.messages() == 3)
        }

        @Test(.tags(.GS_74)) func `a tenant's own limit goes before its plan's, and holds from the very next request until it is taken away`()
            async throws
        {
            let stage = try await Stage(plan: "free")
            let billing = stage.harness.deployment.billing
            func isMade() async throws -> Bool { try await stage.call("POST", "/v1/instances").status == 201 }
            _ = try await billing.change(stage.tenant.id, overrides: OverrideChanges(limits: [.maxInstances: .set(.value(0))]))
            #expect(try await !isMade())
            _ = try await billing.change(stage.tenant.id, overrides: OverrideChanges(limits: [.maxInstances: .set(.value(1))]))
            #expect(try await isMade())
            #expect(try await !isMade())
            _ = try await billing.change(stage.tenant.id, overrides: OverrideChanges(limits: [.maxInstances: .set(.unlimited)]))
            for _ in 0..<11 { #expect(try await isMade()) }
            _ = try await billing.change(stage.tenant.id, overrides: OverrideChanges(limits: [.maxInstances: .cleared]))
            // Twelve are more than the plan's ten: none is taken away, and none more is made.
            #expect(try await !isMade())
            #expect(try await stage.call("GET", "/v1/usage").json["quota"]?["instances_used"] == 12)
        }

        @Test func `a plan without keys or webhooks says that it has none`() async throws {
            let stage = try await Stage(plan: "free")
            _ = try await stage.harness.deployment.billing.change(
                stage.tenant.id,
                overrides: OverrideChanges(limits: [.maxKeys: .set(.value(0)), .maxWebhookEndpoints: .set(.value(0))]))
            #expect(try await stage.call("POST", "/v1/keys", ["name": "none"]).json["code"] == "limit_reached")
            try await WebhookReceiver.with { receiver in
                let refused = try await stage.call("POST", "/v1/webhook-endpoints", ["url": .string(receiver.url)])
                #expect(refused.json["code"] == "limit_reached")
            }
            let limits = try await stage.msgFlash("GET", "/api/v1/billing/subscription").json["data"]?["limits"]
            #expect(limits?["maxApiKeys"] == 0)
            #expect(limits?["maxWebhookEndpoints"] == 0)
        }
    }
}
