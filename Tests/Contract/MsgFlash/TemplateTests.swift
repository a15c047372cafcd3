import Core
import TestSupport
import Testing

/// Contract MFX-16: templates.
@Suite(.serialized, .herald) struct TemplateTests {
    @Test(.tags(.MFX_16)) func `a template is kept, listed, changed, tried and forgotten`() async throws {
        let stage = try await Stage()
        _ = try await stage.contact("+33687654321", named: "Zoé")
        let made = try await stage.call(
            "POST", "/api/v1/templates", ["name": "Bienvenue", "text": "Bonjour {{contact.name}} de {{user.name}}", "variables": ["contact.shoe"]])
        #expect(made.status == 201, "\(made.text)")
        // What the sender says its variables are does not count.
        #expect(made.json["data"]?["variables"] == ["contact.name", "user.name"])
        let id = try #require(made.json["data"]?["id"]?.string)
        #expect(try await stage.call("GET", "/api/v1/templates/\(id)").json == made.json)

        let preview = try await stage.call("POST", "/api/v1/templates/\(id)/preview", ["to": "+33687654321"])
        #expect(preview.json["data"]?["text"]?.string == "Bonjour Zoé de \(stage.tenant.slug)")
        #expect(preview.json["data"]?["missingVariables"] == [])
        let stranger = try await stage.call("POST", "/api/v1/templates/\(id)/preview")
        #expect(stranger.json["data"]?["missingVariables"] == ["contact.name"])

        let changed = try await stage.call("PATCH", "/api/v1/templates/\(id)", ["text": "Code {{custom.code}}"])
        #expect(changed.json["data"]?["variables"] == ["custom.code"])
        #expect(changed.json["data"]?["name"] == "Bienvenue")
        let renamed = try await stage.call("PATCH", "/api/v1/templates/\(id)", ["name": "Code"])
        #expect(renamed.json["data"]?["name"] == "Code")
        #expect(renamed.json["data"]?["text"] == "Code {{custom.code}}")

        #expect(try await stage.call("DELETE", "/api/v1/templates/\(id)").json == ["data": ["id": .string(id), "deleted": true]])
        for (method, path) in [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/preview")] {
            let gone = try await stage.call(method, "/api/v1/templates/\(id)\(path)", method == "GET" || method == "DELETE" ? nil : .object([]))
            #expect(gone.status == 404 && gone.code == "NOT_FOUND")
        }
    }

    @Test(.tags(.MFX_16)) func `templates are listed in pages of twenty, and of a hundred at most`() async throws {
        let stage = try await Stage()
        for number in 0..<21 {
            #expect(try await stage.call("POST", "/api/v1/templates", ["name": .string("t\(number)"), "text": "x"]).status == 201)
        }
        let first = try #require(try await stage.call("GET", "/api/v1/templates").json["data"])
        #expect(first["templates"]?.array?.count == 20)
        #expect(first["templates"]?.array?.first?["name"] == "t20")
        #expect(first["pagination"] == ["page": 1, "limit": 20, "total": 21, "totalPages": 2])
        let second = try #require(try await stage.call("GET", "/api/v1/templates?page=2").json["data"])
        #expect(second["templates"]?.array?.compactMap { $0["name"]?.string } == ["t0"])
        #expect(try await stage.call("GET", "/api/v1/templates?page=3&limit=100").json["data"]?["templates"] == [])
        for query in ["limit=101", "limit=0", "page=0"] {
            #expect(try await stage.call("GET", "/api/v1/templates?\(query)").code == "VALIDATION_ERROR")
        }
        #expect(try await Stage().call("GET", "/api/v1/templates").json["data"]?["templates"] == [])
    }

    @Test(.tags(.MFX_16), arguments: ["{{contact.name", "{{name}}", "{{shop.name}}", "{{custom.a b}}"])
    func `what is no gap is refused`(text: String) async throws {
        let stage = try await Stage()
        let refused = try await stage.call("POST", "/api/v1/templates", ["name": "t", "text": .string(text)])
        #expect(refused.status == 400 && refused.code == "TEMPLATE_INVALID")
        #expect(refused.json["error"]?["details"]?.array?.first?["field"] == "text")
    }

    @Test(.tags(.MFX_16)) func `whom a gap asks for must be known`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let made = try await stage.call("POST", "/api/v1/templates", ["name": "t", "text": "Bonjour {{contact.name}}"])
        let id = try #require(made.json["data"]?["id"])
        let group = try await stage.call(
            "POST", "/api/v1/campaigns",
            ["name": "n", "templateId": id, "recipients": ["type": "group", "groupId": "120363000000000001@g.us"]])
        #expect(group.status == 400 && group.code == "TEMPLATE_CONTEXT_UNAVAILABLE", "\(group.text)")
    }

    @Test(.tags(.MFX_16)) func `buttons have gaps, too`() async throws {
        let stage = try await Stage()
        let buttons: JSON = [["type": "url", "displayText": "Voir", "url": "https://example.com/{{custom.code}}"]]
        let made = try await stage.call("POST", "/api/v1/templates", ["name": "t", "description": "Bonjour", "buttons": buttons, "footer": "Merci"])
        #expect(made.json["data"]?["type"] == "buttons", "\(made.text)")
        #expect(made.json["data"]?["buttons"] == buttons)
        let id = try #require(made.json["data"]?["id"]?.string)
        let preview = try await stage.call("POST", "/api/v1/templates/\(id)/preview", ["variables": ["code": "A1"]])
        #expect(preview.json["data"]?["buttons"]?.array?.first?["url"] == "https://example.com/A1")
    }
}
