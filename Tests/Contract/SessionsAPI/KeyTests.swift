import Auth
import Contracts
import Core
import TestSupport
import Testing

extension SessionsAPITests {
    /// Contract GS-60 to GS-63: making, listing and revoking keys.
    @Suite struct KeyTests {
        @Test(.tags(.GS_60, .GS_61)) func `a new key is shown once, works, and is listed without its text`() async throws {
            let stage = try await Stage()
            let made = try await stage.call("POST", "/api/v1/keys", ["name": "Shop"])
            #expect(made.status == 201, "\(made.text)")
            #expect(
                made.json.names == [
                    "id", "name", "prefix", "environment", "scopes", "session_id", "expires_at", "last_used_at", "created_at", "key",
                ])
            let key = try #require(made.json["key"]?.string)
            #expect(key.wholeMatch(of: try Regex("hk_live_[0-9A-Za-z]{49}")) != nil)
            let list = try await stage.call("GET", "/api/v1/keys", key: key)
            #expect(list.status == 200)
            #expect(list.json.names == ["keys", "next_cursor"])
            #expect(list.json["keys"]?.array?.first?["id"] == made.json["id"])
            #expect(list.json["keys"]?.array?.allSatisfy { $0["key"] == nil } == true)
            #expect(!list.text.contains(key))
            #expect(!stage.harness.log.text.contains(key))
        }

        @Test(.tags(.GS_60)) func `a key may be made for less, but never for more than its maker has`() async throws {
            let stage = try await Stage()
            let session = try await stage.session()
            let less = try await stage.call(
                "POST", "/api/v1/keys",
                ["name": "Shop", "scopes": ["read"], "session_id": .string(session), "environment": "test", "expires_at": "2100-01-01T00:00:00Z"])
            #expect(less.status == 201, "\(less.text)")
            #expect(less.json["scopes"] == ["read"])
            #expect(less.json["session_id"]?.string == session)
            #expect(less.json["environment"] == "test")
            let another = try await stage.session("another")
            let key = try #require(less.json["key"]?.string)
            #expect(try await stage.call("GET", "/api/v1/sessions", key: key).json.ids("sessions") == [session])
            #expect(try await stage.call("GET", "/api/v1/sessions/\(another)", key: key).status == 404)

            let manager = try await stage.harness.key(of: stage.tenant, pinnedTo: session, scopes: [.manage])
            for wish: JSON in [["scopes": ["send", "manage"]], ["session_id": .string(another)]] {
                #expect(try await stage.call("POST", "/api/v1/keys", wish, key: manager).status / 100 == 4)
            }
            let heir = try await stage.call("POST", "/api/v1/keys", key: manager)
            #expect(heir.json["scopes"] == ["manage"])
            #expect(heir.json["session_id"]?.string == session)
            #expect(
                try await stage.call("POST", "/api/v1/keys", ["environment": "live"], key: stage.tenant.testKey).isFailure(403, "INSUFFICIENT_SCOPE"))
            #expect(try await stage.call("POST", "/api/v1/keys", key: stage.tenant.testKey).json["environment"] == "test")
        }

        static let wrong: [JSON] = [
            ["name": ""], ["name": 7], ["scopes": []], ["scopes": ["everything"]], ["expires_at": "2020-01-01T00:00:00Z"], ["expires_at": "soon"],
            ["environment": "production"], ["session_id": "my-session"], [],
        ]

        @Test(.tags(.GS_60), arguments: wrong) func `a key that cannot be as it is wanted is refused`(wish: JSON) async throws {
            let stage = try await Stage()
            #expect(try await stage.call("POST", "/api/v1/keys", wish).isFailure(400, "INVALID_REQUEST"))
            #expect(try await stage.call("GET", "/api/v1/keys").json["keys"]?.array?.count == 2)
        }

        @Test(.tags(.GS_61)) func `the list of keys comes page by page`() async throws {
            let stage = try await Stage()
            let first = try await stage.call("GET", "/api/v1/keys?limit=1")
            let cursor = try #require(first.json["next_cursor"]?.string)
            let second = try await stage.call("GET", "/api/v1/keys?limit=1&cursor=\(cursor)")
            #expect(first.json.ids("keys")?.count == 1)
            #expect(second.json.ids("keys")?.count == 1)
            #expect(first.json.ids("keys") != second.json.ids("keys"))
            #expect(second.json["next_cursor"] == .null)
        }

        @Test(.tags(.GS_62)) func `a key that was revoked is no key at once`() async throws {
            let stage = try await Stage()
            let made = try await stage.call("POST", "/api/v1/keys", ["name": "Shop"])
            let (id, key) = (try #require(made.json["id"]?.string), try #require(made.json["key"]?.string))
            #expect(try await stage.call("GET", "/api/v1/sessions", key: key).status == 200)
            #expect(try await stage.call("DELETE", "/api/v1/keys/\(id)").status == 204)
            #expect(try await stage.call("GET", "/api/v1/sessions", key: key).isFailure(401, "UNAUTHORIZED"))
            #expect(try await stage.call("DELETE", "/api/v1/keys/\(id)").isFailure(404, "NOT_FOUND"))
            #expect(try await stage.call("GET", "/api/v1/keys").json.ids("keys")?.contains(id) == false)
        }

        @Test(.tags(.GS_63)) func `a key may revoke itself, and is answered once more`() async throws {
            let stage = try await Stage()
            let made = try await stage.call("POST", "/api/v1/keys", ["name": "Shop"])
            let (id, key) = (try #require(made.json["id"]?.string), try #require(made.json["key"]?.string))
            #expect(try await stage.call("DELETE", "/api/v1/keys/\(id)", key: key).status == 204)
            #expect(try await stage.call("GET", "/api/v1/keys", key: key).isFailure(401, "UNAUTHORIZED"))
        }

        @Test(.tags(.GS_62)) func `a key of the sandbox ends none that reaches further`() async throws {
            let stage = try await Stage()
            let made = try await stage.call("POST", "/api/v1/keys", ["name": "Shop"])
            let id = try #require(made.json["id"]?.string)
            #expect(try await stage.call("DELETE", "/api/v1/keys/\(id)", key: stage.tenant.testKey).isFailure(403, "INSUFFICIENT_SCOPE"))
            #expect(try await stage.call("DELETE", "/api/v1/keys/\(id)").status == 204)
        }

        @Test(.tags(.GS_60)) func `over the plan's keys the code names the limit`() async throws {
            try await Harness.with { harness in
                let stage = try await Stage(on: harness)
                try await harness.database.script("UPDATE billing.plan SET max_keys = 3")
                #expect(try await stage.call("POST", "/api/v1/keys").status == 201)
                #expect(try await stage.call("POST", "/api/v1/keys").isFailure(403, "MAX_API_KEYS_REACHED"))
            }
        }
    }
}
