import Auth
import Contracts
import Core
import TestSupport
import Testing

extension SessionsAPITests {
    /// Contract GS-01 to GS-09: what holds for all routes.
    @Suite struct CommonTests {
        static let routes: [(method: String, path: String)] = [
            ("POST", "/api/v1/sessions"), ("GET", "/api/v1/sessions"), ("GET", "/api/v1/sessions/{id}"), ("PATCH", "/api/v1/sessions/{id}"),
            ("DELETE", "/api/v1/sessions/{id}"), ("GET", "/api/v1/sessions/{id}/stream"), ("POST", "/api/v1/keys"), ("GET", "/api/v1/keys"),
            ("DELETE", "/api/v1/keys/{id}"),
        ]

        @Test(.tags(.GS_01, .GS_04, .GS_05), arguments: routes)
        func `nobody comes in without a valid bearer key`(method: String, path: String) async throws {
            let stage = try await Stage()
            let path = path.replacing("{id}", with: try await stage.session())
            let key = stage.tenant.key
            let shown: [[(String, String)]] = [
                [], [("Authorization", "Bearer nonsense")], [("Authorization", "Basic \(key)")], [("x-api-key", key)], [("api-key", key)],
                [("Authorization", "Bearer \(key)x")],
            ]
            for headers in shown {
                let answer = try await stage.harness.client.call(method, path, headers: headers)
                #expect(answer.isFailure(401, "UNAUTHORIZED"), "\(headers): \(answer.text)")
                #expect(answer.header("WWW-Authenticate") == "Bearer")
            }
        }

        @Test(.tags(.GS_02, .GS_03, .GS_07)) func `bodies are flat, in snake_case, and ids are UUIDs`() async throws {
            let stage = try await Stage()
            let made = try await stage.call("POST", "/api/v1/sessions", ["session_key": "my-session"])
            #expect(made.status == 201)
            #expect(
                made.json.names == ["id", "session_key", "status", "phone", "is_default", "webhook", "created_at", "updated_at"], "\(made.text)")
            #expect(InstanceID(made.json["id"]?.string ?? "") != nil)
            let key = try await stage.call("POST", "/api/v1/keys")
            #expect(KeyID(key.json["id"]?.string ?? "") != nil)
        }

        @Test(
            .tags(.GS_04), arguments: ["/api/v1/sessions/{id}", "/api/v1/sessions/{id}/stream", "/api/v1/keys/{id}", "/api/v1/sessions/{id}/nothing"])
        func `what is not there is not found`(path: String) async throws {
            let stage = try await Stage()
            for id in [stage.nobodysID, "nonsense", "my-session", "7", "%20"] {
                let method = path.contains("keys") ? "DELETE" : "GET"
                let answer = try await stage.call(method, path.replacing("{id}", with: id))
                #expect(answer.isFailure(404, "NOT_FOUND"), "\(id): \(answer.text)")
            }
        }

        @Test(.tags(.GS_05)) func `a wrong method, a wrong type and what is no JSON have the shape of all errors`() async throws {
            let stage = try await Stage()
            let id = try await stage.session()
            let method = try await stage.call("PUT", "/api/v1/sessions/\(id)")
            #expect(method.isFailure(405, "METHOD_NOT_ALLOWED"))
            #expect(method.header("Allow")?.contains("PATCH") == true)
            let client = stage.harness.client
            let type = try await client.call(
                "POST", "/api/v1/sessions", headers: [("Authorization", "Bearer \(stage.tenant.key)"), ("Content-Type", "text/plain")])
            #expect(type.isFailure(415, "UNSUPPORTED_MEDIA_TYPE"))
            #expect(try await stage.call("POST", "/api/v1/sessions").isFailure(400, "INVALID_REQUEST"))
            #expect(try await stage.call("POST", "/api/v1/sessions", []).isFailure(400, "INVALID_REQUEST"))
            #expect(try await stage.call("GET", "/api/v1/sessions?limit=0").isFailure(400, "INVALID_REQUEST"))
            #expect(try await stage.call("GET", "/api/v1/sessions?limit=101").isFailure(400, "INVALID_REQUEST"))
            #expect(try await stage.call("GET", "/api/v1/sessions?tenantId=nobody").isFailure(403, "TENANT_MISMATCH"))
        }

        @Test(.tags(.GS_01)) func `a key that only reads changes nothing`() async throws {
            let stage = try await Stage()
            let id = try await stage.session()
            let key = try await stage.harness.key(of: stage.tenant, scopes: .read)
            #expect(try await stage.call("GET", "/api/v1/sessions/\(id)", key: key).status == 200)
            for (method, path) in Self.routes where method != "GET" || path.hasSuffix("/stream") {
                let body: JSON? = method == "PATCH" ? .object([]) : method == "POST" ? ["session_key": "another"] : nil
                let answer = try await stage.call(method, path.replacing("{id}", with: id), body, key: key)
                #expect(answer.isFailure(403, "INSUFFICIENT_SCOPE"), "\(method) \(path): \(answer.text)")
            }
            #expect(try await stage.call("GET", "/api/v1/sessions").json.ids("sessions") == [id])
        }

        @Test(.tags(.GS_01, .GS_09)) func `whoever signs up can make a key and with it a session`() async throws {
            let stage = try await Stage()
            let account = try await stage.harness.client.call(
                "POST", "/v1/sign-up",
                [
                    "organization": .string("Shop \(stage.nobodysID)"), "email": "owner@shop.test", "password": "correct horse", "first_name": "Ann",
                    "last_name": "Lee",
                ])
            #expect(account.status == 201, "\(account.text)")
            let token = try #require(account.json["access_token"]?.string)
            let made = try await stage.call("POST", "/v1/keys", ["name": "first"], key: token)
            let key = try #require(made.json["key"]?.string, "\(made.text)")
            let session = try await stage.call("POST", "/api/v1/sessions", ["session_key": "my-session"], key: key)
            #expect(session.status == 201, "\(session.text)")
        }
    }
}
