import Auth
import Contracts
import Core
import Database
import HTTP
import TestSupport
import Testing

extension FlareSendV1Tests {
    /// Contract FS1-60 to FS1-68: what `POST /instances` takes and answers.
    @Suite struct InstanceTests {
        @Test(.tags(.FS1_60, .FS1_64)) func `a key and a token make an instance`() async throws {
            let stage = try await Stage()
            let answer = try await stage.post("/instances", token: try await stage.token())
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json.names == ["status", "instance_id", "message", "created_at"])
            #expect(answer.json["message"] == "Instance created successfully")
            let withoutKey = try await stage.harness.client.call("POST", "/instances", key: stage.tenant.key)
            #expect(withoutKey.isFailure(401))
        }

        static let bodies: [(type: String?, text: String)] = [
            (nil, ""), ("application/x-www-form-urlencoded", ""), ("application/json", ""), ("application/json", "{}"), (nil, "{}"),
            ("application/json; charset=utf-8", #"{"name":"ignored"}"#),
        ]

        @Test(.tags(.FS1_61, .FS1_62, .FS1_63), arguments: bodies)
        func `there need be no body, and an empty object is none either`(type: String?, text: String) async throws {
            let stage = try await Stage()
            var fields = HTTPFields()
            fields.add("api-key", stage.tenant.key)
            fields.add("Authorization", "Bearer \(stage.tenant.key)")
            if let type { fields.add("Content-Type", type) }
            let answer = try await stage.harness.client.send("POST", "/instances", fields, Array(text.utf8))
            #expect(answer.status == 200, "\(answer.text)")
        }

        @Test(.tags(.FS1_65)) func `a token that is missing, malformed or another tenant's is no token`() async throws {
            let (stage, other) = (try await Stage(), try await Stage())
            let token = try await stage.token()
            let foreign = try await other.token()
            let shown = [
                nil, "Bearer", "Bearer ", "Bearer nonsense", "Basic \(token)", token, "Bearer \(token)x", "Bearer \(foreign)",
                "Bearer \(other.tenant.key)",
            ]
            for shown in shown {
                let headers = [("api-key", stage.tenant.key)] + (shown.map { [("Authorization", $0)] } ?? [])
                let answer = try await stage.harness.client.call("POST", "/instances", headers: headers)
                #expect(answer.isFailure(401), "\(shown ?? "nothing"): \(answer.text)")
                #expect(answer.complaint == "Unauthorized")
            }
            #expect(try await stage.instances() == 0)
            #expect(try await other.instances() == 0)
        }

        @Test(.tags(.FS1_65)) func `a key with another tenant's key before it makes nothing for either`() async throws {
            let (stage, other) = (try await Stage(), try await Stage())
            #expect(try await stage.post("/instances", key: other.tenant.key, token: stage.token()).isFailure(401))
            #expect(try await stage.instances() == 0)
            #expect(try await other.instances() == 0)
        }

        @Test(.tags(.FS1_66, .FS1_67)) func `the new instance is the tenant's in every dialect, under one id, and waits for a phone`() async throws {
            let stage = try await Stage()
            let made = try await stage.post("/instances", token: try await stage.token())
            let id = try #require(made.json["instance_id"]?.string)
            #expect(InstanceID(id) != nil)
            let list = try await stage.tenant.call("GET", "/v1/instances").json["data"]?.array ?? []
            #expect(list.count == 1)
            #expect(list.first?["id"]?.string == id)
            #expect(list.first?["status"] == "pairing")
            let sessions = try await stage.tenant.call("GET", "/api/v1/sessions").json["sessions"]?.array ?? []
            #expect(sessions.compactMap { $0["id"]?.string } == [id])
            let other = try await Stage()
            #expect(try await other.tenant.call("GET", "/v1/instances").json["data"] == [])
        }

        @Test(.tags(.FS1_67)) func `webhooks name it by the same id`() async throws {
            let stage = try await Stage()
            try await WebhookReceiver.with { receiver in
                let id = try #require(try await stage.post("/instances", token: stage.tenant.key).json["instance_id"]?.string)
                _ = try await stage.tenant.endpoint(receiver.url, [JSON.Member("dialect", "flaresend-v2")])
                try await eventually("a code is shown") { try await stage.tenant.call("GET", "/v1/instances/\(id)/qr").status == 200 }
                _ = try await stage.tenant.call("POST", "/v1/sandbox/instances/\(id)/scan", ["number": "254700000001"])
                let told = try await receiver.first("it is told that it is connected") { $0["event"] == "instance_connected" }
                #expect(told.json["instanceId"]?.string == id)
            }
        }

        @Test(.tags(.FS1_68)) func `more than the plan has is refused`() async throws {
            let stage = try await Stage(plan: "free")
            for _ in 0..<10 { #expect(try await stage.post("/instances", token: stage.tenant.key).status == 200) }
            let answer = try await stage.post("/instances", token: stage.tenant.key)
            #expect(answer.isFailure(403))
            #expect(try await stage.instances() == 10)
        }

        @Test(.tags(.FS1_60)) func `a key that only sends makes no instance`() async throws {
            let stage = try await Stage()
            let key = try await stage.harness.key(of: stage.tenant, scopes: [.send])
            #expect(try await stage.post("/instances", key: key, token: key).isFailure(403))
        }
    }
}
