import App
import Campaigns
import Contracts
import Core
import Database
import Messaging
import TestSupport
import Testing

/// Campaigns together with what really sends their messages.
@Suite struct DeliveryTests {
    /// Tenants as they are at the beginning.
    private struct Directory: TenantDirectory {
        func tenant(_ id: TenantID) async throws -> TenantFacts? {
            TenantFacts(id: id, slug: "acme", name: "acme", timeZone: "UTC", isSuspended: false)
        }
        func tenant(slug: String) async throws -> TenantFacts? { nil }
    }

    @Test func `four runners, one of which dies at every page, send to everybody once and count everybody once`() async throws {
        try await Harness.with { harness in
            let tenant = try await harness.tenant()
            _ = try await tenant.linkedInstance()
            let numbers = (0..<650).map { JSON.string("+2547\(10_000_000 + $0 * 10 + 9)") }
            let made = try await tenant.call(
                "POST", "/v1/campaigns",
                ["name": "Spring", "type": "text", "text": "hello", "recipients": ["type": "explicit", "value": .array(numbers)]])
            let id = try #require(made.json["id"]?.string, "\(made.text)")
            let deployment = harness.deployment
            func runner(_ failpoints: Failpoints = .none) -> CampaignRunner {
                CampaignRunner(
                    database: harness.database.database, tenants: Directory(), optOuts: deployment.campaigns, messages: deployment.messaging,
                    runtime: .testing(failpoints: failpoints))
            }
            let dying = runner(try #require(Failpoints("before-commit=error")))
            let runners = [runner(), runner()]
            try await eventually("the campaign is over") {
                // It dies with a page in its hands whenever it gets one, and whoever comes next does not wait for its lease.
                _ = try? await dying.turn()  // that it fails is the point
                try await harness.database.script("UPDATE campaigns.campaign SET lease_until = NULL, due_at = least(due_at, now())")
                for runner in runners { _ = try await runner.turn() }
                return try await tenant.call("GET", "/v1/campaigns/\(id)").json["status"] == "completed"
            }
            let sent = try await harness.database.count("SELECT count(*) FROM messaging.message WHERE state = 'read'")
            let reached = try await harness.database.count("SELECT count(DISTINCT chat) FROM messaging.message")
            let counted = try await harness.database.count("SELECT coalesce(sum(messages), 0)::bigint FROM billing.usage_day")
            #expect([sent, reached, counted] == [650, 650, 650])
            let stats = try await tenant.call("GET", "/v1/campaigns/\(id)").json["stats"]
            #expect(stats?["read"] == 650 && stats?["planned"] == 650)
        }
    }

    @Test func `what waits is held while the campaign is paused, and withdrawn and given back when it is cancelled`() async throws {
        try await Harness.with { harness in
            let tenant = try await harness.tenant()
            let instance = try await tenant.linkedInstance()
            // Without a connection everything waits.
            try await harness.disconnect(instance, of: tenant)
            let numbers = (0..<30).map { JSON.string("+2547\(10_000_000 + $0 * 10 + 9)") }
            let made = try await tenant.call(
                "POST", "/v1/campaigns",
                ["name": "Spring", "type": "text", "text": "hello", "recipients": ["type": "explicit", "value": .array(numbers)]])
            let path = "/v1/campaigns/\(try #require(made.json["id"]?.string, "\(made.text)"))"
            try await eventually("everything is handed over") { try await tenant.call("GET", path).json["stats"]?["queued"] == 30 }
            #expect(try await tenant.call("POST", path + "/pause").json["status"] == "paused")
            #expect(try await tenant.call("POST", "/v1/instances/\(instance)/connect").status < 300)
            try await eventually("the instance is connected") {
                try await tenant.call("GET", "/v1/instances/\(instance)").json["status"] == "connected"
            }
            #expect(try await tenant.send("not of the campaign", to: "254799999999").status == 202)
            try await eventually("it has come") {
                try await harness.database.count("SELECT count(*) FROM messaging.message WHERE state = 'read'") == 1
            }
            #expect(try await tenant.call("GET", path).json["stats"]?["queued"] == 30)
            let cancelled = try await tenant.call("POST", path + "/cancel").json
            #expect(cancelled["status"] == "cancelled" && cancelled["stats"]?["cancelled"] == 30 && cancelled["stats"]?["queued"] == 0)
            #expect(try await harness.database.count("SELECT coalesce(sum(messages), 0)::bigint FROM billing.usage_day") == 1)
        }
    }

    @Test func `an instance that loses its link stops its campaigns`() async throws {
        try await Harness.with { harness in
            let tenant = try await harness.tenant()
            let instance = try await tenant.linkedInstance()
            let made = try await tenant.call(
                "POST", "/v1/campaigns",
                [
                    "name": "later", "type": "text", "text": "x", "starts_at": "2027-01-01T00:00:00Z",
                    "recipients": ["type": "explicit", "value": ["+254712345679"]],
                ])
            let path = "/v1/campaigns/\(try #require(made.json["id"]?.string, "\(made.text)"))"
            let cut = try await tenant.call("POST", "/v1/sandbox/instances/\(instance)/disconnect", ["reason": "logged_out"])
            #expect(cut.status == 204)
            try await eventually("the campaign is paused") { try await tenant.call("GET", path).json["status"] == "paused" }
            #expect(try await tenant.call("GET", path).json["status_reason"] == "instance_logged_out")
            #expect(try await tenant.call("POST", path + "/resume").json["code"] == "instance_not_ready")
        }
    }
}
