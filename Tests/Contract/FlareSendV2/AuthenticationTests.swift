import App
import Auth
import Contracts
import Core
import Database
import TestSupport
import Testing

/// Contract FS2-01 to FS2-10: who is let in, and how refusals look.
@Suite(.serialized, .herald) struct AuthenticationTests {
    @Test(.tags(.FS2_01)) func `an api-key header is no authorization`() async throws {
        let stage = try await Stage()
        let answer = try await stage.harness.client.call(
            "POST", "/send-message", Stage.body(["254712345678"]), headers: [("x-api-key", stage.tenant.key)])
        #expect(answer.status == 401)
        #expect(answer.json == ["success": false, "error": "Authorization header required"])
    }

    @Test(.tags(.FS2_02)) func `a key that is tied to an instance sends from it, though another is the default`() async throws {
        let stage = try await Stage()
        let first = try await stage.tenant.linkedInstance("254700000001")
        let second = try await stage.tenant.linkedInstance("254700000002")
        let key = try await stage.harness.key(of: stage.tenant, pinnedTo: second)
        #expect(try await stage.send(to: ["254712345678"], key: key).status == 200)
        #expect(try await stage.send(to: ["254712345679"]).status == 200)
        for (chat, instance) in [("254712345678", second), ("254712345679", first)] {
            let sent = try await stage.harness.database.count(
                """
                SELECT count(*) FROM messaging.message
                WHERE tenant_id = \(stage.tenant.id) AND chat = \(chat + "@s.whatsapp.net") AND instance_id = \(InstanceID(instance))
                """)
            #expect(sent == 1, "\(chat)")
        }
    }

    @Test(.tags(.FS2_02)) func `a key that is tied to an instance sends from no other`() async throws {
        let stage = try await Stage()
        let first = try await stage.tenant.linkedInstance("254700000001")
        let second = try await stage.tenant.linkedInstance("254700000002")
        let key = try await stage.harness.key(of: stage.tenant, pinnedTo: second)
        let named = JSON.object([JSON.Member("instanceId", .string(first))] + (Stage.body(["254712345678"]).object ?? []))
        #expect(try await stage.send(named, key: key).status == 404)
        #expect(try await stage.messages() == 0)
    }

    @Test(.tags(.FS2_03)) func `one key opens everything that there is`() async throws {
        let stage = try await Stage()
        let key = try await stage.harness.key(of: stage.tenant, pinnedTo: try await stage.tenant.linkedInstance())
        let calls: [(method: String, path: String, body: JSON?)] = [
            ("POST", "/send-message", Stage.body(["254712345678"])),
            ("POST", "/schedule-message", .object((Stage.body(["254712345678"]).object ?? []) + [JSON.Member("sendAt", .string(stage.tomorrow))])),
            ("GET", "/scheduled-messages", nil), ("POST", "/groups", ["subject": "Family Group 4", "participants": ["254712345678"]]),
            ("GET", "/groups", nil), ("POST", "/check-number", ["number": "254712345678"]),
        ]
        for (method, path, body) in calls {
            let answer = try await stage.harness.client.call(method, path, key: key, body)
            #expect(answer.status == 200, "\(path): \(answer.text)")
        }
    }

    @Test(.tags(.FS2_04)) func `without an Authorization header the error is in the key error`() async throws {
        let stage = try await Stage()
        let answer = try await stage.harness.client.call("POST", "/send-message", Stage.body(["254712345678"]))
        #expect(answer.status == 401)
        #expect(answer.json == ["success": false, "error": "Authorization header required"])
    }

    @Test(.tags(.FS2_05)) func `a key that was revoked is no key`() async throws {
        let stage = try await Stage()
        let auth = stage.harness.deployment.auth
        let key = try await stage.harness.key(of: stage.tenant)
        #expect(try await stage.send(to: ["254712345678"], key: key).status == 425)
        let made = try #require(try await auth.list(of: stage.tenant.id, limit: 10).keys.first { $0.name == "further" })
        try await auth.revoke(made.id, of: stage.tenant.id)
        let answer = try await stage.send(to: ["254712345678"], key: key)
        #expect(answer.status == 401)
        #expect(answer.json == ["success": false, "error": "Invalid API key"])
    }

    @Test(.tags(.FS2_05), arguments: ["Basic", "Token", "Digest", "", "Bearer"])
    func `another scheme, or a word that is no key, is told apart from no header`(scheme: String) async throws {
        let stage = try await Stage()
        let shown = scheme == "Bearer" ? "Bearer nonsense" : "\(scheme) \(stage.tenant.key)"
        let answer = try await stage.harness.client.call(
            "POST", "/send-message", Stage.body(["254712345678"]), headers: [("Authorization", shown)])
        #expect(answer.status == 401)
        #expect(answer.json.names == ["success", "error"])
        #expect(answer.json["error"] != "Authorization header required")
    }

    @Test(.tags(.FS2_06, .FS2_07)) func `every body says whether it was a success, and only 401 says error`() async throws {
        let stage = try await Stage()
        let (client, key) = (stage.harness.client, stage.tenant.key)
        var answers = [
            try await client.call("POST", "/send-message"), try await client.call("GET", "/send-message", key: key),
            try await stage.send(["recipients": []]), try await stage.send(to: ["254712345678"]),
            try await client.call("GET", "/send-message/nothing", key: key),
        ]
        _ = try await stage.tenant.linkedInstance()
        answers.append(try await stage.send(to: ["254712345678"]))
        #expect(answers.map(\.status) == [401, 405, 400, 425, 404, 200])
        for answer in answers {
            #expect(answer.json.names.first == "success")
            #expect(answer.json["success"] == .bool(answer.status == 200))
            #expect((answer.json["error"]?.string != nil) == (answer.status == 401), "\(answer.text)")
            #expect((answer.json["message"]?.string != nil) == (answer.status != 401), "\(answer.text)")
        }
    }

    @Test(.tags(.FS2_08), arguments: ["GET", "PUT", "DELETE", "PATCH"])
    func `the wrong method is told to whoever has a key, and to nobody else`(method: String) async throws {
        let stage = try await Stage()
        let answer = try await stage.harness.client.call(method, "/send-message", key: stage.tenant.key)
        #expect(answer.status == 405)
        #expect(answer.header("Allow") == "POST")
        #expect(answer.json["success"] == false)
        #expect(try await stage.harness.client.call(method, "/send-message").status == 401)
    }

    @Test(.tags(.FS2_09)) func `the document says which version is spoken`() async throws {
        let stage = try await Stage()
        let document = try await stage.harness.client.call("GET", "/openapi/flaresend-v2.json")
        #expect(document.json["info"]?["version"] == "1.0.0")
    }

    @Test(.tags(.FS2_10), arguments: ["bearer", "BEARER", "bEaReR"]) func `the scheme's case does not matter`(scheme: String) async throws {
        let stage = try await Stage()
        let answer = try await stage.harness.client.call(
            "POST", "/send-message", Stage.body(["254712345678"]), headers: [("Authorization", "\(scheme) \(stage.tenant.key)")])
        #expect(answer.status == 425)
    }
}
