import Core
import Database
import TestSupport
import Testing

/// Contract MFX-15: campaigns.
@Suite(.serialized, .herald) struct CampaignTests {
    @Test(.tags(.MFX_15)) func `a campaign is answered with its figures and what is thought of it, and writes to everybody named`() async throws {
        let stage = try await Stage()
        let instance = try await stage.tenant.linkedInstance()
        let answer = try await stage.call(
            "POST", "/api/v1/campaigns",
            [
                "instanceId": .string(instance), "name": "Soldes", "type": "text", "text": "Venez",
                "recipients": ["type": "explicit", "value": ["+33687654321", "+33687654322", "+33687654321"]],
            ])
        #expect(answer.status == 201, "\(answer.text)")
        let data = try #require(answer.json["data"])
        #expect(data["stats"]?.names == ["planned", "queued", "sent", "delivered", "read", "failed", "cancelled"])
        #expect(data["stats"]?["planned"] == 2)
        #expect(data["safety"]?["decision"] == "allow")
        #expect(data["repeat"] == "none")
        let id = try #require(data["id"]?.string)
        let done = try await campaign(id, of: stage, until: "completed")
        #expect(done["stats"] == ["planned": 2, "queued": 0, "sent": 2, "delivered": 2, "read": 2, "failed": 0, "cancelled": 0])
        let messages = try await stage.call("GET", "/api/v1/messages").json["data"]?["messages"]?.array ?? []
        #expect(messages.allSatisfy { $0["campaignId"]?.string == id && $0["body"] == "Venez" })
        #expect(Set(messages.compactMap { $0["to"]?.string }) == ["+33687654321", "+33687654322"])
    }

    @Test(.tags(.MFX_15)) func `tags choose contacts, templates speak to each of them, and who has opted out is left out`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        _ = try await stage.contact("+33687654321", named: "Zoé", tags: ["vip"])
        _ = try await stage.contact("+33687654322", named: "Luc", tags: ["other"])
        let gone = try await stage.contact("+33687654323", named: "Max", tags: ["vip"])
        #expect(try await stage.tenant.call("PATCH", "/v1/contacts/\(gone)", ["opted_out": true]).status == 200)
        let template = try #require(
            try await stage.call("POST", "/api/v1/templates", ["name": "t", "text": "Bonjour {{contact.name}} {{custom.code}}"]).json["data"]?["id"])
        let made = try await stage.call(
            "POST", "/api/v1/campaigns",
            ["name": "VIP", "templateId": template, "variables": ["code": "A1"], "recipients": ["type": "tags", "value": ["vip"]], "repeat": "noe"])
        #expect(made.json["data"]?["repeat"] == "none", "\(made.text)")
        #expect(made.json["data"]?["templateId"] == template)
        _ = try await campaign(try #require(made.json["data"]?["id"]?.string), of: stage, until: "completed")
        let messages = try await stage.call("GET", "/api/v1/messages").json["data"]?["messages"]?.array ?? []
        #expect(messages.map { $0["body"] } == ["Bonjour Zoé A1"])
        #expect(messages.first?["contactId"]?.string != nil)
    }

    @Test(.tags(.MFX_15)) func `a campaign waits for its time, and can be paused, resumed and cancelled`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let made = try await stage.call(
            "POST", "/api/v1/campaigns",
            [
                "name": "Demain", "schedule": .string(stage.tomorrow), "repeat": "daily", "type": "text", "text": "x",
                "recipients": ["type": "explicit", "value": ["+33687654321"]],
            ])
        #expect(made.json["data"]?["status"] == "scheduled", "\(made.text)")
        #expect(made.json["data"]?["schedule"]?.string == stage.tomorrow.replacing("Z", with: ".000Z"))
        let id = try #require(made.json["data"]?["id"]?.string)
        for (act, status) in [("pause", "paused"), ("resume", "scheduled"), ("cancel", "cancelled")] {
            #expect(try await stage.call("POST", "/api/v1/campaigns/\(id)/\(act)").json["data"]?["status"]?.string == status)
        }
        #expect(try await stage.call("GET", "/api/v1/campaigns/\(id)").json["data"]?["stats"]?["cancelled"] == 1)
        for act in ["pause", "resume", "cancel"] {
            let refused = try await stage.call("POST", "/api/v1/campaigns/\(id)/\(act)")
            #expect(refused.status == 409 && refused.code == "CONFLICT")
        }
        let another = try await Stage()
        for act in ["pause", "resume", "cancel"] {
            #expect(try await another.call("POST", "/api/v1/campaigns/\(id)/\(act)").status == 404)
        }
        #expect(try await another.call("GET", "/api/v1/campaigns/\(id)").status == 404)
        #expect(try await another.call("GET", "/api/v1/campaigns").json["data"]?["campaigns"]?.array?.isEmpty == true)
        #expect(try await stage.call("GET", "/api/v1/campaigns").json["data"]?["campaigns"]?.array?.count == 1)
    }

    @Test(.tags(.MFX_15)) func `more messages than the instance should send at its age are warned of`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let numbers = (0..<300).map { JSON.string("+3368700\(1000 + $0)") }
        let made = try await stage.call(
            "POST", "/api/v1/campaigns",
            [
                "name": "Beaucoup", "schedule": .string(stage.tomorrow), "type": "text", "text": "x",
                "recipients": ["type": "explicit", "value": .array(numbers)],
            ])
        #expect(made.status == 201)
        #expect(made.json["data"]?["safety"]?["decision"] == "warn")
    }

    static let broken: [(body: JSON, field: String)] = [
        (["type": "text", "text": "x", "recipients": ["type": "all"]], "name"), (["name": "n", "type": "text", "text": "x"], "recipients"),
        (["name": "n", "recipients": ["type": "all"]], "type"),
        (["name": "n", "type": "text", "text": "x", "recipients": ["type": "none"]], "recipients/type"),
        (["name": "n", "type": "text", "text": "x", "recipients": ["type": "explicit"]], "recipients/value"),
        (["name": "n", "type": "text", "text": "x", "recipients": ["type": "explicit", "value": ["12"]]], "recipients/value/0"),
        (["name": "n", "type": "text", "text": "x", "recipients": ["type": "tags", "value": []]], "recipients/value"),
        (["name": "n", "type": "text", "text": "x", "recipients": ["type": "group", "groupId": "x"]], "recipients/groupId"),
        (["name": "n", "type": "text", "text": "x", "recipients": ["type": "all"], "repeat": "hourly"], "repeat"),
        (["name": "n", "type": "text", "text": "x", "recipients": ["type": "all"], "schedule": "2020-01-01T00:00:00Z"], "schedule"),
    ]

    @Test(.tags(.MFX_15), arguments: broken) func `what is wrong with a campaign is named`(body: JSON, field: String) async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let refused = try await stage.call("POST", "/api/v1/campaigns", body)
        #expect(refused.status == 400 && refused.code == "VALIDATION_ERROR")
        #expect(refused.json["error"]?["details"]?.array?.compactMap { $0["field"]?.string } == [field], "\(refused.text)")
    }

    private func campaign(_ id: String, of stage: Stage, until status: JSON) async throws -> JSON {
        var campaign = JSON.null
        try await eventually("the campaign is \(status.text)") {
            campaign = try await stage.call("GET", "/api/v1/campaigns/\(id)").json["data"] ?? .null
            return campaign["status"] == status
        }
        return campaign
    }
}
