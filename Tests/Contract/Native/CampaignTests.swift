import Core
import Database
import TestSupport
import Testing

/// Contacts, templates and campaigns in the native API (decisions, "Native API").
@Suite(.serialized, .herald) struct CampaignTests {
    private func tenant() async throws -> TestTenant { try await #require(Harness.shared).someTenant() }

    @Test func `a contact is kept, found, changed and forgotten, but not that it has opted out`() async throws {
        let tenant = try await tenant()
        let made = try await tenant.call(
            "POST", "/v1/contacts",
            ["number": "254712345678", "name": "Amina", "email": "amina@example.com", "tags": ["vip", "vip"], "custom": ["plan": "gold"]])
        #expect(made.status == 201, "\(made.text)")
        let id = try #require(made.json["id"]?.string)
        #expect(made.header("Location") == "/v1/contacts/\(id)")
        #expect(
            made.json.object?.map(\.name) == [
                "id", "number", "name", "first_name", "last_name", "email", "tags", "custom", "opted_out", "opted_out_at", "created_at", "updated_at",
            ])
        #expect(made.json["tags"] == ["vip"] && made.json["opted_out"] == false && made.json["number"] == "+254712345678")
        let again = try await tenant.call("POST", "/v1/contacts", ["number": "+254712345678"])
        #expect(again.status == 409 && again.json["code"] == "contact_exists")
        _ = try await tenant.call("POST", "/v1/contacts", ["number": "+254712345679"])
        #expect(try await tenant.call("GET", "/v1/contacts?tag=vip").json["data"]?.array?.compactMap { $0["id"]?.string } == [id])
        #expect(try await tenant.call("GET", "/v1/contacts?number=254712345678").json["data"]?.array?.count == 1)
        let page = try await tenant.call("GET", "/v1/contacts?limit=1")
        let cursor = try #require(page.json["next_cursor"]?.string)
        #expect(try await tenant.call("GET", "/v1/contacts?limit=1&cursor=\(cursor)").json["data"]?.array?.compactMap { $0["id"]?.string } == [id])

        let changed = try await tenant.call("PATCH", "/v1/contacts/\(id)", ["email": .null, "opted_out": true])
        #expect(changed.json["email"] == .null && changed.json["opted_out"] == true && changed.json["name"] == "Amina")
        #expect(try await tenant.call("DELETE", "/v1/contacts/\(id)").status == 204)
        #expect(try await tenant.call("GET", "/v1/contacts/\(id)").status == 404)
        let back = try await tenant.call("POST", "/v1/contacts", ["number": "+254712345678"])
        #expect(back.json["opted_out"] == true)
        #expect(try await self.tenant().call("GET", "/v1/contacts/\(back.json["id"]?.string ?? "")").status == 404)
    }

    @Test(
        arguments: [
            (["number": "12"], "/number"), (["number": "+254712345678", "email": "nobody"], "/email"),
            (["number": "+254712345678", "custom": ["a": []]], "/custom/a"), (["number": "+254712345678", "custom": "x"], "/custom"),
            (["number": "+254712345678", "tags": [""]], "/tags/0"),
        ] as [(JSON, String)])
    func `what is wrong with a contact is named`(body: JSON, pointer: String) async throws {
        let refused = try await tenant().call("POST", "/v1/contacts", body)
        #expect(refused.status == 400)
        #expect(refused.json["errors"]?.array?.compactMap { $0["pointer"]?.string } == [pointer])
    }

    @Test func `a template is kept, tried and sent`() async throws {
        let tenant = try await tenant()
        _ = try await tenant.linkedInstance()
        _ = try await tenant.call("POST", "/v1/contacts", ["number": "+254712345678", "name": "Amina"])
        let made = try await tenant.call(
            "POST", "/v1/templates", ["name": "hello", "type": "text", "text": "Hello {{contact.name}}, {{custom.code}}"])
        #expect(made.status == 201, "\(made.text)")
        #expect(made.json["variables"] == ["contact.name", "custom.code"])
        let id = try #require(made.json["id"]?.string)
        let preview = try await tenant.call("POST", "/v1/templates/\(id)/preview", ["number": "+254712345678"])
        #expect(preview.json["text"] == "Hello Amina, {{custom.code}}")
        #expect(preview.json["missing"] == ["custom.code"])
        let use: JSON = ["id": .string(id), "variables": ["code": "A1"]]
        let sent = try await tenant.call("POST", "/v1/messages", ["to": "+254712345678", "type": "text", "template": use])
        #expect(sent.status == 202, "\(sent.text)")
        #expect(sent.json["data"]?.array?.first?["text"] == "Hello Amina, A1")
        let missing = try await tenant.call("POST", "/v1/messages", ["to": "+254712345678", "type": "text", "template": ["id": .string(id)]])
        #expect(missing.status == 400)
        #expect(missing.json["errors"]?.array?.first?["pointer"] == "/template/variables")
        let broken = try await tenant.call("POST", "/v1/templates", ["name": "x", "type": "text", "text": "{{who.name}}"])
        #expect(broken.json["errors"]?.array?.first?["pointer"] == "/text")
        #expect(try await tenant.call("PATCH", "/v1/templates/\(id)", ["name": "greeting"]).json["name"] == "greeting")
        #expect(try await tenant.call("GET", "/v1/templates").json["data"]?.array?.count == 1)
        #expect(try await self.tenant().call("GET", "/v1/templates/\(id)").status == 404)
        #expect(try await tenant.call("DELETE", "/v1/templates/\(id)").status == 204)
    }

    @Test func `a campaign has the decided members and comes to its end`() async throws {
        let tenant = try await tenant()
        let instance = try await tenant.linkedInstance()
        for (number, name) in [("+254712345678", "Amina"), ("+254712345679", "Otieno")] {
            _ = try await tenant.call("POST", "/v1/contacts", ["number": .string(number), "name": .string(name)])
        }
        let template = try await tenant.call("POST", "/v1/templates", ["name": "t", "type": "text", "text": "Hello {{contact.name}}"])
        let made = try await tenant.call(
            "POST", "/v1/campaigns",
            ["name": "Spring", "recipients": ["type": "all"], "template": ["id": template.json["id"] ?? .null], "repeat": "weekly"])
        #expect(made.status == 201, "\(made.text)")
        #expect(
            made.json.object?.map(\.name) == [
                "id", "name", "instance_id", "status", "status_reason", "recipients", "type", "text", "template", "repeat", "starts_at", "next_at",
                "safety", "stats", "created_at", "updated_at",
            ])
        #expect(made.json["instance_id"]?.string == instance)
        #expect(made.json["recipients"] == ["type": "all", "value": nil])
        #expect(made.json["stats"]?["planned"] == 2)
        let id = try #require(made.json["id"]?.string)
        try await eventually("everybody has read it") {
            try await tenant.call("GET", "/v1/campaigns/\(id)").json["stats"]?["read"] == 2
        }
        let waiting = try await tenant.call("GET", "/v1/campaigns/\(id)").json
        #expect(waiting["status"] == "scheduled" && waiting["next_at"] != .null)
        let texts = try await tenant.call("GET", "/v1/messages").json["data"]?.array?.compactMap { $0["text"]?.string } ?? []
        #expect(Set(texts) == ["Hello Amina", "Hello Otieno"])
        #expect(try await tenant.call("GET", "/v1/messages").json["data"]?.array?.allSatisfy { $0["lane"] == "bulk" } == true)
        for (act, status) in [("pause", "paused"), ("resume", "scheduled"), ("cancel", "cancelled")] {
            #expect(try await tenant.call("POST", "/v1/campaigns/\(id)/\(act)").json["status"]?.string == status)
        }
        let late = try await tenant.call("POST", "/v1/campaigns/\(id)/pause")
        #expect(late.status == 409 && late.json["code"] == "campaign_status")
        #expect(try await tenant.call("GET", "/v1/campaigns?status=cancelled").json["data"]?.array?.count == 1)
        #expect(try await tenant.call("GET", "/v1/campaigns?status=running").json["data"]?.array?.isEmpty == true)
        #expect(try await self.tenant().call("GET", "/v1/campaigns/\(id)").status == 404)
    }

    @Test func `a number that has opted out is sent nothing in bulk, and what is asked for all the same`() async throws {
        let tenant = try await tenant()
        _ = try await tenant.linkedInstance()
        _ = try await tenant.call("POST", "/v1/contacts", ["number": "+254712345678", "opted_out": true])
        let made = try await tenant.call(
            "POST", "/v1/campaigns",
            ["name": "x", "type": "text", "text": "x", "recipients": ["type": "explicit", "value": ["+254712345678", "+254712345679"]]])
        let id = try #require(made.json["id"]?.string, "\(made.text)")
        try await eventually("the campaign is over") { try await tenant.call("GET", "/v1/campaigns/\(id)").json["status"] == "completed" }
        let stats = try await tenant.call("GET", "/v1/campaigns/\(id)").json["stats"]
        #expect(stats?["opted_out"] == 1 && stats?["sent"] == 1 && stats?["planned"] == 2)
        #expect(try await tenant.send("asked for", to: "254712345678").status == 202)
    }

    @Test func `a pinned key knows the campaigns of its instance alone`() async throws {
        let tenant = try await tenant()
        let (one, two) = (try await tenant.linkedInstance("254700000001"), try await tenant.linkedInstance("254700000002"))
        var ids: [String] = []
        for instance in [one, two] {
            let made = try await tenant.call(
                "POST", "/v1/campaigns",
                [
                    "name": "x", "type": "text", "text": "x", "instance_id": .string(instance), "starts_at": "2027-01-01T00:00:00Z",
                    "recipients": ["type": "explicit", "value": ["+254712345679"]],
                ])
            ids.append(try #require(made.json["id"]?.string, "\(made.text)"))
        }
        let harness = try #require(Harness.shared)
        let pinned = try await harness.key(of: tenant, pinnedTo: one)
        let list = try await harness.client.call("GET", "/v1/campaigns", key: pinned)
        #expect(list.json["data"]?.array?.compactMap { $0["id"]?.string } == [ids[0]])
        #expect(try await harness.client.call("GET", "/v1/campaigns/\(ids[1])", key: pinned).status == 404)
        #expect(try await harness.client.call("POST", "/v1/campaigns/\(ids[1])/cancel", key: pinned).status == 404)
        #expect(try await harness.client.call("POST", "/v1/campaigns/\(ids[0])/cancel", key: pinned).status == 200)
    }
}
