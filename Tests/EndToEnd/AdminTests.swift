import Core
import Database
import TestSupport
import Testing

/// The operator and two processes on one database: what he decides with the one holds there for the next request, and in the other within a second.
@Suite(.serialized) struct AdminTests {
    /// How soon the other process has to know: a second, and another one for the machine that does much else meanwhile.
    private static let notice: Duration = .seconds(2)

    /// Asks until the answer is the wanted one.
    private func notices(_ status: Int, _ ask: () async throws -> TestAnswer) async throws {
        try await eventually("the answer is \(status)", within: Self.notice) { try await ask().status == status }
    }

    @Test func `a plan, a limit of its own and a suspension hold here at once and there within a second`() async throws {
        try await Stage.with { stage in
            let (here, there) = (try await stage.start(), try await stage.start())
            func admin(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> TestAnswer {
                try await here.client.call(method, "/admin/v1" + path, key: Stage.adminKey, body)
            }
            func make(_ herald: Herald) async throws -> TestAnswer { try await stage.tenant(of: herald).call("POST", "/v1/instances") }
            func look(_ herald: Herald) async throws -> TestAnswer { try await stage.tenant(of: herald).call("GET", "/v1/tenant") }
            let tenants = try await admin("GET", "/tenants?search=acme").json["data"]?.array
            let id = try #require(tenants?.first?["id"]?.string)
            func change(_ body: JSON) async throws {
                let answer = try await admin("PATCH", "/tenants/\(id)", body)
                try #require(answer.status == 200, "\(answer.text)")
            }
            // The limit on requests would end this: asking again and again is all it does.
            try await change(["overrides": ["requests_per_second": "unlimited"]])
            try await eventually("nobody is held up") {
                for herald in [here, there] { for _ in 0..<15 { guard try await look(herald).status == 200 else { return false } } }
                return true
            }

            let plan: JSON = ["name": "tiny", "price_minor": 0, "currency": "EUR", "limits": ["max_keys": 0, "requests_per_second": nil]]
            #expect(try await admin("POST", "/plans", plan).status == 201)
            func key(_ herald: Herald) async throws -> TestAnswer { try await stage.tenant(of: herald).call("POST", "/v1/keys", ["name": "x"]) }
            for herald in [here, there] { #expect(try await key(herald).status == 201) }
            try await change(["plan": "tiny"])
            #expect(try await key(here).status == 403, "a plan")
            try await notices(403) { try await key(there) }

            try await change(["plan": "pro", "overrides": ["max_instances": 0]])
            #expect(try await make(here).status == 403, "a limit of its own")
            try await notices(403) { try await make(there) }
            try await change(["overrides": ["max_instances": nil]])
            #expect(try await make(here).status == 201)
            try await notices(201) { try await make(there) }

            for herald in [here, there] { #expect(try await look(herald).status == 200) }
            try await change(["status": "suspended", "reason": "Unpaid"])
            #expect(try await look(here).status == 403, "a suspension")
            try await notices(403) { try await look(there) }
            try await change(["status": "active"])
            #expect(try await look(here).status == 200)
            try await notices(200) { try await look(there) }

            let token = try #require(
                try await admin("POST", "/tenants/\(id)/impersonations", ["reason": "x", "minutes": 1]).json["token"]?.string)
            for herald in [here, there] { #expect(try await herald.client.call("GET", "/v1/tenant", key: token).status == 200) }
            for herald in [here, there] { #expect(herald.terminate() == 0) }
        }
    }

    @Test func `with a port of its own the operator's API and the figures are there and nowhere else`() async throws {
        try await Stage.with { stage in
            let port = Herald.freePort()
            let herald = try await Herald(in: stage.folder, stage.settings.merging(["HERALD_ADMIN_PORT": "\(port)"]) { $1 })
            let (open, own) = (herald.client, TestClient(port: port))
            #expect(try await own.call("GET", "/admin/v1/tenants", key: Stage.adminKey).status == 200)
            #expect(try await own.call("GET", "/admin/v1/tenants", key: stage.key).status == 401)
            #expect(try await own.call("GET", "/metrics").status == 200)
            #expect(try await own.call("GET", "/v1/tenant", key: stage.key).status == 404)
            for path in ["/admin/v1/tenants", "/admin/v1/plans", "/metrics"] {
                let answer = try await open.call("GET", path, key: Stage.adminKey)
                #expect(answer.status == 404 && answer.json["code"] == "not_found", "\(path): \(answer.text)")
            }
            #expect(try await open.call("GET", "/v1/tenant", key: stage.key).status == 200)
            #expect(herald.terminate() == 0)
        }
    }
}
