import App
import Billing
import Contracts
import Core
import TestSupport
import Testing

@Suite struct WarningTests {
    @Test func `who comes near the day's limit is told by a webhook, once`() async throws {
        try await WebhookReceiver.with { receiver in
            try await Harness.with { harness in
                let tenant = try await harness.tenant(plan: "free")
                _ = try await tenant.linkedInstance()
                _ = try await tenant.endpoint(receiver.url, [JSON.Member("events", ["usage.warning"])])
                try await harness.deployment.billing.change(tenant.id, overrides: OverrideChanges(limits: [.messagesPerDay: .set(.value(5))]))
                for number in 1...3 { #expect(try await tenant.send("\(number)", to: "254712345678").status == 202) }
                #expect(try await tenant.send("4", to: "254712345678").status == 202)
                let first = try await receiver.first("the warning of 80 per cent") { $0["type"] == "usage.warning" }
                #expect(first.json["instance_id"] == .null)
                #expect(first.json["data"]?["threshold"] == 80 && first.json["data"]?["messages_used"] == 4)
                #expect(first.json["data"]?["messages_per_day"] == 5 && first.json["data"]?["date"]?.string?.utf8.count == 10)
                #expect(try await tenant.send("5", to: "254712345678").status == 202)
                #expect(try await tenant.send("6", to: "254712345678").status == 429)
                let second = try await receiver.first("the warning of 100 per cent") { $0["data"]?["threshold"] == 100 }
                #expect(second.json["data"]?["messages_used"] == 5)
                try await harness.settle()
                #expect(receiver.received.filter { $0.json["type"] == "usage.warning" }.count == 2)
            }
        }
    }
}
