import App
import Contracts
import Core
import Database
import TestSupport
import Testing

/// Contract FQ-05 to FQ-11, FQ-19 and FQX-01 to FQX-06: every kind of message.
@Suite(.serialized, .herald) struct ContentTests {
    /// A request of that type with those members.
    private static func body(_ type: String, _ members: [JSON.Member]) -> JSON {
        .object([JSON.Member("phone_number", "+27123456789"), JSON.Member("message_type", .string(type))] + members)
    }

    private static func body(_ type: String, _ object: JSON = [:]) -> JSON { body(type, object.object ?? []) }

    private func linked() async throws -> Stage {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        return stage
    }

    private func isSent(_ answer: TestAnswer, _ type: String) -> Bool {
        answer.status == 200 && answer.json["data"]?["message_type"]?.string == type && answer.json["data"]?["recipient"] == "27123456789"
    }

    static let files: [(type: String, file: String, kind: MediaKind, mimeType: String)] = [
        ("image", "image.jpg", .image, "image/jpeg"), ("image", "image.png", .image, "image/png"), ("video", "video.mp4", .video, "video/mp4"),
        ("audio", "audio.mp3", .audio, "audio/mpeg"), ("document", "file.pdf", .document, "application/pdf"),
    ]

    @Test(.tags(.FQ_05, .FQ_07, .FQ_08, .FQ_15, .FQX_06), arguments: files.indices) func `a file behind a link is fetched and sent`(
        index: Int
    ) async throws {
        let (type, file, kind, mimeType) = Self.files[index]
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let members: JSON = ["media_url": .string(files.url + "/" + file), "caption": "Check this out!", "filename": "document.pdf"]
            let answer = try await stage.send(Self.body(type, members))
            #expect(isSent(answer, type), "\(answer.text)")
            #expect(files.asked == ["/" + file])
            guard case .media(let media) = try await stage.lastContent() else { return #expect(Bool(false)) }
            #expect(media.kind == kind)
            #expect(media.file.mimeType == mimeType)
            #expect(media.caption == (kind == .audio ? nil : "Check this out!"))
            #expect(media.fileName == (kind == .document ? "document.pdf" : nil))
        }
    }

    @Test(
        .tags(.FQ_07, .FQX_06),
        arguments: [("image", "file.pdf"), ("image", "lie.jpg"), ("video", "image.png"), ("image", "nothing.jpg"), ("document", "page.html")])
    func `a link behind which is no file of that type is refused`(type: String, file: String) async throws {
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let answer = try await stage.send(Self.body(type, ["media_url": .string(files.url + "/" + file)]))
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.json["error"] == "Invalid request")
            #expect(answer.json["message"]?.string?.hasPrefix("media_url ") == true, "\(answer.text)")
            #expect(try await stage.messages() == 0)
        }
    }

    @Test(.tags(.FQ_09, .FQX_02)) func `a location is sent with its name and address, or without`() async throws {
        let stage = try await linked()
        let place: JSON = ["latitude": .number(-26.2041), "longitude": .number(28.0473), "name": "Johannesburg", "address": "Gauteng"]
        #expect(isSent(try await stage.send(Self.body("location", ["location": place])), "location"))
        let whole = LocationContent(latitude: -26.2041, longitude: 28.0473, name: "Johannesburg", address: "Gauteng")
        #expect(try await stage.lastContent() == .location(whole))
        #expect(isSent(try await stage.send(Self.body("location", ["location": ["latitude": 0, "longitude": 180]])), "location"))
        #expect(try await stage.lastContent() == .location(LocationContent(latitude: 0, longitude: 180)))
    }

    @Test(.tags(.FQ_09, .FQ_11)) func `contacts are sent with all that is told of them`() async throws {
        let stage = try await linked()
        let contacts: JSON = [
            [
                "name": ["formatted_name": "John Doe", "first_name": "John", "last_name": "Doe"],
                "phones": [["phone": "+27987654321", "type": "CELL"], ["phone": "011 123"]],
            ],
            ["name": ["formatted_name": "Ada"], "phones": [["phone": "+254712345678", "type": "WORK"]]],
        ]
        #expect(isSent(try await stage.send(Self.body("contacts", ["contacts": contacts])), "contacts"))
        let cards = [
            ContactCard(
                formattedName: "John Doe", firstName: "John", lastName: "Doe",
                phones: [ContactCard.Phone(number: "+27987654321", type: "CELL"), ContactCard.Phone(number: "011 123")]),
            ContactCard(formattedName: "Ada", phones: [ContactCard.Phone(number: "+254712345678", type: "WORK")]),
        ]
        #expect(try await stage.lastContent() == .contacts(cards))
    }

    @Test(.tags(.FQ_09, .FQ_13, .FQX_03)) func `a reaction is put on the message of an id that was answered, a thumb where nothing is said`()
        async throws
    {
        let stage = try await linked()
        let id = try #require(try await stage.send().json["data"]?["message_id"])
        let text = try #require(id.string)
        let whatsAppID = String(decoding: try #require(Base64.url.decode(String(text.dropFirst(6)))), as: UTF8.self)
        for (emoji, put) in [(nil, "👍"), ("🎉", "🎉"), ("", "")] as [(JSON?, String)] {
            let members = [JSON.Member("message_id", id)] + (emoji.map { [JSON.Member("emoji", $0)] } ?? [])
            let answer = try await stage.send(Self.body("reaction", ["reaction": .object(members)]))
            #expect(isSent(answer, "reaction"), "\(answer.text)")
            #expect(try await stage.lastContent() == .reaction(ReactionContent(whatsAppID: whatsAppID, emoji: put)))
        }
    }

    static let buttons: JSON = [["id": "yes", "title": "Yes"], ["id": "no", "title": "No"], ["id": "later", "title": "Later"]]

    @Test(.tags(.FQ_09, .FQX_04)) func `buttons are sent with words around them`() async throws {
        let stage = try await linked()
        let interactive: JSON = ["type": "button", "body": "Do you come?", "header": "Party", "footer": "Answer soon", "buttons": Self.buttons]
        #expect(isSent(try await stage.send(Self.body("interactive", ["interactive": interactive])), "interactive"))
        let choices = [("yes", "Yes"), ("no", "No"), ("later", "Later")].map { ButtonsContent.Button(title: $0.1, action: .reply(id: $0.0)) }
        let content = ButtonsContent(body: "Do you come?", header: .text("Party"), footer: "Answer soon", buttons: choices)
        #expect(try await stage.lastContent() == .buttons(content))
    }

    @Test(.tags(.FQX_04), arguments: [("image", "image.jpg"), ("video", "video.mp4"), ("document", "file.pdf")])
    func `a file stands above buttons where one is asked for`(type: String, file: String) async throws {
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let media: JSON = ["type": .string(type), "url": .string(files.url + "/" + file)]
            let interactive: JSON = ["type": "button", "body": "Look", "header_media": media, "buttons": Self.buttons]
            let answer = try await stage.send(Self.body("interactive", ["interactive": interactive]))
            #expect(isSent(answer, "interactive"), "\(answer.text)")
            guard case .buttons(let buttons) = try await stage.lastContent(), case .media(let header)? = buttons.header else {
                return #expect(Bool(false))
            }
            #expect(header.kind.rawValue == type)
            #expect(files.asked == ["/" + file])
        }
    }

    @Test(.tags(.FQ_09, .FQX_05)) func `a list is sent with its sections`() async throws {
        let stage = try await linked()
        let sections: JSON = [
            ["title": "Hot", "rows": [["id": "tea", "title": "Tea", "description": "Kenyan"], ["id": "coffee", "title": "Coffee"]]],
            ["title": "Cold", "rows": [["id": "water", "title": "Water"]]],
        ]
        let interactive: JSON = ["type": "list", "body": "What?", "button": "Menu", "header": "Bar", "footer": "Free", "sections": sections]
        #expect(isSent(try await stage.send(Self.body("interactive", ["interactive": interactive])), "interactive"))
        let content = ListContent(
            body: "What?", button: "Menu", header: "Bar", footer: "Free",
            sections: [
                ListContent.Section(
                    title: "Hot",
                    rows: [ListContent.Row(id: "tea", title: "Tea", description: "Kenyan"), ListContent.Row(id: "coffee", title: "Coffee")]),
                ListContent.Section(title: "Cold", rows: [ListContent.Row(id: "water", title: "Water")]),
            ])
        #expect(try await stage.lastContent() == .list(content))
    }

    @Test(.tags(.FQ_10), arguments: ["location", "contacts", "interactive"]) func `whatever answers a message says which`(type: String) async throws {
        let stage = try await linked()
        let first = try #require(try await stage.send().json["data"]?["message_id"])
        let contents: JSON = [
            "location": ["latitude": 1, "longitude": 2], "contacts": [["name": ["formatted_name": "Ada"], "phones": [["phone": "1"]]]],
            "interactive": ["type": "button", "body": "?", "buttons": Self.buttons], "context_message_id": first,
        ]
        #expect(isSent(try await stage.send(Self.body(type, contents)), type))
        #expect(
            try await stage.harness.database.count(
                "SELECT count(*) FROM messaging.message WHERE tenant_id = \(stage.tenant.id) AND reply_to IS NOT NULL") == 1)
    }

    /// What lacks something is told so in these words, and nothing is sent (contract FQ-17, FQ-19, FQX-01).
    static let lacking: [(type: String, members: JSON, message: String)] = [
        ("image", [:], "media_url is required for media messages"), ("video", ["media_url": nil], "media_url is required for media messages"),
        ("audio", ["media_url": ""], "media_url is required for media messages"), ("document", [:], "media_url is required for media messages"),
        ("contacts", [:], "contacts array is required for contact messages"),
        ("contacts", ["contacts": []], "contacts array is required for contact messages"),
        ("contacts", ["contacts": nil], "contacts array is required for contact messages"),
        ("contacts", ["contacts": [["name": [:], "phones": [["phone": "1"]]]]], "contacts[0].name.formatted_name is required"),
        ("contacts", ["contacts": [["name": ["formatted_name": "Ada"], "phones": [["type": "CELL"]]]]], "contacts[0].phones[0].phone is required"),
        ("reaction", [:], "reaction.message_id is required for reaction messages"),
        ("reaction", ["reaction": ["emoji": "👍"]], "reaction.message_id is required for reaction messages"),
        ("location", [:], "location object is required for location messages"),
        ("location", ["location": ["longitude": 1]], "location.latitude is required"),
        ("location", ["location": [:]], "location.latitude is required; location.longitude is required"),
        ("interactive", [:], "interactive object is required for interactive messages"),
        ("interactive", ["interactive": ["type": "button", "body": "?"]], "interactive.buttons is required for buttons"),
        (
            "interactive", ["interactive": ["type": "list", "body": "?"]],
            "interactive.button is required for lists; interactive.sections is required for lists"
        ),
    ]

    @Test(.tags(.FQ_11, .FQ_17, .FQ_19, .FQX_01, .FQX_02), arguments: lacking.indices) func `what lacks something is told what`(index: Int)
        async throws
    {
        let (type, members, message) = Self.lacking[index]
        let stage = try await linked()
        let answer = try await stage.send(Self.body(type, members))
        #expect(answer.status == 400)
        #expect(answer.json == ["error": "Missing required field", "message": .string(message)], "\(answer.text)")
        #expect(try await stage.messages() == 0)
    }

    private static func list(_ sections: JSON, button: String = "Menu") -> JSON {
        ["interactive": ["type": "list", "body": "?", "button": .string(button), "sections": sections]]
    }

    private static func buttons(_ members: JSON) -> JSON {
        ["interactive": .object([JSON.Member("type", "button")] + (members.object ?? []))]
    }

    private static func text(_ count: Int) -> JSON { .string(String(repeating: "x", count: count)) }
    private static func rows(_ ids: Range<Int>) -> JSON { .array(ids.map { ["id": .string("\($0)"), "title": "x"] }) }
    private static let row: JSON = ["id": "1", "title": "One"]

    static let broken: [(type: String, members: JSON)] = [
        ("location", ["location": ["latitude": 91, "longitude": 0]]), ("location", ["location": ["latitude": "1", "longitude": 0]]),
        ("location", ["location": "here"]), ("contacts", ["contacts": "Ada"]), ("contacts", ["contacts": [["name": "Ada", "phones": []]]]),
        ("contacts", ["contacts": [["name": ["formatted_name": "Ada"], "phones": []]]]), ("reaction", ["reaction": "👍"]),
        ("reaction", ["reaction": ["message_id": "3EB0"]]), ("image", ["media_url": "nowhere"]), ("image", ["media_url": "file:///etc/passwd"]),
        ("interactive", ["interactive": ["type": "carousel", "body": "?"]]), ("interactive", buttons(["body": text(1025), "buttons": buttons])),
        ("interactive", buttons(["body": "?", "header": text(61), "buttons": buttons])),
        ("interactive", buttons(["body": "?", "footer": text(61), "buttons": buttons])),
        ("interactive", buttons(["body": "?", "buttons": .array([JSON](repeating: ["id": "1", "title": "One"], count: 4))])),
        ("interactive", buttons(["body": "?", "buttons": [["id": "1", "title": "One"], ["id": "1", "title": "Two"]]])),
        ("interactive", buttons(["body": "?", "buttons": [["id": "1", "title": text(21)]]])),
        (
            "interactive",
            buttons(["body": "?", "header": "x", "header_media": ["type": "image", "url": "https://example.com/a.jpg"], "buttons": buttons])
        ),
        ("interactive", buttons(["body": "?", "header_media": ["type": "audio", "url": "https://example.com/a.mp3"], "buttons": buttons])),
        ("interactive", list([["rows": []]])), ("interactive", list([["rows": [row]]], button: String(repeating: "x", count: 21))),
        ("interactive", list([["rows": [row, row]]])), ("interactive", list([["rows": [row]], ["rows": [["id": "2", "title": "Two"]]]])),
        ("interactive", list([["rows": rows(0..<11)]])),
        ("interactive", list([["title": "A", "rows": rows(0..<6)], ["title": "B", "rows": rows(6..<12)]])),
    ]

    @Test(.tags(.FQX_02, .FQX_03, .FQX_04, .FQX_05), arguments: broken.indices) func `what breaks a rule is sent to nobody`(index: Int) async throws {
        let (type, members) = Self.broken[index]
        let stage = try await linked()
        let answer = try await stage.send(Self.body(type, members))
        #expect(answer.status == 400, "\(answer.text)")
        #expect(answer.json.names == ["error", "message"])
        #expect(try await stage.messages() == 0)
    }
}

extension Stage {
    /// What the tenant's latest message says, as it is kept.
    fileprivate func lastContent() async throws -> MessageContent? {
        try await harness.deployment.database.read(as: tenant.id) { [tenant] tx in
            try tx.first("SELECT kind, content FROM messaging.message WHERE tenant_id = \(tenant.id) ORDER BY id DESC LIMIT 1") { row in
                let (kind, json) = (try row.next(String.self), try row.next(JSON.self))
                return MessageContent.Kind(rawValue: kind).flatMap { MessageContent(kind: $0, json: json) }
            }
        } ?? nil
    }
}
