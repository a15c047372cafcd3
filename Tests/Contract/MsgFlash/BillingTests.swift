import App
import Billing
import Contracts
import Core
import TestSupport
import Testing

/// Contract MFX-06 and MFX-21: what an account may do and has done.
@Suite(.serialized, .herald) struct BillingTests {
    /// What a key that is tied to one instance may not see.
    static let accountPaths = [
        "/api/v1/me", "/api/v1/usage", "/api/v1/billing/subscription", "/api/v1/billing/usage", "/api/v1/billing/payments",
    ]

    @Test(.tags(.MFX_21)) func `the plans are those that there are, with their limits and features`() async throws {
        let stage = try await Stage()
        let plans = try #require(try await stage.get("/api/v1/billing/plans").json["data"]?.array)
        let free = try #require(plans.first { $0["code"] == "free" })
        #expect(free.names == ["code", "name", "priceMonthly", "priceMonthlyMinor", "currency", "limits", "features"])
        #expect(free["name"] == "Free")
        #expect(free["priceMonthly"] == .number(0))
        #expect(free["currency"] == "USD")
        let days = Int64(stage.daysOfMonth)
        #expect(
            free["limits"] == [
                "maxInstances": 10, "maxApiKeys": 10, "maxWebhookEndpoints": 10, "monthlyOutboundQuota": .integer(100 * days),
                "monthlyApiRequestQuota": nil, "dailyOutboundQuota": 100, "requestsPerSecond": 10,
            ])
        #expect(
            free["features"] == [
                "apiKeys": true, "webhooks": true, "campaigns": true, "templates": true, "contacts": true, "statuses": false,
            ])
        let pro = try #require(plans.first { $0["code"] == "pro" })
        #expect(pro["priceMonthly"] == .number(29))
        #expect(pro["priceMonthlyMinor"] == 2900)
        #expect(pro["limits"]?["maxInstances"] == .null)
    }

    @Test(.tags(.MFX_23)) func `a plan that is made, changed and deleted is told so at once, with its price in units of its currency`() async throws {
        let stage = try await Stage()
        let billing = stage.harness.deployment.billing
        let name = "plan-\(stage.tenant.slug.suffix(12))"
        func shown() async throws -> JSON? {
            try await stage.get("/api/v1/billing/plans").json["data"]?.array?.first { $0["code"]?.string == name }
        }
        #expect(try await shown() == nil)
        try await billing.createPlan(
            Plan(name: name, priceMinor: 500, currency: "JPY", limits: Limits(maxInstances: 3, messagesPerDay: 20, maxKeys: 0)))
        #expect(try await shown()?["priceMonthly"] == .number(500))
        #expect(try await shown()?["limits"]?["dailyOutboundQuota"] == 20)
        #expect(try await shown()?["features"]?["apiKeys"] == false)
        #expect(try await shown()?["limits"]?["maxWebhookEndpoints"] == .null)
        try await billing.updatePlan(
            name, PlanChange(priceMinor: 1250, currency: "KWD", limits: [.messagesPerDay: .set(500)]))
        #expect(try await shown()?["priceMonthly"] == .number(1.25))
        #expect(try await shown()?["limits"]?["dailyOutboundQuota"] == 500)
        try await billing.deletePlan(name)
        #expect(try await shown() == nil)
    }

    @Test(.tags(.MFX_21)) func `the account is the key's`() async throws {
        let stage = try await Stage(plan: "free")
        let data = try #require(try await stage.get("/api/v1/me").json["data"])
        #expect(data.names == ["id", "name", "slug", "timezone", "planCode", "status", "apiKeyId", "createdAt"])
        #expect(data["id"]?.string == stage.tenant.id.description)
        #expect(data["slug"]?.string == stage.tenant.slug)
        #expect(data["planCode"] == "free")
        #expect(data["status"] == "active")
        let keys = try await stage.tenant.call("GET", "/v1/keys").json["data"]?.array?.compactMap { $0["id"]?.string } ?? []
        #expect(keys.contains(data["apiKeyId"]?.string ?? ""))
    }

    @Test(.tags(.MFX_21)) func `the subscription is the plan, and what holds with the account's own limits`() async throws {
        let stage = try await Stage(plan: "free")
        _ = try await stage.harness.deployment.billing.change(
            stage.tenant.id, overrides: OverrideChanges(limits: [.messagesPerDay: .set(.value(7)), .maxKeys: .set(.unlimited)]))
        let data = try #require(try await stage.get("/api/v1/billing/subscription").json["data"])
        #expect(data["status"] == "active")
        #expect(data["plan"]?["code"] == "free")
        #expect(data["plan"]?["limits"]?["dailyOutboundQuota"] == 100)
        #expect(data["limits"]?["dailyOutboundQuota"] == 7)
        #expect(data["limits"]?["monthlyOutboundQuota"] == .integer(Int64(7 * stage.daysOfMonth)))
        #expect(data["limits"]?["maxApiKeys"] == .null)
        #expect(data["limits"]?["maxInstances"] == 10)
        let (start, end) = (data["currentPeriodStart"]?.string ?? "", data["currentPeriodEnd"]?.string ?? "")
        #expect(start.hasSuffix("-01T00:00:00.000Z") && end.hasSuffix("-01T00:00:00.000Z") && start < end)
        let other = stage.harness.deployment.billing
        _ = try await other.change(stage.tenant.id, plan: "pro")
        #expect(try await stage.get("/api/v1/billing/subscription").json["data"]?["plan"]?["code"] == "pro")
    }

    @Test(.tags(.MFX_21)) func `what was used is what was sent and made`() async throws {
        let stage = try await Stage(plan: "free")
        _ = try await stage.tenant.linkedInstance()
        for number in ["+254712345671", "+254712345672", "+254712345673"] {
            _ = try await stage.send(["to": .string(number), "type": "text", "text": "Bonjour"])
        }
        let data = try #require(try await stage.get("/api/v1/billing/usage").json["data"])
        #expect(data["outboundToday"] == ["used": 3, "quota": 100, "remaining": 97])
        #expect(data["outbound"]?["used"] == 3)
        #expect(data["outbound"]?["quota"] == .integer(Int64(100 * stage.daysOfMonth)))
        // What today and the days after it allow.
        #expect(data["outbound"]?["remaining"] == .integer(Int64(97 + 100 * stage.daysLeft)))
        #expect(data["apiRequests"]?["quota"] == .null)
        #expect(data["instances"] == ["used": 1, "quota": 10, "remaining": 9])
        #expect(data["apiKeys"] == ["used": 2, "quota": 10, "remaining": 8])
        #expect(data["webhookEndpoints"] == ["used": 0, "quota": 10, "remaining": 10])

        let days = try #require(try await stage.get("/api/v1/usage").json["data"]?["days"]?.array)
        #expect(days.count == 30)
        #expect(days.last?["date"]?.string == stage.today.description)
        #expect(days.last?["outboundMessages"] == 3)
        let one = try await stage.get("/api/v1/usage?from=\(stage.today)&to=\(stage.today)").json["data"]?["days"]?.array
        #expect(one == days.suffix(1))
        let year = CivilDay(daysSinceEpoch: stage.today.daysSinceEpoch - Billing.usageDaysLimit + 1)
        #expect(try await stage.get("/api/v1/usage?from=\(year)").json["data"]?["days"]?.array?.count == Billing.usageDaysLimit)
        let longer = try await stage.get("/api/v1/usage?from=\(CivilDay(daysSinceEpoch: year.daysSinceEpoch - 1))")
        #expect(longer.status == 400)
        #expect(longer.code == "VALIDATION_ERROR")
    }

    @Test(.tags(.MFX_21)) func `there are no payments, on any page`() async throws {
        let stage = try await Stage()
        let data = try await stage.get("/api/v1/billing/payments?page=2&limit=50").json["data"]
        #expect(data == ["payments": [], "pagination": ["page": 2, "limit": 50, "total": 0, "totalPages": 0]])
    }

    @Test(.tags(.MFX_06)) func `a key that is tied to one instance sees the plans, and nothing that is the whole account's`() async throws {
        let stage = try await Stage()
        let instance = try await stage.tenant.pairingInstance()
        let key = try await stage.harness.key(of: stage.tenant, pinnedTo: instance)
        for path in Self.accountPaths {
            let refused = try await stage.get(path, key: key)
            #expect(refused.status == 403, "\(path)")
            #expect(refused.code == "TEAM_KEY_NOT_ALLOWED", "\(path)")
            #expect(try await stage.get(path).status == 200, "\(path)")
        }
        #expect(try await stage.get("/api/v1/billing/plans", key: key).status == 200)
    }

    @Test(.tags(.MFX_06), arguments: accountPaths + ["/api/v1/billing/plans"])
    func `nobody sees anything of it without a key that reads, or in the name of a team`(path: String) async throws {
        let stage = try await Stage()
        #expect(try await stage.harness.client.call("GET", path).status == 401)
        let sender = try await stage.harness.key(of: stage.tenant, scopes: .send)
        #expect(try await stage.get(path, key: sender).code == "FORBIDDEN")
        #expect(try await stage.get(path, headers: [("X-Team-Id", "1")]).code == "TEAM_KEY_REQUIRED")
    }
}

extension Stage {
    /// Today in UTC.
    fileprivate var today: CivilDay { harness.database.runtime.clock.now.day }
    fileprivate var daysOfMonth: Int { CivilMonth(of: today).length }
    /// Days of this month after today.
    fileprivate var daysLeft: Int { CivilMonth(of: today).lastDay.daysSinceEpoch - today.daysSinceEpoch }
}
