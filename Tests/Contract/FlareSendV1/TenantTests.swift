import Contracts
import Core
import TestSupport
import Testing

extension FlareSendV1Tests {
    /// Two tenants: whatever belongs to the other is as good as nothing at all.
    @Suite struct TenantTests {
        @Test(.tags(.FS1_65), arguments: ["instanceId", "session_id"])
        func `sending from another tenant's instance is answered as from nobody's`(name: String) async throws {
            let (one, two) = (try await Stage(), try await Stage())
            _ = try await one.tenant.linkedInstance("254700000001")
            let foreign = try await two.tenant.linkedInstance("254700000002")
            let nobodys = one.harness.database.runtime.ids.next(Instance.self).description
            let answers = [
                try await one.send(Stage.message(["254762043910"]).with(name, .string(foreign))),
                try await one.send(Stage.message(["254762043910"]).with(name, .string(nobodys))),
            ]
            for answer in answers {
                #expect(answer.isFailure(404))
                #expect(answer.complaint == "Instance not found")
            }
            #expect(answers[0].body == answers[1].body)
            for field in ["Content-Type", "Cache-Control", "Retry-After", "WWW-Authenticate"] {
                #expect(answers[0].header(field) == answers[1].header(field), "\(field)")
            }
            #expect(try await one.messages() + two.messages() == 0)
        }

        @Test func `a key that is tied to an instance sends from no other of its tenant`() async throws {
            let stage = try await Stage()
            let mine = try await stage.tenant.linkedInstance("254700000001")
            let other = try await stage.tenant.linkedInstance("254700000002")
            let key = try await stage.harness.key(of: stage.tenant, pinnedTo: mine)
            let body = Stage.message(["254762043910"]).with("instanceId", .string(other))
            #expect(try await stage.post("/send-message", body, key: key, token: key).isFailure(404))
            #expect(try await stage.messages() == 0)
        }

        @Test func `a suspended tenant is refused on every route`() async throws {
            let stage = try await Stage()
            try await stage.harness.database.script("UPDATE accounts.tenant SET status = 'suspended' WHERE id = '\(stage.tenant.id)'")
            try await eventually("it is known") { try await stage.post("/instances", token: stage.tenant.key).status == 403 }
            for (path, body, wantsToken) in Stage.routes {
                #expect(try await stage.post(path, body, token: wantsToken ? stage.tenant.key : nil).isFailure(403), "\(path)")
            }
        }
    }
}
