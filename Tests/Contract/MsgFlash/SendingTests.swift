import Core
import Database
import TestSupport
import Testing

/// Contract MF-20 and MFX-07 to MFX-11: sending now and later.
@Suite(.serialized, .herald) struct SendingTests {
    @Test(.tags(.MF_20), arguments: Stage.sendingPaths) func `what the document mentions is there, and takes the instance by its id alone`(
        path: String
    ) async throws {
        let stage = try await Stage()
        let instance = try await stage.tenant.linkedInstance()
        // A second one, so that the id decides.
        _ = try await stage.tenant.linkedInstance("254700000002")
        func body(_ id: String) -> JSON {
            [
                "instanceId": .string(id), "to": "+33687654321", "type": "text", "text": "Bonjour", "name": "Soldes", "recipients": ["type": "all"],
                "scheduledAt": path.hasSuffix("schedule") ? .string(stage.tomorrow) : .null,
            ]
        }
        let sent = try await stage.call("POST", path, body(instance))
        #expect(sent.status == 201, "\(sent.text)")
        #expect(sent.json["data"]?["instanceId"]?.string == instance)
        #expect(try await stage.call("POST", path, body("254700000001")).code == "VALIDATION_ERROR")
        let unknown = try await stage.call("POST", path, body("00000000-0000-7000-8000-000000000000"))
        #expect(unknown.status == 404 && unknown.code == "NOT_FOUND")
        let another = try await Stage()
        #expect(try await another.call("POST", path, body(instance)).body == unknown.body)
    }

    @Test(.tags(.MFX_07, .MFX_10)) func `a text is queued at once and on its way`() async throws {
        let stage = try await Stage()
        let instance = try await stage.tenant.linkedInstance()
        let sent = try await stage.send(["instanceId": .string(instance), "to": "+33687654321", "type": "text", "text": "Bonjour"])
        #expect(sent["status"] == "queued")
        let id = try #require(sent["id"]?.string)
        let read = try await stage.message(id, until: "read")
        #expect(read["body"] == "Bonjour")
        #expect(read["to"] == "+33687654321")
        #expect(read["providerMessageId"] == sent["providerMessageId"])
    }

    static let broken: [(body: JSON, fields: Set<String>)] = [
        (["type": "text", "text": "x"], ["to"]), (["to": "06 12", "type": "text", "text": "x"], ["to"]),
        (["to": "+33687654321", "text": "x"], ["type"]), (["to": "+33687654321", "type": "fax", "text": "x"], ["type"]),
        (["to": "+33687654321", "type": "text", "templateId": "019d44e6-7a80-7000-8000-000000000001", "text": "x"], ["type"]),
        (["to": "+33687654321", "type": "text"], ["text"]), (["to": "+33687654321", "type": "text", "text": ""], ["text"]),
        (["to": "+33687654321", "type": "image"], ["mediaUrl"]), (["to": "+33687654321", "type": "voice_note"], ["mediaUrl"]),
        (["to": "+33687654321", "type": "image", "mediaUrl": "ftp://example.com/a.png"], ["mediaUrl"]),
        (["to": "+33687654321", "type": "location"], ["latitude", "longitude"]), (["to": "+33687654321", "type": "contact"], ["contactId"]),
        (["to": "+33687654321", "type": "location", "latitude": 91, "longitude": 2], ["latitude"]),
        (["to": "+33687654321", "type": "buttons"], ["description", "buttons"]),
        (["to": "+33687654321", "type": "text", "text": "x", "scheduledAt": "2030-01-01T00:00:00Z"], ["scheduledAt"]),
        (["to": "+33687654321", "templateId": "019d44e6-7a80-7000-8000-000000000001", "variables": "x"], ["variables"]),
    ]

    @Test(.tags(.MFX_07, .MFX_08), arguments: broken) func `what is missing or wrong is named, and nothing is sent`(
        body: JSON, fields: Set<String>
    ) async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let refused = try await stage.call("POST", "/api/v1/messages/send", body)
        #expect(refused.status == 400)
        #expect(refused.code == "VALIDATION_ERROR")
        #expect(Set(refused.json["error"]?["details"]?.array?.compactMap { $0["field"]?.string } ?? []) == fields)
        #expect(try await stage.harness.database.count("SELECT count(*) FROM messaging.message WHERE tenant_id = \(stage.tenant.id)") == 0)
    }

    @Test(.tags(.MFX_08)) func `a text has up to 4096 characters, whatever they are`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let text = { (count: Int) -> JSON in ["to": "+33687654321", "type": "text", "text": .string(String(repeating: "é", count: count))] }
        #expect(try await stage.call("POST", "/api/v1/messages/send", text(4096)).status == 201)
        #expect(try await stage.call("POST", "/api/v1/messages/send", text(4097)).code == "VALIDATION_ERROR")
    }

    @Test(.tags(.MFX_08)) func `every type is sent, and told as it was sent`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let contact = try await stage.contact("+33611111111", named: "Zoé")
        try await FileServer.with { files in
            let bodies: [(type: String, members: [JSON.Member], body: JSON)] = [
                ("text", [.init("text", "Bonjour")], "Bonjour"),
                ("image", [.init("mediaUrl", .string(files.url + "/image.png")), .init("text", "Voici")], "Voici"),
                ("video", [.init("mediaUrl", .string(files.url + "/video.mp4"))], nil),
                ("audio", [.init("mediaUrl", .string(files.url + "/audio.mp3"))], nil),
                ("voice_note", [.init("mediaUrl", .string(files.url + "/voice.ogg"))], nil),
                ("document", [.init("mediaUrl", .string(files.url + "/file.pdf")), .init("text", "Facture")], "Facture"),
                ("location", [.init("latitude", .number(48.85)), .init("longitude", .number(2.35)), .init("locationName", "Paris")], "Paris"),
                ("contact", [.init("contactId", .string(contact))], "Zoé"),
            ]
            for (type, members, body) in bodies {
                let sent = try await stage.send(.object([.init("to", "+33687654321"), .init("type", .string(type))] + members))
                let message = try await stage.message(try #require(sent["id"]?.string), until: "read")
                #expect(message["type"]?.string == type)
                #expect(message["body"] == body, "\(type)")
                #expect(message["mediaUrl"] == (members.first { $0.name == "mediaUrl" }?.value ?? .null), "\(type)")
            }
            // Not what it says it is.
            let lie = try await stage.call(
                "POST", "/api/v1/messages/send", ["to": "+33687654321", "type": "image", "mediaUrl": .string(files.url + "/file.pdf")])
            #expect(lie.code == "VALIDATION_ERROR")
            #expect(lie.json["error"]?["details"]?.array?.first?["field"] == "mediaUrl")
        }
    }

    @Test(.tags(.MFX_09)) func `buttons of every type are sent, two at most`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let buttons: [JSON] = [
            ["type": "reply", "displayText": "Oui", "id": "yes"], ["type": "copy", "displayText": "Copier", "copyCode": "PROMO"],
            ["type": "url", "displayText": "Voir", "url": "https://example.com"],
            ["type": "call", "displayText": "Appeler", "phoneNumber": "+33612345678"],
            ["type": "pix", "currency": "BRL", "name": "Loja", "keyType": "email", "key": "loja@example.com"],
            // As one of the document's examples has it.
            ["title": "reply", "displayText": "Non", "id": "no"],
        ]
        func body(_ buttons: [JSON]) -> JSON {
            [
                "to": "+33687654321", "type": "buttons", "title": "Soldes", "description": "Venez", "footer": "Merci", "buttons": .array(buttons),
            ]
        }
        for pair in [Array(buttons[0...1]), Array(buttons[2...3]), Array(buttons[4...5])] {
            let sent = try await stage.send(body(pair))
            #expect(sent["type"] == "buttons" && sent["body"] == "Venez")
        }
        let kept = try await stage.harness.database.count(
            """
            SELECT count(*) FROM messaging.message, jsonb_array_elements(content->'buttons') b
             WHERE tenant_id = \(stage.tenant.id) AND b->>'type' IN ('reply', 'copy', 'url', 'call', 'pix')
            """)
        #expect(kept == 6)
        #expect(try await stage.call("POST", "/api/v1/messages/send", body(Array(buttons[0...2]))).code == "VALIDATION_ERROR")
        for (button, field) in [
            (["type": "reply", "displayText": "x"], "buttons/0/id"), (["type": "reply", "id": "x"], "buttons/0/displayText"),
            (["type": "copy"], "buttons/0/copyCode"), (["type": "url"], "buttons/0/url"), (["type": "call"], "buttons/0/phoneNumber"),
            (["type": "pix", "currency": "BRL", "name": "x", "keyType": "email"], "buttons/0/key"), (["displayText": "x"], "buttons/0/type"),
        ] as [(JSON, String)] {
            let refused = try await stage.call("POST", "/api/v1/messages/send", body([button]))
            #expect(refused.json["error"]?["details"]?.array?.compactMap { $0["field"]?.string } == [field])
        }
    }

    @Test(.tags(.MFX_07)) func `a template is sent with what fills it`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let contact = try await stage.contact("+33687654321", named: "Zoé")
        let made = try await stage.call("POST", "/api/v1/templates", ["name": "t", "text": "Bonjour {{contact.name}}, code {{custom.code}}"])
        let template = try #require(made.json["data"]?["id"])
        for to in [JSON.Member("to", "+33687654321"), JSON.Member("contactId", .string(contact))] {
            let sent = try await stage.send(.object([to, .init("templateId", template), .init("variables", ["code": 42])]))
            #expect(sent["body"] == "Bonjour Zoé, code 42")
            #expect(sent["to"] == "+33687654321")
        }
        let missing = try await stage.call("POST", "/api/v1/messages/send", ["to": "+33687654321", "templateId": template])
        #expect(missing.status == 400)
        #expect(missing.code == "TEMPLATE_VARIABLES_MISSING")
        #expect(missing.json["error"]?["details"]?.array?.first?["field"] == "variables")
        let unknown: JSON = ["to": "+33687654321", "templateId": "00000000-0000-7000-8000-000000000000"]
        #expect(try await stage.call("POST", "/api/v1/messages/send", unknown).code == "NOT_FOUND")
    }

    @Test(.tags(.MFX_11)) func `what is scheduled is told as that, and waits`() async throws {
        let stage = try await Stage()
        let tomorrow = stage.tomorrow
        _ = try await stage.tenant.linkedInstance()
        let answer = try await stage.call(
            "POST", "/api/v1/messages/schedule",
            ["to": "+33687654321", "type": "text", "text": "Demain", "scheduledAt": .string(tomorrow)])
        #expect(answer.status == 201, "\(answer.text)")
        let data = try #require(answer.json["data"])
        #expect(data["status"] == "scheduled")
        #expect(data["scheduledAt"]?.string == tomorrow.replacing("Z", with: ".000Z"))
        let id = try #require(data["id"]?.string)
        #expect(try await stage.call("GET", "/api/v1/messages/\(id)").json["data"]?["status"] == "scheduled")
        for (time, code) in [("yesterday", "VALIDATION_ERROR"), ("2020-01-01T00:00:00Z", "VALIDATION_ERROR")] {
            let refused = try await stage.call(
                "POST", "/api/v1/messages/schedule", ["to": "+33687654321", "type": "text", "text": "x", "scheduledAt": .string(time)])
            #expect(refused.status == 400 && refused.code == code)
            #expect(refused.json["error"]?["details"]?.array?.first?["field"] == "scheduledAt")
        }
        let none = try await stage.call("POST", "/api/v1/messages/schedule", ["to": "+33687654321", "type": "text", "text": "x"])
        #expect(none.json["error"]?["details"]?.array?.first?["field"] == "scheduledAt")
    }

    @Test(.tags(.MFX_10)) func `an account without a linked instance cannot send`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.pairingInstance()
        let refused = try await stage.call("POST", "/api/v1/messages/send", ["to": "+33687654321", "type": "text", "text": "x"])
        #expect(refused.status == 409 && refused.code == "CONFLICT")
    }

    @Test(.tags(.MFX_05), arguments: Stage.sendingPaths) func `nobody sends for a team`(path: String) async throws {
        let stage = try await Stage()
        let body: JSON = [
            "to": "+33687654321", "type": "text", "text": "x", "name": "x", "recipients": ["type": "all"], "scheduledAt": .string(stage.tomorrow),
        ]
        let answer = try await stage.harness.client.call(
            "POST", path, body, headers: [("x-api-key", stage.tenant.key), ("X-Team-Id", "marketing")])
        #expect(answer.status == 403 && answer.code == "TEAM_KEY_REQUIRED")
    }
}

extension Stage {
    /// A time of tomorrow.
    var tomorrow: String { (harness.database.runtime.clock.now + .seconds(86_400)).rfc3339(milliseconds: false) }
}
