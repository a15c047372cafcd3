import App
import Auth
import Contracts
import Core
import Database
import TestSupport
import Testing

/// Contract FQ-02 and FQ-03: who is let in.
@Suite(.serialized, .herald) struct AuthenticationTests {
    @Test(.tags(.FQ_02), arguments: ["bearer", "BEARER"]) func `the scheme's case does not matter`(scheme: String) async throws {
        let stage = try await Stage()
        let answer = try await stage.harness.client.call(
            "POST", "/send-whatsapp", Stage.body(), headers: [("Authorization", "\(scheme) \(stage.tenant.key)")])
        #expect(answer.status == 409)
    }

    @Test(.tags(.FQ_02)) func `a key that was revoked is no key`() async throws {
        let stage = try await Stage()
        let key = try await stage.harness.key(of: stage.tenant)
        #expect(try await stage.send(key: key).status == 409)
        let auth = stage.harness.deployment.auth
        let made = try #require(try await auth.list(of: stage.tenant.id, limit: 10).keys.first { $0.name == "further" })
        try await auth.revoke(made.id, of: stage.tenant.id)
        let answer = try await stage.send(key: key)
        #expect(answer.status == 401)
        #expect(answer.json == ["error": "Unauthorized", "message": "Invalid API key"])
    }

    @Test(.tags(.FQ_03)) func `the key decides where tenantId is left out, and a foreign one sends nothing`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let other = try await stage.harness.someTenant()
        #expect(try await stage.send().status == 200)
        for hint in [other.id.description, "nobody", ""] {
            let answer = try await stage.harness.client.call(
                "POST", "/send-whatsapp?tenantId=\(hint)", key: stage.tenant.key, Stage.body())
            #expect(answer.status == 403, "\(hint)")
            #expect(answer.json["error"] == "Forbidden")
        }
        #expect(try await stage.messages() == 1)
    }

    @Test func `a key that is tied to an instance sends from it, though another is the default`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance("254700000001")
        let second = try await stage.tenant.linkedInstance("254700000002")
        let key = try await stage.harness.key(of: stage.tenant, pinnedTo: second)
        #expect(try await stage.send(key: key).status == 200)
        let sent = try await stage.tenant.call("GET", "/v1/messages/\(try await stage.onlyMessage())")
        #expect(sent.json["instance_id"]?.string == second)
    }
}

extension Stage {
    /// The id of the one message there is.
    fileprivate func onlyMessage() async throws -> MessageID {
        try await harness.deployment.database.read(as: tenant.id) { [tenant] tx in
            try tx.first("SELECT id FROM messaging.message WHERE tenant_id = \(tenant.id)") { row in try row.next(MessageID.self) }
        } ?? harness.database.runtime.ids.next()
    }
}
