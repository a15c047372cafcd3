import Core
import TestSupport
import Testing

/// Contract MFX-12 to MFX-14: looking at messages.
@Suite(.serialized, .herald) struct MessageTests {
    static let members = [
        "id", "userId", "instanceId", "contactId", "campaignId", "direction", "type", "from", "to", "body", "mediaUrl", "status", "error", "meta",
        "providerMessageId", "createdAt", "updatedAt",
    ]

    @Test(.tags(.MFX_13, .MFX_14)) func `a message has the documented members`() async throws {
        let stage = try await Stage()
        let instance = try await stage.tenant.linkedInstance("33612345678")
        let sent = try await stage.send(["to": "+33687654321", "type": "text", "text": "Bonjour"])
        let message = try await stage.message(try #require(sent["id"]?.string), until: "read")
        #expect(message.names.filter { $0 != "scheduledAt" } == Self.members)
        #expect(message["userId"]?.string == stage.tenant.id.description)
        #expect(message["instanceId"]?.string == instance)
        #expect(message["direction"] == "outbound")
        #expect(message["from"] == "+33612345678")
        for name in ["contactId", "campaignId", "mediaUrl", "error"] { #expect(message[name] == .null, "\(name)") }
        let safety = try #require(message["meta"]?["workerSafety"])
        #expect(safety.names == ["decision", "riskLevel", "state", "score"])
        let health = try await stage.health(of: instance)
        #expect(safety["state"] == health["safetyState"])
        #expect(safety["score"] == health["safetyScore"])
        #expect(safety["decision"] == "allow" && safety["riskLevel"] == "low")
    }

    @Test(.tags(.MFX_13)) func `what fails says why`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let sent = try await stage.send(["to": "+33687650000", "type": "text", "text": "Bonjour"])
        let failed = try await stage.message(try #require(sent["id"]?.string), until: "failed")
        #expect(failed["error"]?["code"] == "not_on_whatsapp")
        #expect(failed["error"]?["message"]?.string?.isEmpty == false)
    }

    @Test(.tags(.MFX_14)) func `another account's message is as good as none`() async throws {
        let (one, two) = (try await Stage(), try await Stage())
        _ = try await two.tenant.linkedInstance()
        let foreign = try #require(try await two.send(["to": "+33687654321", "type": "text", "text": "x"])["id"]?.string)
        let answer = try await one.call("GET", "/api/v1/messages/\(foreign)")
        let nobodys = try await one.call("GET", "/api/v1/messages/00000000-0000-7000-8000-000000000000")
        #expect(answer.status == 404 && answer.code == "NOT_FOUND")
        #expect(answer.body == nobodys.body)
        #expect(try await one.call("GET", "/api/v1/messages/none").status == 400)
    }

    @Test(.tags(.MFX_12)) func `messages are listed page by page, the newest first`() async throws {
        let stage = try await Stage()
        let instance = try await stage.tenant.linkedInstance()
        var ids: [String] = []
        for number in ["+33687654321", "+33687654322", "+33687650000"] {
            ids.append(try #require(try await stage.send(["to": .string(number), "type": "text", "text": "x"])["id"]?.string))
        }
        _ = try await stage.message(ids[2], until: "failed")
        for id in ids.prefix(2) { _ = try await stage.message(id, until: "read") }
        let first = try #require(try await stage.call("GET", "/api/v1/messages?limit=2").json["data"])
        #expect(first.names == ["messages", "nextCursor", "hasMore"])
        #expect(first["messages"]?.array?.compactMap { $0["id"]?.string } == [ids[2], ids[1]])
        #expect(first["hasMore"] == true)
        let cursor = try #require(first["nextCursor"]?.string)
        let second = try #require(try await stage.call("GET", "/api/v1/messages?limit=2&cursor=\(cursor)").json["data"])
        #expect(second["messages"]?.array?.compactMap { $0["id"]?.string } == [ids[0]])
        #expect(second["hasMore"] == false && second["nextCursor"] == .null)
        for (filter, expected) in [
            ("status=failed", [ids[2]]), ("status=read", [ids[1], ids[0]]), ("instanceId=\(instance)", [ids[2], ids[1], ids[0]]),
            ("instanceId=00000000-0000-7000-8000-000000000000", []),
        ] {
            let found = try await stage.call("GET", "/api/v1/messages?\(filter)")
            #expect(found.json["data"]?["messages"]?.array?.compactMap { $0["id"]?.string } == expected, "\(filter)")
        }
        for query in ["limit=0", "limit=101", "status=lost", "cursor=x"] {
            #expect(try await stage.call("GET", "/api/v1/messages?\(query)").code == "VALIDATION_ERROR", "\(query)")
        }
        #expect(first["messages"]?.array?.first?["meta"]?["workerSafety"]?["decision"] != nil)
    }
}
