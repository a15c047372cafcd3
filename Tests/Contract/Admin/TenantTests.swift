import Accounts
import Contracts
import Core
import TestSupport
import Testing

extension AdminTests {
    /// Contract ADM-02: tenants, their plans and their own limits.
    @Suite struct TenantTests {
        private func slug(_ stage: Stage) -> String { "t-\(stage.harness.database.runtime.ids.next(Tenant.self))" }

        @Test(.tags(.ADM_02)) func `a tenant is made with what the command line prints, and its keys and password work`() async throws {
            let stage = try await Stage()
            let slug = slug(stage)
            let made = try await stage.admin(
                "POST", "/tenants",
                ["name": "Duka", "slug": .string(slug), "plan": "pro", "owner": "Owner@Duka.test", "time_zone": "Africa/Nairobi"])
            try #require(made.status == 201, "\(made.text)")
            let id = try #require(made.json["tenant_id"]?.string)
            #expect(made.header("Location") == "/admin/v1/tenants/\(id)")
            #expect(made.json.object?.map(\.name) == ["tenant_id", "slug", "plan", "owner", "api_key", "test_key"])
            #expect(made.json["owner"]?.object?.map(\.name) == ["user_id", "email", "password"])
            #expect(made.json["slug"]?.string == slug && made.json["plan"] == "pro" && made.json["owner"]?["email"] == "owner@duka.test")
            for key in ["api_key", "test_key"] {
                #expect(try await stage.harness.client.call("GET", "/v1/tenant", key: made.json[key]?.string).json["id"]?.string == id)
            }
            let signIn = try await stage.harness.client.call(
                "POST", "/v1/sign-in",
                ["email": "owner@duka.test", "password": made.json["owner"]?["password"] ?? .null, "tenant": .string(slug)])
            #expect(signIn.status == 200, "\(signIn.text)")
            let seen = try await stage.admin("GET", "/tenants/\(id)").json
            #expect(seen["time_zone"] == "Africa/Nairobi" && seen["name"] == "Duka" && seen["status"] == "active" && seen["plan"] == "pro")
            #expect(seen["suspended_at"] == .null && seen["suspension_reason"] == .null)

            let again = try await stage.admin("POST", "/tenants", ["name": "Duka", "slug": .string(slug), "owner": "o@duka.test"])
            #expect(again.isProblem(409, "slug_taken"), "\(again.text)")
        }

        @Test func `all that is wrong with a new tenant is said at once`() async throws {
            let stage = try await Stage()
            let shapes = try await stage.admin("POST", "/tenants", ["name": "", "slug": "x", "plan": 7, "time_zone": ""])
            #expect(Set(shapes.pointers) == ["/name", "/slug", "/plan", "/owner", "/time_zone"], "\(shapes.text)")
            let rules = try await stage.admin(
                "POST", "/tenants", ["name": "A", "slug": "No_Slug", "plan": "none", "owner": "nobody", "time_zone": "Mars/Base"])
            #expect(Set(rules.pointers) == ["/slug", "/plan", "/owner", "/time_zone"], "\(rules.text)")
        }

        @Test func `tenants are listed and found`() async throws {
            let stage = try await Stage()
            let page = try await stage.admin("GET", "/tenants?limit=1").json
            #expect(page["data"]?.array?.count == 1)
            let cursor = try #require(page["next_cursor"]?.string)
            let next = try await stage.admin("GET", "/tenants?limit=1&cursor=\(cursor)").json
            #expect(next["data"]?.array?.first?["id"] != page["data"]?.array?.first?["id"])
            for search in [stage.tenant.slug, stage.tenant.slug.uppercased(), "owner@\(stage.tenant.slug)"] {
                let found = try await stage.admin("GET", "/tenants?search=\(search)").json
                #expect(found["data"]?.array?.compactMap { $0["slug"]?.string } == [stage.tenant.slug], "\(search)")
                #expect(found["next_cursor"] == .null)
            }
            #expect(try await stage.admin("GET", "/tenants?search=\(stage.tenant.slug)&status=suspended").json["data"] == [])
            let wrong = try await stage.admin("GET", "/tenants?limit=101&cursor=x&status=closed&search=\(String(repeating: "a", count: 101))")
            #expect(Set(wrong.pointers) == ["?limit", "?cursor", "?status", "?search"], "\(wrong.text)")
        }

        @Test(.tags(.ADM_02)) func `another plan and limits of its own hold from the next request on`() async throws {
            let stage = try await Stage(plan: "free")
            _ = try await stage.tenant.linkedInstance()
            let changed = try await stage.change(["overrides": ["messages_per_day": 1]])
            #expect(changed["overrides"]?["messages_per_day"] == 1 && changed["limits"]?["messages_per_day"] == 1, "\(changed.text)")
            #expect(changed["limits"]?["max_instances"] == 10 && changed["overrides"]?["max_instances"] == .null, "its plan's")
            #expect(try await stage.tenant.send("one", to: "254712345678").status == 202)
            #expect(try await stage.tenant.send("two", to: "254712345678").status == 429)

            try await stage.change(["overrides": ["messages_per_day": 2]])
            #expect(try await stage.tenant.send("two", to: "254712345678").status == 202)
            #expect(try await stage.tenant.send("three", to: "254712345678").status == 429)

            let unlimited = try await stage.change(["overrides": ["messages_per_day": "unlimited", "media_bytes": ["image": 10]]])
            #expect(unlimited["overrides"]?["messages_per_day"] == "unlimited" && unlimited["limits"]?["messages_per_day"] == .null)
            #expect(unlimited["limits"]?["media_bytes"]?["image"] == 10)
            #expect(try await stage.tenant.send("three", to: "254712345678").status == 202)

            let pro = try await stage.change(["plan": "pro", "overrides": ["messages_per_day": nil, "media_bytes": ["image": nil]]])
            #expect(pro["plan"] == "pro" && pro["limits"]?["messages_per_day"] == 10_000 && pro["limits"]?["max_instances"] == .null)
            #expect(try await stage.admin("GET", stage.path).json == pro)
            #expect(try await stage.tenant.call("GET", "/v1/tenant").json["plan"] == "pro")
        }

        @Test(.tags(.ADM_02)) func `a change is whole or not at all, and says all that is wrong`() async throws {
            let stage = try await Stage()
            let before = try await stage.admin("GET", stage.path).json
            let wrong = try await stage.admin("PATCH", stage.path, ["status": "suspended", "plan": "none", "overrides": ["max_keys": 1]])
            #expect(wrong.isProblem(400, "invalid_request") && wrong.pointers == ["/plan"], "\(wrong.text)")
            #expect(try await stage.admin("GET", stage.path).json == before)
            let shapes = try await stage.admin(
                "PATCH", stage.path,
                ["status": "closed", "reason": " ", "overrides": ["max_keys": "many", "requests_per_second": 0, "media_bytes": ["video": -1]]])
            #expect(
                Set(shapes.pointers) == [
                    "/status", "/reason", "/overrides/max_keys", "/overrides/requests_per_second", "/overrides/media_bytes/video",
                ], "\(shapes.text)")
            for alone: JSON in [["reason": "x"], ["status": "active", "reason": "x"]] {
                #expect(try await stage.admin("PATCH", stage.path, alone).pointers == ["/reason"])
            }
            let longest = String(repeating: "a", count: TenantDecision.reasonLimit)
            #expect(try await stage.admin("PATCH", stage.path, ["status": "suspended", "reason": .string(longest + "a")]).pointers == ["/reason"])
            try await stage.change(["status": "suspended", "reason": .string(longest)])
        }

        @Test func `a tenant is closed by who repeats its slug, and is there no more`() async throws {
            let stage = try await Stage()
            #expect(try await stage.admin("DELETE", stage.path, ["confirm": "other"]).pointers == ["/confirm"])
            #expect(try await stage.admin("DELETE", stage.path).status == 400)
            #expect(try await stage.tenant.call("GET", "/v1/tenant").status == 200)
            #expect(try await stage.admin("DELETE", stage.path, ["confirm": .string(stage.tenant.slug)]).status == 204)
            #expect(try await stage.tenant.call("GET", "/v1/tenant").status == 401)
            #expect(try await stage.admin("GET", stage.path).isProblem(404, "not_found"))
            #expect(try await stage.admin("GET", "/tenants?search=\(stage.tenant.slug)").json["data"] == [])
        }

        @Test(.tags(.ADM_06)) func `usage has messages, requests, instances, keys and webhook endpoints`() async throws {
            try await WebhookReceiver.with { receiver in
                let stage = try await Stage(plan: "free")
                _ = try await stage.tenant.linkedInstance("254700000001")
                _ = try await stage.tenant.pairingInstance()
                _ = try await stage.tenant.endpoint(receiver.url)
                for _ in 0..<3 { _ = try await stage.tenant.send("x", to: "254712345678") }
                let day = stage.harness.database.runtime.clock.now.day
                let usage = try await stage.admin("GET", stage.path + "/usage?from=\(day)&to=\(day)").json
                #expect(usage["data"]?.array?.count == 1 && usage["data"]?.array?.first?["date"]?.string == day.description, "\(usage.text)")
                #expect(usage["data"]?.array?.first?["messages"] == 3)
                #expect(usage["data"]?.array?.first?["api_requests"]?.integer != nil)
                let quota = usage["quota"]
                #expect(quota?["messages_per_day"] == 100 && quota?["messages_used_today"] == 3)
                #expect(quota?["max_instances"] == 10 && quota?["instances_used"] == 2 && quota?["instances_connected"] == 1)
                #expect(quota?["keys_used"] == 2 && quota?["webhook_endpoints_used"] == 1, "\(usage.text)")
                let whole = try await stage.admin("GET", stage.path + "/usage").json
                #expect(whole["data"]?.array?.count == 30 && whole["data"]?.array?.last?["messages"] == 3)
                #expect(try await stage.admin("GET", stage.path + "/usage?from=2026-02-30").pointers == ["?from"])
                #expect(try await stage.admin("GET", stage.path + "/usage?from=2026-01-02&to=2026-01-01").pointers == ["?from"])
                #expect(try await stage.admin("GET", stage.path + "/usage?from=2025-01-01&to=2026-01-02").status == 400)
            }
        }
    }
}
