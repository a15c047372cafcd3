import Core
import Database
import HTTP
import TestSupport
import Testing

extension FlareSendV1Tests {
    /// Contract FS1-01 to FS1-16: what holds for all four routes.
    @Suite struct CommonTests {
        @Test(.tags(.FS1_01, .FS1_15, .FS1_16)) func `all four purposes are served over plain HTTP, with 200 and the word success`() async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            let token = try await stage.token()
            let answers = [
                try await stage.post("/register", Stage.person("another@gmail.com")),
                try await stage.post("/login", ["email": "sosmongare@gmail.com", "password": "admin123"]),
                try await stage.post("/instances", token: token),
                try await stage.post("/send-message", Stage.message(["254762043910"]), token: token),
            ]
            for answer in answers {
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.json.names.first == "status")
                #expect(answer.json["status"] == "success")
            }
        }

        @Test(.tags(.FS1_02, .FS1_07, .FS1_09, .FS1_21), arguments: Stage.routes)
        func `without a key that is known nothing is done`(path: String, body: JSON?, wantsToken: Bool) async throws {
            let stage = try await Stage()
            var shown: [(String, String)?] = [("api-key", "nonsense"), ("api-key", ""), ("api-key", stage.tenant.key + "x")]
            // Without the header `POST /send-message` is a request in FlareSend v2, whose errors look otherwise.
            if path != "/send-message" { shown += [nil, ("x-api-key", stage.tenant.key)] }
            for shown in shown {
                let token = wantsToken ? stage.tenant.key : nil
                let answer = try await stage.harness.client.call("POST", path, key: token, body, headers: shown.map { [$0] } ?? [])
                #expect(answer.isFailure(401), "\(shown?.1 ?? "nothing"): \(answer.text)")
                #expect(answer.complaint == "Unauthorized")
            }
            #expect(try await stage.instances() == 0)
            // Its owner is the only one.
            #expect(try await stage.harness.database.count("SELECT count(*) FROM accounts.person WHERE tenant_id = \(stage.tenant.id)") == 1)
        }

        @Test(.tags(.FS1_03, .FS1_04, .FS1_05), arguments: Stage.routes)
        func `what is not documented is said with a status that is`(path: String, body: JSON?, wantsToken: Bool) async throws {
            let stage = try await Stage()
            let (client, key) = (stage.harness.client, stage.tenant.key)
            let headers = [("api-key", key)]
            for method in ["GET", "PUT", "PATCH", "DELETE"] {
                let answer = try await client.call(method, path, key: key, headers: headers)
                #expect(answer.isFailure(404), "\(method): \(answer.text)")
                #expect(answer.header("Allow") == nil)
            }
            let plain = try await client.call("POST", path, key: key, headers: headers + [("Content-Type", "text/plain")])
            #expect(plain.status == (path == "/instances" ? 200 : 400))
            var fields = HTTPFields()
            for (name, value) in headers + [("Authorization", "Bearer \(key)"), ("Content-Type", "text/plain")] { fields.add(name, value) }
            #expect(try await client.send("POST", path, fields, Array("hello".utf8)).isFailure(400))
            fields.set("Content-Type", "application/json")
            let large = [UInt8](repeating: UInt8(ascii: " "), count: 2 << 20)
            #expect(try await client.send("POST", path, fields, large).isFailure(400))
            #expect(try await client.call("POST", "\(path)?tenantId=nobody", key: key, body, headers: headers).isFailure(403))
        }

        @Test(.tags(.FS1_06)) func `an outage is a 500 that says nothing of what is inside`() async throws {
            try await Harness.with { harness in
                let stage = try await Stage(on: harness)
                try await harness.database.script("ALTER TABLE instances.instance RENAME TO elsewhere")
                let answer = try await stage.post("/instances", token: stage.tenant.key)
                #expect(answer.isFailure(500))
                #expect(answer.json == ["error_code": 500, "error_message": "Internal server error"])
            }
        }

        @Test(.tags(.FS1_03, .FS1_06)) func `a database that is away is a 500 too, and may be tried again`() async throws {
            try await Harness.with(failpoints: try #require(Failpoints("after-parse=error"))) { harness in
                let stage = try await Stage(on: harness)
                _ = try await stage.tenant.linkedInstance()
                let answer = try await stage.send(to: ["254762043910"])
                #expect(answer.isFailure(500), "\(answer.text)")
                #expect(answer.header("Retry-After") != nil)
            }
        }

        @Test(.tags(.FS1_08)) func `the key is Herald's own kind, whatever the example looks like`() async throws {
            let stage = try await Stage()
            #expect(stage.tenant.key.wholeMatch(of: try Regex("hk_live_[0-9A-Za-z]{49}")) != nil)
            #expect(try await stage.post("/register", Stage.person()).status == 200)
            let example = "1acdff9afe3fcbf788d06df07057d29cbc18d02deafb0e71f004510f8b120e4e"
            #expect(try await stage.post("/register", Stage.person("another@gmail.com"), key: example).isFailure(401))
        }

        @Test(.tags(.FS1_10), arguments: ["api-key", "Api-Key", "API-KEY", "aPi-kEy"])
        func `the case of the header's name does not matter`(name: String) async throws {
            let stage = try await Stage()
            for (path, body, wantsToken) in Stage.routes where path != "/login" {
                let token = wantsToken ? stage.tenant.key : nil
                let answer = try await stage.harness.client.call("POST", path, key: token, body, headers: [(name, stage.tenant.key)])
                // Where no instance is linked, that is what is wrong and not the key.
                #expect(answer.status == (path == "/send-message" ? 400 : 200), "\(path): \(answer.text)")
            }
        }

        @Test(.tags(.FS1_11), arguments: ["application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8"])
        func `JSON may say that it is UTF-8`(type: String) async throws {
            let stage = try await Stage()
            var fields = HTTPFields()
            for (name, value) in [("api-key", stage.tenant.key), ("Authorization", "Bearer \(stage.tenant.key)"), ("Content-Type", type)] {
                fields.add(name, value)
            }
            for (path, body, _) in Stage.routes {
                let answer = try await stage.harness.client.send("POST", path, fields, body?.bytes ?? [])
                #expect(answer.status == (path == "/send-message" ? 400 : 200), "\(path): \(answer.text)")
                #expect(answer.complaint?.hasPrefix("Content-Type") != true)
            }
        }

        @Test(.tags(.FS1_12), arguments: ["{", "nonsense", "[]", "\"text\"", "7", "null", "{\"email\": }", "\u{FEFF}{}", "{}{}", "[[[[[["])
        func `what is not an object of JSON is a bad request`(text: String) async throws {
            let stage = try await Stage()
            for (path, _, _) in Stage.routes {
                var fields = HTTPFields()
                for (name, value) in [
                    ("api-key", stage.tenant.key), ("Authorization", "Bearer \(stage.tenant.key)"), ("Content-Type", "application/json"),
                ] { fields.add(name, value) }
                let answer = try await stage.harness.client.send("POST", path, fields, Array(text.utf8))
                #expect(answer.isFailure(400), "\(path): \(answer.text)")
            }
        }

        @Test(.tags(.FS1_13)) func `members that nobody knows are ignored`() async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            #expect(try await stage.post("/register", Stage.person().with("role", "owner")).status == 200)
            let credentials: JSON = ["email": "sosmongare@gmail.com", "password": "admin123", "remember": true]
            #expect(try await stage.post("/login", credentials).status == 200)
            #expect(try await stage.post("/instances", ["name": "x"], token: stage.tenant.key).status == 200)
            #expect(try await stage.send(Stage.message(["254762043910"]).with("priority", 7)).status == 200)
            let owners = try await stage.harness.database.count(
                "SELECT count(*) FROM accounts.person WHERE tenant_id = \(stage.tenant.id) AND role = 'owner'")
            #expect(owners == 1)
        }

        @Test(.tags(.FS1_14)) func `times are UTC with whole seconds`() async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            let times = [
                try await stage.post("/register", Stage.person()).json["created_at"],
                try await stage.post("/instances", token: stage.tenant.key).json["created_at"],
                try await stage.send(to: ["254762043910"]).json["sent_at"],
            ]
            for time in times {
                let text = try #require(time?.string)
                #expect(text.wholeMatch(of: try Regex(#"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"#)) != nil)
                let told = try #require(Instant(rfc3339: text))
                #expect(abs(told.seconds - stage.harness.database.runtime.clock.now.seconds) < 30)
            }
        }
    }
}
