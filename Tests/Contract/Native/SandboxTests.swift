import Core
import TestSupport
import Testing

extension NativeTests {
    /// The sandbox's strings for groups and for messages of every kind (decisions, "The sandbox").
    @Suite struct SandboxTests {
        private let tenant: TestTenant
        private let path: String

        init() async throws {
            tenant = try await #require(Harness.shared).someTenant()
            path = "/v1/sandbox/instances/\(try await tenant.linkedInstance())"
        }

        private func inbound(_ body: JSON) async throws -> TestAnswer { try await tenant.call("POST", path + "/inbound", body) }

        /// The latest message.
        private func latest() async throws -> JSON {
            try #require(try await tenant.call("GET", "/v1/messages?limit=1").json["data"]?.array?.first)
        }

        private func gather(_ more: JSON = [:]) async throws -> String {
            let group: JSON = ["subject": "Theirs", "participants": ["+254712345678", "+33612345678"]]
            let answer = try await tenant.call("POST", path + "/groups", .object((group.object ?? []) + (more.object ?? [])))
            try #require(answer.status == 201, "\(answer.text)")
            let id = try #require(answer.json["id"]?.string)
            #expect(answer.header("Location") == "/v1/groups/\(id)")
            return id
        }

        @Test func `somebody's group is there at once, and the number may not change who is in it`() async throws {
            let id = try await gather()
            let group = try await tenant.call("GET", "/v1/groups/\(id)").json
            #expect(group["subject"] == "Theirs")
            #expect(group["participants"]?.array?.map { $0["phone"] ?? nil } == ["+254712345678", "+33612345678", "+254700000001"])
            #expect(group["participants"]?.array?.map { $0["admin"] ?? nil } == ["superadmin", nil, nil])
            let invite = { try await tenant.call("GET", "/v1/groups/\(id)/invite-link").status }
            #expect(try await invite() == 403)
            #expect(try await tenant.call("PATCH", path + "/groups/\(id)", ["admin": true, "subject": "Ours"]).status == 204)
            #expect(try await invite() == 200)
            #expect(try await tenant.call("GET", "/v1/groups/\(id)").json["subject"] == "Ours")
            #expect(try await tenant.call("PATCH", path + "/groups/\(id)", ["admin": false]).status == 204)
            #expect(try await invite() == 403)
        }

        @Test func `a number that is put out of a group is in it no longer`() async throws {
            let id = try await gather(["admin": true])
            #expect(try await tenant.call("DELETE", path + "/groups/\(id)").status == 204)
            #expect(try await tenant.call("GET", "/v1/groups/\(id)").status == 404)
            #expect(try await tenant.call("DELETE", path + "/groups/\(id)").status == 404)
            #expect(try await tenant.call("PATCH", path + "/groups/\(id)", ["subject": "x"]).status == 404)
        }

        @Test func `a member writes in a group, and a stranger does not`() async throws {
            let id = try await gather()
            #expect(try await inbound(["from": "254712345678", "group": .string(id), "text": "Hi all"]).status == 204)
            let message = try await latest()
            #expect(message["text"] == "Hi all")
            #expect(message["direction"] == "inbound")
            #expect(message["from"] == "+254712345678")
            let stranger = try await inbound(["from": "254712340009", "group": .string(id), "text": "Hi"])
            #expect(stranger.status == 400)
            #expect(stranger.json["errors"]?.array?.first?["pointer"] == "/from")
            #expect(try await inbound(["from": "254712345678", "group": "120363041@g.us", "text": "Hi"]).status == 404)
            #expect(try await inbound(["from": "254712345678", "group": "254712345678@s.whatsapp.net", "text": "Hi"]).status == 400)
        }

        static let wrong: [JSON] = [
            [:], ["subject": "x"], ["subject": "x", "participants": []], ["subject": "", "participants": ["254712345678"]],
            ["subject": "x", "participants": ["0712"]],
        ]

        @Test(arguments: wrong) func `what is no group is not made`(body: JSON) async throws {
            #expect(try await tenant.call("POST", path + "/groups", body).status == 400)
        }

        @Test func `a file comes in, with its words, and the number that sent it`() async throws {
            let message: JSON = ["imageMessage": ["caption": "Look", "data": .string(Base64.standard.encode(FileServer.png))]]
            #expect(try await inbound(["from": "254712345678", "message": message]).status == 204)
            let found = try await latest()
            #expect(found["type"] == "image", "\(found)")
            #expect(found["caption"] == "Look")
            #expect(found["media"]?["id"]?.string != nil, "\(found)")
        }

        @Test func `bytes that are no picture are no picture`() async throws {
            let lie: JSON = ["imageMessage": ["data": .string(Base64.standard.encode(Array("%PDF-1.4".utf8)))]]
            #expect(try await inbound(["from": "254712345678", "message": lie]).status == 400)
            #expect(try await inbound(["from": "254712345678", "message": ["imageMessage": ["data": "%"]]]).status == 400)
        }

        static let samples: [(object: JSON, type: String)] = [
            (["imageMessage": [:]], "image"), (["videoMessage": [:]], "video"), (["audioMessage": [:]], "audio"),
            (["audioMessage": ["ptt": true]], "voice"), (["documentMessage": ["fileName": "a.pdf"]], "document"),
            (["stickerMessage": [:]], "sticker"),
            (["locationMessage": ["degreesLatitude": 1, "degreesLongitude": 2]], "location"),
            (["contactMessage": ["vcard": "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD"]], "contacts"),
            (["reactionMessage": ["key": ["id": "3EB0"], "text": "👍"]], "reaction"),
            (["buttonsResponseMessage": ["selectedDisplayText": "Yes"]], "text"),
            (["listResponseMessage": ["title": "Tea"]], "text"), (["pollCreationMessage": ["name": "?"]], "unknown"),
        ]

        @Test(arguments: samples.indices) func `a message of any kind comes in, its file a sample where none is given`(index: Int) async throws {
            let (object, type) = Self.samples[index]
            let answer = try await inbound(["from": "254712345678", "message": object])
            #expect(answer.status == 204, "\(answer.text)")
            #expect(try await latest()["type"]?.string == type)
        }
    }
}
