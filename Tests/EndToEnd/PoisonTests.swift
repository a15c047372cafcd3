import Core
import Database
import TestSupport
import Testing

/// Promise R10: a message at which the process dies again and again is set aside, and the others go on.
@Suite(.serialized) struct PoisonTests {
    @Test func `the process dies at a message three times, and then sends all others`() async throws {
        try await Stage.with { stage in
            var herald = try await stage.start(failing: "before-wa-send=kill@1")
            _ = try await stage.tenant(of: herald).linkedInstance()
            let sent = try? await stage.tenant(of: herald).send("poison", to: "254712345678")
            try await herald.death()
            for _ in 0..<2 {
                // It may die before it says that it is ready.
                guard let next = try? await stage.start(failing: "before-wa-send=kill@1") else { continue }
                try await next.death()
            }
            herald = try await stage.start()
            let tenant = stage.tenant(of: herald)
            let poison: SQL = "SELECT count(*) FROM messaging.message WHERE state = 'failed' AND error_code = 'quarantined'"
            try await eventually("it is set aside") { try await stage.database.count(poison) == 1 }
            if let id = sent?.json["data"]?.array?.first?["id"]?.string {
                #expect(try await tenant.call("GET", "/v1/messages/\(id)").json["error"]?["code"] == "quarantined")
            }
            for number in 0..<5 {
                let other = try await tenant.send("fine \(number)", to: "254712345678")
                let id = try #require(other.json["data"]?.array?.first?["id"]?.string)
                try await eventually("the others go on") { try await tenant.call("GET", "/v1/messages/\(id)").json["status"] == "read" }
            }
            #expect(try stage.transmissions()["254712345678@s.whatsapp.net"]?.count == 5)
            #expect(herald.terminate() == 0)
        }
    }
}
