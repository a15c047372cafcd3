import Core
import TestSupport
import Testing

extension AdminTests {
    /// Contract ADM-04: the operator's key is one of its own.
    @Suite struct CredentialTests {
        static let routes: [(String, String)] = [
            ("GET", "/admin/v1/plans"), ("POST", "/admin/v1/plans"), ("PATCH", "/admin/v1/plans/pro"), ("DELETE", "/admin/v1/plans/pro"),
            ("GET", "/admin/v1/tenants"), ("POST", "/admin/v1/tenants"), ("GET", "/admin/v1/audit"), ("GET", "/admin/v1/events/dead"),
            ("POST", "/admin/v1/events/dead/replay"),
        ]

        @Test(.tags(.ADM_04), arguments: routes) func `no key or token of a tenant opens a route of the operator`(
            method: String, path: String
        ) async throws {
            let stage = try await Stage()
            let person = try await stage.tenant.signedInOwner()
            let look = try await stage.admin("POST", stage.path + "/impersonations", ["reason": "x", "minutes": 5])
            for key in [stage.tenant.key, stage.tenant.testKey, person.token, try #require(look.json["token"]?.string), "", "x"] {
                let answer = try await stage.harness.client.call(method, path, key: key)
                #expect(answer.isProblem(401, "unauthenticated"), "\(answer.text)")
            }
            let answer = try await stage.harness.client.call(method, path)
            #expect(answer.isProblem(401, "unauthenticated"), "\(answer.text)")
            #expect(answer.header("WWW-Authenticate") == "Bearer")
        }

        @Test(.tags(.ADM_04)) func `the operator's key opens nothing of a tenant`() async throws {
            let stage = try await Stage()
            for path in ["/v1/tenant", "/v1/tenant?tenantId=\(stage.tenant.slug)", "/api/v1/sessions", "/groups"] {
                #expect(try await stage.harness.client.call("GET", path, key: Harness.adminKey).status == 401, "\(path)")
            }
        }

        @Test func `what is not there is said as native does`() async throws {
            let stage = try await Stage()
            #expect(try await stage.admin("GET", "/nothing").isProblem(404, "not_found"))
            let wrong = try await stage.admin("DELETE", "/tenants")
            #expect(wrong.isProblem(405, "method_not_allowed"))
            #expect(wrong.header("Allow")?.contains("POST") == true)
            let nobody = "/tenants/\(stage.harness.database.runtime.ids.next(Int.self))"
            for (method, path, body) in [
                ("GET", nobody, nil), ("PATCH", nobody, [:]), ("DELETE", nobody, ["confirm": "x1"]), ("GET", nobody + "/usage", nil),
                ("POST", nobody + "/impersonations", ["reason": "x", "minutes": 1]), ("GET", "/plans/none", nil), ("PATCH", "/plans/none", [:]),
                ("DELETE", "/plans/none", nil), ("POST", "/events/dead/\(stage.tenant.id)/replay", nil),
                ("DELETE", stage.path + "/impersonations/\(stage.tenant.id)", nil),
            ] as [(String, String, JSON?)] {
                #expect(try await stage.admin(method, path, body).isProblem(404, "not_found"), "\(method) \(path)")
            }
        }
    }
}
