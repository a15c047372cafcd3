import Contracts
import Core
import TestSupport
import Testing

extension AdminTests {
    /// The operator's looks into tenants.
    @Suite struct ImpersonationTests {
        @Test func `the operator reads what a viewer reads, and changes nothing`() async throws {
            let stage = try await Stage()
            let instance = try await stage.tenant.pairingInstance()
            let made = try await stage.admin("POST", stage.path + "/impersonations", ["reason": "Ticket 4711", "minutes": 15])
            #expect(made.status == 201, "\(made.text)")
            #expect(made.json.object?.map(\.name) == ["id", "tenant_id", "reason", "token", "expires_at"])
            let id = try #require(made.json["id"]?.string)
            #expect(made.header("Location") == "/admin/v1\(stage.path)/impersonations/\(id)")
            let token = try #require(made.json["token"]?.string)
            func call(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> TestAnswer {
                try await stage.harness.client.call(method, path, key: token, body)
            }
            #expect(try await call("GET", "/v1/tenant").json["slug"]?.string == stage.tenant.slug)
            for path in ["/v1/instances", "/v1/messages", "/v1/instances/\(instance)", "/v1/webhook-endpoints"] {
                #expect(try await call("GET", path).status == 200, "\(path)")
            }
            // A code links whoever scans it; keys are the tenant's; what is handed out whole is its owner's to take.
            for path in ["/v1/instances/\(instance)/qr", "/v1/instances/\(instance)/events", "/v1/keys", "/v1/users", "/v1/tenant/export"] {
                #expect(try await call("GET", path).status == 403, "\(path)")
            }
            for (method, path, body) in [
                ("POST", "/v1/messages", ["to": "254712345678", "type": "text", "text": "x"]), ("PATCH", "/v1/tenant", ["name": "x"]),
                ("POST", "/v1/stream-tokens", ["path": .string("/v1/instances/\(instance)/events")]), ("POST", "/v1/sign-out", nil),
                ("POST", "/v1/numbers/check", ["numbers": ["254712345678"]]), ("POST", "/v1/instances/\(instance)/connect", nil),
                ("DELETE", "/v1/instances/\(instance)", nil), ("POST", "/v1/keys", ["name": "x"]),
            ] as [(String, String, JSON?)] {
                #expect(try await call(method, path, body).status == 403, "\(method) \(path)")
            }
            // Other dialects do not know such tokens.
            for path in ["/api/v1/sessions", "/groups"] { #expect(try await call("GET", path).status == 401, "\(path)") }

            #expect(try await stage.admin("DELETE", "\(stage.path)/impersonations/\(id)").status == 204)
            #expect(try await call("GET", "/v1/tenant").status == 401)
            #expect(try await stage.admin("DELETE", "\(stage.path)/impersonations/\(id)").isProblem(404, "not_found"))
        }

        @Test func `a look needs a reason and ends within the hour`() async throws {
            let stage = try await Stage()
            for (body, pointers) in [
                ([:], ["/reason", "/minutes"]), (["reason": " ", "minutes": 0], ["/reason", "/minutes"]),
                (["reason": "x", "minutes": 61], ["/minutes"]),
                (["reason": .string(String(repeating: "a", count: 501)), "minutes": 60], ["/reason"]),
            ] as [(JSON, [String])] {
                let answer = try await stage.admin("POST", stage.path + "/impersonations", body)
                #expect(answer.status == 400 && Set(answer.pointers) == Set(pointers), "\(answer.text)")
            }
        }
    }
}
