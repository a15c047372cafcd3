import Core
import TestSupport
import Testing

extension AdminTests {
    /// Contract ADM-01: plans are data.
    @Suite struct PlanTests {
        private static func limits(_ members: [JSON.Member] = []) -> JSON { .object(members) }

        @Test(.tags(.ADM_01)) func `a plan is made, read, changed and deleted`() async throws {
            let stage = try await Stage()
            let name = stage.planName()
            let whole: JSON = [
                "name": .string(name), "price_minor": 4900, "currency": "EUR",
                "limits": [
                    "max_instances": 25, "messages_per_day": 50_000, "requests_per_second": 20, "max_keys": nil, "max_webhook_endpoints": 7,
                    "media_bytes": ["image": 5_000_000, "video": nil, "audio": nil, "document": 100_000_000, "sticker": 500_000],
                ],
            ]
            let made = try await stage.admin("POST", "/plans", whole)
            #expect(made.status == 201 && made.json == whole, "\(made.text)")
            #expect(made.header("Location") == "/admin/v1/plans/\(name)")
            #expect(try await stage.admin("GET", "/plans/\(name)").json == whole)
            #expect(try await stage.admin("POST", "/plans", whole).isProblem(409, "plan_exists"))

            let changed = try await stage.admin(
                "PATCH", "/plans/\(name)", ["price_minor": 5900, "limits": ["max_instances": nil, "media_bytes": ["image": 6_000_000]]])
            #expect(changed.status == 200, "\(changed.text)")
            #expect(changed.json["price_minor"] == 5900 && changed.json["currency"] == "EUR")
            #expect(changed.json["limits"]?["max_instances"] == .null)
            #expect(changed.json["limits"]?["messages_per_day"] == 50_000, "what is not named stays")
            #expect(changed.json["limits"]?["media_bytes"]?["image"] == 6_000_000)
            #expect(changed.json["limits"]?["media_bytes"]?["sticker"] == 500_000)

            #expect(try await stage.admin("DELETE", "/plans/\(name)").status == 204)
            #expect(try await stage.admin("GET", "/plans/\(name)").status == 404)
        }

        @Test(.tags(.ADM_01)) func `a limit that is left out of a new plan is none`() async throws {
            let stage = try await Stage()
            let made = try await stage.admin(
                "POST", "/plans", ["name": .string(stage.planName()), "price_minor": 0, "currency": "KES", "limits": ["max_keys": 0]])
            let limits = made.json["limits"]
            #expect(limits?["max_keys"] == 0 && limits?["messages_per_day"] == .null && limits?["media_bytes"]?["video"] == .null, "\(made.text)")
        }

        @Test(.tags(.ADM_01)) func `plans are listed by name, page by page, the two of the beginning among them`() async throws {
            let stage = try await Stage()
            var (names, cursor): ([String], String) = ([], "")
            while true {
                let page = try await stage.admin("GET", "/plans?limit=1" + cursor).json
                let data = try #require(page["data"]?.array)
                #expect(data.count == 1)
                names += data.compactMap { $0["name"]?.string }
                guard let next = page["next_cursor"]?.string else { break }
                cursor = "&cursor=\(next)"
            }
            #expect(names == names.sorted() && Set(names).isSuperset(of: ["free", "pro"]))
            let pro = try await stage.admin("GET", "/plans/pro").json["limits"]
            #expect(pro?["max_instances"] == .null && pro?["messages_per_day"] == 10_000 && pro?["requests_per_second"] == 10)
        }

        @Test(.tags(.ADM_01)) func `everything that is wrong with a plan is said at once`() async throws {
            let stage = try await Stage()
            let answer = try await stage.admin(
                "POST", "/plans",
                [
                    "name": "", "price_minor": -1, "currency": "EURO",
                    "limits": ["requests_per_second": 0, "max_keys": -1, "max_instances": "many", "media_bytes": ["image": 2_147_483_648]],
                ])
            #expect(answer.isProblem(400, "invalid_request"))
            let wanted = [
                "/name", "/price_minor", "/currency", "/limits/max_instances", "/limits/requests_per_second", "/limits/max_keys",
                "/limits/media_bytes/image",
            ]
            #expect(Set(answer.pointers) == Set(wanted), "\(answer.text)")
            let name = try await stage.admin(
                "POST", "/plans", ["name": "Größe", "price_minor": 0, "currency": "eur", "limits": [:]])
            #expect(Set(name.pointers) == ["/name", "/currency"], "\(name.text)")
            for limit in ["0", "101", "x"] { #expect(try await stage.admin("GET", "/plans?limit=\(limit)").pointers == ["?limit"], "\(limit)") }
        }

        @Test(.tags(.ADM_01)) func `a plan that a tenant has is not deleted`() async throws {
            let stage = try await Stage()
            let name = stage.planName()
            _ = try await stage.admin("POST", "/plans", ["name": .string(name), "price_minor": 0, "currency": "EUR", "limits": [:]])
            try await stage.change(["plan": .string(name)])
            #expect(try await stage.admin("DELETE", "/plans/\(name)").isProblem(409, "plan_in_use"))
            try await stage.change(["plan": "pro"])
            #expect(try await stage.admin("DELETE", "/plans/\(name)").status == 204)
        }

        @Test(.tags(.ADM_01, .ADM_02)) func `a changed plan holds for its tenants at once`() async throws {
            let stage = try await Stage()
            let name = stage.planName()
            _ = try await stage.admin(
                "POST", "/plans", ["name": .string(name), "price_minor": 0, "currency": "EUR", "limits": ["max_instances": 0]])
            try await stage.change(["plan": .string(name)])
            #expect(try await stage.tenant.call("POST", "/v1/instances").isProblem(403, "limit_reached"))
            _ = try await stage.admin("PATCH", "/plans/\(name)", ["limits": ["max_instances": 1]])
            #expect(try await stage.tenant.call("POST", "/v1/instances").status == 201)
            #expect(try await stage.tenant.call("POST", "/v1/instances").isProblem(403, "limit_reached"))
        }
    }
}
