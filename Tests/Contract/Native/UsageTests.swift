import Billing
import Contracts
import Core
import TestSupport
import Testing

extension NativeTests {
    /// What a tenant learns of what it uses.
    @Suite struct UsageTests {
        @Test func `usage is every day that is asked for, and the quota`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant(plan: "free")
            _ = try await tenant.linkedInstance()
            let sent = try await tenant.call(
                "POST", "/v1/messages", ["to": ["254712345671", "254712345672"], "type": "text", "text": "Karibu"])
            try #require(sent.status == 202)
            let today = harness.database.runtime.clock.now.day
            let usage = try await tenant.call("GET", "/v1/usage").json
            let days = try #require(usage["data"]?.array)
            #expect(days.count == 30)
            #expect(days.last?["date"]?.string == today.description)
            #expect(days.last?["messages"] == 2)
            #expect(days.dropLast().allSatisfy { $0["messages"] == 0 && $0["api_requests"] == 0 })
            let quota = try #require(usage["quota"])
            #expect(quota["messages_per_day"] == 100)
            #expect(quota["messages_used_today"] == 2)
            #expect(quota["max_instances"] == 10)
            #expect(quota["instances_used"] == 1)
            #expect(quota["max_keys"] == 10)
            #expect(quota["keys_used"] == 2)
            #expect(quota["max_webhook_endpoints"] == 10)
            #expect(quota["webhook_endpoints_used"] == 0)
            #expect(quota["resets_at"]?.string == CivilDay(daysSinceEpoch: today.daysSinceEpoch + 1).start.rfc3339(milliseconds: true))

            let past = CivilDay(daysSinceEpoch: today.daysSinceEpoch - 10)
            let earlier = try await tenant.call("GET", "/v1/usage?from=\(past)&to=\(past)").json
            #expect(earlier["data"] == [["date": .string(past.description), "messages": 0, "api_requests": 0]])
            // The quota is today's, whatever days are asked for.
            #expect(earlier["quota"]?["messages_used_today"] == 2)
        }

        @Test func `a year of days is given, and not one more, nor a span that ends before it begins`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let today = harness.database.runtime.clock.now.day
            func usage(from back: Int, to: CivilDay) async throws -> TestAnswer {
                try await tenant.call("GET", "/v1/usage?from=\(CivilDay(daysSinceEpoch: to.daysSinceEpoch - back))&to=\(to)")
            }
            #expect(try await usage(from: Billing.usageDaysLimit - 1, to: today).json["data"]?.array?.count == Billing.usageDaysLimit)
            for back in [Billing.usageDaysLimit, -1] {
                let refused = try await usage(from: back, to: today)
                #expect(refused.status == 400)
                #expect(refused.json["errors"]?.array?.compactMap { $0["pointer"]?.string } == ["?from"])
            }
            for text in ["2026-13-01", "yesterday", "2026-1-1", ""] {
                #expect(try await tenant.call("GET", "/v1/usage?from=\(text)").status == 400, "\(text)")
            }
        }

        @Test func `one tenant's usage is no other's`() async throws {
            let harness = try #require(Harness.shared)
            let (busy, idle) = (try await harness.someTenant(), try await harness.someTenant())
            _ = try await busy.linkedInstance()
            #expect(try await busy.send("Karibu", to: "254712345678").status == 202)
            #expect(try await busy.call("GET", "/v1/usage").json["quota"]?["messages_used_today"] == 1)
            let other = try await idle.call("GET", "/v1/usage").json
            #expect(other["quota"]?["messages_used_today"] == 0)
            #expect(other["quota"]?["instances_used"] == 0)
        }

        @Test func `only keys that read see it`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            #expect(try await harness.client.call("GET", "/v1/usage").status == 401)
            let key = try await harness.key(of: tenant, scopes: .send)
            #expect(try await harness.client.call("GET", "/v1/usage", key: key).status == 403)
        }
    }
}
