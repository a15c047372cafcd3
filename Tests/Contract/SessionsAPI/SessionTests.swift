import Contracts
import Core
import Database
import TestSupport
import Testing

extension SessionsAPITests {
    /// Contract GS-20 to GS-25 and GS-32: making, listing, changing and removing sessions.
    @Suite struct SessionTests {
        @Test(.tags(.GS_20)) func `a session has the name that it was given, and pairs at once`() async throws {
            let stage = try await Stage()
            let made = try await stage.call("POST", "/api/v1/sessions", ["session_key": "my-session"])
            #expect(made.status == 201)
            #expect(made.json["session_key"] == "my-session")
            #expect(made.json["status"] == "pairing")
            let id = try #require(made.json["id"]?.string)
            #expect(made.header("Location") == "/api/v1/sessions/\(id)")
            // One instance, under one id, through every dialect.
            #expect(try await stage.call("GET", "/v1/instances/\(id)").status == 200)
        }

        static let names: [JSON?] = [nil, .null, "", 7, [], .string(String(repeating: "x", count: 101)), "nul \0"]

        @Test(.tags(.GS_20), arguments: names) func `a session without a proper name is refused`(name: JSON?) async throws {
            let stage = try await Stage()
            let answer = try await stage.call("POST", "/api/v1/sessions", .object(name.map { [JSON.Member("session_key", $0)] } ?? []))
            #expect(answer.isFailure(400, "INVALID_REQUEST"), "\(answer.text)")
            #expect(answer.json["error"]?["message"]?.string?.hasPrefix("session_key ") == true)
        }

        @Test(.tags(.GS_21)) func `a name is one session's, and free again when that is gone`() async throws {
            let (stage, other) = (try await Stage(), try await Stage())
            let id = try await stage.session()
            let again = try await stage.call("POST", "/api/v1/sessions", ["session_key": "my-session"])
            #expect(again.isFailure(409, "SESSION_KEY_TAKEN"), "\(again.text)")
            // Another tenant's names are its own.
            #expect(try await other.call("POST", "/api/v1/sessions", ["session_key": "my-session"]).status == 201)
            #expect(try await stage.call("DELETE", "/api/v1/sessions/\(id)").status == 204)
            #expect(try await stage.call("POST", "/api/v1/sessions", ["session_key": "my-session"]).status == 201)
        }

        @Test(.tags(.GS_21)) func `of many who want one name at once one gets it`() async throws {
            let stage = try await Stage()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await stage.call("POST", "/api/v1/sessions", ["session_key": "my-session"]).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 201 } == 1)
            #expect(statuses.count { $0 == 409 } == 7)
        }

        @Test(.tags(.GS_22)) func `the list has the tenant's own sessions, newest first, page by page`() async throws {
            let (stage, other) = (try await Stage(), try await Stage())
            _ = try await other.session()
            var ids: [String] = []
            for name in ["one", "two", "three"] { ids.insert(try await stage.session(name), at: 0) }
            let whole = try await stage.call("GET", "/api/v1/sessions")
            #expect(whole.json.names == ["sessions", "next_cursor"])
            #expect(whole.json.ids("sessions") == ids)
            #expect(whole.json["next_cursor"] == .null)
            let first = try await stage.call("GET", "/api/v1/sessions?limit=2")
            #expect(first.json.ids("sessions") == Array(ids.prefix(2)))
            let cursor = try #require(first.json["next_cursor"]?.string)
            let second = try await stage.call("GET", "/api/v1/sessions?limit=2&cursor=\(cursor)")
            #expect(second.json.ids("sessions") == Array(ids.suffix(1)))
            #expect(second.json["next_cursor"] == .null)
        }

        @Test(.tags(.GS_23)) func `one session is what the list has of it, and an instance made elsewhere is one too`() async throws {
            let stage = try await Stage()
            let id = try await stage.linkedSession()
            let one = try await stage.call("GET", "/api/v1/sessions/\(id)")
            #expect(one.status == 200)
            #expect(one.json["status"] == "connected")
            #expect(one.json["phone"] == "+254700000001")
            #expect(one.json["is_default"] == true)
            #expect(try await stage.call("GET", "/api/v1/sessions").json["sessions"]?.array?.first == one.json)
            let elsewhere = try #require(try await stage.call("POST", "/v1/instances").json["id"]?.string)
            let other = try await stage.call("GET", "/api/v1/sessions/\(elsewhere)")
            #expect(other.json["session_key"] == .null)
        }

        @Test(.tags(.GS_24)) func `a session's name and whether it is the default can be changed`() async throws {
            let stage = try await Stage()
            let first = try await stage.linkedSession("one", "254700000001")
            let second = try await stage.linkedSession("two", "254700000002")
            let path = "/api/v1/sessions/\(second)"
            let renamed = try await stage.call("PATCH", path, ["session_key": "zwei"])
            #expect(renamed.status == 200, "\(renamed.text)")
            #expect(renamed.json["session_key"] == "zwei")
            #expect(renamed.json["is_default"] == false)
            let chosen = try await stage.call("PATCH", path, ["settings": ["default": true]])
            #expect(chosen.json["is_default"] == true)
            #expect(try await stage.call("GET", "/api/v1/sessions/\(first)").json["is_default"] == false)
            #expect(try await stage.call("PATCH", path, ["session_key": "one"]).isFailure(409, "SESSION_KEY_TAKEN"))
            #expect(try await stage.call("PATCH", path, ["settings": ["default": false]]).isFailure(400, "INVALID_REQUEST"))
            #expect(try await stage.call("PATCH", path, .object([])).json["session_key"] == "zwei")
            #expect(try await stage.call("PATCH", path, ["session_key": .null]).json["session_key"] == .null)
        }

        @Test(.tags(.GS_24)) func `a webhook is asked first, is shown, keeps its secret, and can be taken away`() async throws {
            let stage = try await Stage()
            let id = try await stage.session()
            let path = "/api/v1/sessions/\(id)"
            try await WebhookReceiver.with { receiver in
                let set = try await stage.call("PATCH", path, ["webhook": .string(receiver.url)])
                #expect(set.status == 200, "\(set.text)")
                #expect(set.json["webhook"]?.string == receiver.url)
                let secret = try #require(set.json["webhook_secret"]?.string)
                #expect(secret.hasPrefix("whsec_"))
                #expect(receiver.received.count == 1)
                let shown = try await stage.call("GET", path)
                #expect(shown.json["webhook"]?.string == receiver.url)
                #expect(shown.json["webhook_secret"] == nil)
                #expect(try await stage.call("GET", "/api/v1/sessions").json["sessions"]?.array?.first?["webhook"]?.string == receiver.url)
                let moved = try await stage.call("PATCH", path, ["webhook": .string(receiver.url + "/elsewhere")])
                #expect(moved.json["webhook"]?.string == receiver.url + "/elsewhere")
                #expect(moved.json["webhook_secret"] == nil)
                try await stage.scan(id)
                let told = try await receiver.first("its news is told") { $0["type"] == "instance.connected" }
                #expect(told.isSigned(with: secret))
                let removed = try await stage.call("PATCH", path, ["webhook": .null])
                #expect(removed.json["webhook"] == .null)
            }
        }

        @Test(.tags(.GS_24)) func `where the webhook does not verify nothing at all is changed`() async throws {
            let stage = try await Stage()
            let id = try await stage.session()
            try await WebhookReceiver.with { receiver in
                receiver.answer([500])
                let answer = try await stage.call("PATCH", "/api/v1/sessions/\(id)", ["session_key": "another", "webhook": .string(receiver.url)])
                #expect(answer.isFailure(400, "WEBHOOK_VERIFICATION_FAILED"), "\(answer.text)")
            }
            let shown = try await stage.call("GET", "/api/v1/sessions/\(id)")
            #expect(shown.json["session_key"] == "my-session")
            #expect(shown.json["webhook"] == .null)
        }

        @Test(.tags(.GS_25)) func `a session that was removed is unlinked and gone`() async throws {
            let stage = try await Stage()
            let id = try await stage.linkedSession()
            let removed = try await stage.call("DELETE", "/api/v1/sessions/\(id)")
            #expect(removed.status == 204)
            #expect(removed.body.isEmpty)
            #expect(try await stage.call("GET", "/api/v1/sessions/\(id)").isFailure(404, "NOT_FOUND"))
            #expect(try await stage.call("DELETE", "/api/v1/sessions/\(id)").isFailure(404, "NOT_FOUND"))
            #expect(try await stage.call("GET", "/api/v1/sessions").json["sessions"] == [])
            try await eventually("nothing is left of it, its credentials least of all") {
                try await stage.harness.database.count(
                    """
                    SELECT (SELECT count(*) FROM instances.instance WHERE tenant_id = \(stage.tenant.id))
                         + (SELECT count(*) FROM instances.device_state WHERE tenant_id = \(stage.tenant.id))
                    """) == 0
            }
        }

        @Test(.tags(.GS_32)) func `over the plan's sessions the code names the limit, and waiting is not advised`() async throws {
            let stage = try await Stage(plan: "free")
            for number in 0..<10 { _ = try await stage.session("session-\(number)") }
            let answer = try await stage.call("POST", "/api/v1/sessions", ["session_key": "one-more"])
            #expect(answer.isFailure(429, "MAX_SESSIONS_REACHED"), "\(answer.text)")
            #expect(answer.header("Retry-After") == nil)
            #expect(try await stage.call("GET", "/api/v1/sessions").json["sessions"]?.array?.count == 10)
        }
    }
}
