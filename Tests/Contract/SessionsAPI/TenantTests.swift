import Contracts
import Core
import TestSupport
import Testing

extension SessionsAPITests {
    /// Two tenants: whatever belongs to the other is as good as nothing at all.
    @Suite struct TenantTests {
        /// One way to reach for something by its id, in the path or in the body.
        struct Reach: Sendable, CustomTestStringConvertible {
            enum Thing: Sendable { case session, key }

            let thing: Thing
            let method: String
            let path: String
            var body: String?

            var testDescription: String { "\(method) \(path)\(body.map { " " + $0 } ?? "")" }

            func call(_ id: String, as stage: Stage) async throws -> TestAnswer {
                try await stage.call(method, path.replacing("{id}", with: id), body.map { try JSONParser.parse($0.replacing("{id}", with: id)) })
            }
        }

        static let reaches = [
            Reach(thing: .session, method: "GET", path: "/api/v1/sessions/{id}"),
            Reach(thing: .session, method: "PATCH", path: "/api/v1/sessions/{id}", body: #"{"session_key": "mine"}"#),
            Reach(thing: .session, method: "PATCH", path: "/api/v1/sessions/{id}", body: #"{"settings": {"default": true}}"#),
            Reach(thing: .session, method: "PATCH", path: "/api/v1/sessions/{id}", body: #"{"webhook": null}"#),
            Reach(thing: .session, method: "PATCH", path: "/api/v1/sessions/{id}", body: #"{"webhook": "http://127.0.0.1:9/hook"}"#),
            Reach(thing: .session, method: "DELETE", path: "/api/v1/sessions/{id}"),
            Reach(thing: .session, method: "GET", path: "/api/v1/sessions/{id}/stream"),
            Reach(thing: .session, method: "POST", path: "/api/v1/keys", body: #"{"session_id": "{id}"}"#),
            Reach(thing: .key, method: "DELETE", path: "/api/v1/keys/{id}"),
        ]

        @Test(.tags(.GS_08), arguments: reaches) func `reaching for what another tenant has is answered as for what nobody has`(reach: Reach)
            async throws
        {
            let (one, two) = (try await Stage(), try await Stage())
            // Linked, so that nothing but the id is in the way.
            _ = try await one.linkedSession()
            let session = try await two.linkedSession("theirs", "254700000002")
            let key = try #require(try await two.call("POST", "/api/v1/keys").json["id"]?.string)
            let answer = try await reach.call(reach.thing == .key ? key : session, as: one)
            let nobodys = try await reach.call(one.nobodysID, as: one)
            #expect(answer.isFailure(404, "NOT_FOUND"), "\(answer.text)")
            #expect(answer.body == nobodys.body)
            for name in ["Content-Type", "Cache-Control", "Allow", "Location", "Retry-After", "WWW-Authenticate"] {
                #expect(answer.header(name) == nobodys.header(name), "\(name)")
            }

            // And nothing has happened to it; its owner still has it.
            let kept = try await two.call("GET", "/api/v1/sessions/\(session)")
            #expect(kept.json["status"] == "connected")
            #expect(kept.json["session_key"] == "theirs")
            #expect(try await two.call("GET", "/api/v1/keys").json.ids("keys")?.contains(key) == true)
            #expect(try await one.call("GET", "/api/v1/sessions").json["sessions"]?.array?.count == 1)
            #expect(try await one.call("GET", "/api/v1/keys").json["keys"]?.array?.count == 2)
        }

        @Test(.tags(.GS_08, .GS_22)) func `a cursor is no way into another tenant's lists`() async throws {
            let (one, two) = (try await Stage(), try await Stage())
            let session = try await two.session()
            let key = try #require(try await two.call("POST", "/api/v1/keys").json["id"]?.string)
            #expect(try await one.call("GET", "/api/v1/sessions?cursor=\(session)").json["sessions"] == [])
            #expect(try await one.call("GET", "/api/v1/keys?cursor=\(key)").json.ids("keys")?.contains(key) == false)
        }

        @Test(.tags(.GS_08)) func `a key that is tied to a session knows no other, not even of its own tenant`() async throws {
            let stage = try await Stage()
            let (mine, other) = (try await stage.session("mine"), try await stage.session("other"))
            let key = try await stage.harness.key(of: stage.tenant, pinnedTo: mine)
            #expect(try await stage.call("GET", "/api/v1/sessions", key: key).json.ids("sessions") == [mine])
            for (method, path, body) in [
                ("GET", "/api/v1/sessions/\(other)", nil), ("DELETE", "/api/v1/sessions/\(other)", nil),
                ("GET", "/api/v1/sessions/\(other)/stream", nil),
                ("PATCH", "/api/v1/sessions/\(other)", JSON.object([])),
            ] { #expect(try await stage.call(method, path, body, key: key).isFailure(404, "NOT_FOUND"), "\(method) \(path)") }
            #expect(try await stage.call("GET", "/api/v1/sessions/\(other)").status == 200)
        }

        @Test func `a suspended tenant is refused on every route`() async throws {
            let stage = try await Stage()
            try await stage.harness.database.script("UPDATE accounts.tenant SET status = 'suspended' WHERE id = '\(stage.tenant.id)'")
            try await eventually("it is known") { try await stage.call("GET", "/api/v1/sessions").status == 403 }
            for (method, path) in CommonTests.routes {
                let answer = try await stage.call(method, path.replacing("{id}", with: stage.nobodysID))
                #expect(answer.isFailure(403, "ACCOUNT_SUSPENDED"), "\(method) \(path): \(answer.text)")
            }
        }
    }
}
