import App
import Auth
import Campaigns
import Contracts
import Core
import TestSupport
import Testing

/// Contract FS2-32 and FS2-50 to FS2-60: messages with files.
@Suite(.serialized, .herald) struct MediaTests {
    private func linked(plan: String = "pro") async throws -> Stage {
        let stage = try await Stage(plan: plan)
        _ = try await stage.tenant.linkedInstance()
        return stage
    }

    private static func body(_ type: String, _ members: [JSON.Member], to recipients: [String] = ["254712345678"]) -> JSON {
        .object([JSON.Member("recipients", .array(recipients.map(JSON.string))), JSON.Member("type", .string(type))] + members)
    }

    static let kinds: [(type: String, file: String, mimeType: String)] = [
        ("image", "image.jpg", "image/jpeg"), ("image", "image.png", "image/png"), ("video", "video.mp4", "video/mp4"),
        ("audio", "audio.mp3", "audio/mpeg"), ("document", "file.pdf", "application/pdf"),
    ]

    @Test(.tags(.FS2_32, .FS2_50, .FS2_51, .FS2_52, .FS2_53), arguments: kinds)
    func `a file behind a link is sent as what the type says`(type: String, file: String, mimeType: String) async throws {
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let answer = try await stage.send(Self.body(type, [JSON.Member("url", .string(files.url + "/" + file))]))
            #expect(answer.json.texts("successful_recipients") == ["254712345678@s.whatsapp.net"], "\(answer.text)")
            #expect(files.asked == ["/" + file])
            #expect(try await stage.sent(type, ["file", "mime_type"], mimeType) == 1)
        }
    }

    @Test(.tags(.FS2_50)) func `a document is shown with the name that the request gives, or the one that its link ends in`() async throws {
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let names: [(given: JSON?, shown: String)] = [("Report.pdf", "Report.pdf"), (nil, "file.pdf"), ("C:\\a\\Report 2.pdf", "Report 2.pdf")]
            for (given, shown) in names {
                let members = [JSON.Member("url", .string(files.url + "/file.pdf"))] + (given.map { [JSON.Member("fileName", $0)] } ?? [])
                #expect(try await stage.send(Self.body("document", members)).status == 200)
                #expect(try await stage.sent("document", ["file_name"], shown) == 1, "\(shown)")
            }
        }
    }

    @Test(.tags(.FS2_51, .FS2_52), arguments: [("image", "image.jpg"), ("video", "video.mp4"), ("document", "file.pdf")])
    func `words go under what can have some`(type: String, file: String) async throws {
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let members = [JSON.Member("url", .string(files.url + "/" + file)), JSON.Member("caption", "Check this out!")]
            #expect(try await stage.send(Self.body(type, members)).status == 200)
            #expect(try await stage.sent(type, ["caption"], "Check this out!") == 1)
        }
    }

    @Test(.tags(.FS2_32)) func `a template is sent with its gaps filled, and refused where they cannot be`() async throws {
        let stage = try await linked()
        let caller = Caller(tenant: stage.tenant.id, key: .init(high: 0, low: 1), environment: .live, instance: nil, scopes: .all)
        let template = try await stage.harness.deployment.campaigns.createTemplate(
            "welcome", .text("Hello {{contact.number}}, your code is {{custom.code}}"), as: caller)
        let named = JSON.Member("templateId", .string(template.id.description))
        let sent = try await stage.send(Self.body("template", [named, JSON.Member("variables", ["code": "4711"])]))
        #expect(sent.json.texts("successful_recipients") == ["254712345678@s.whatsapp.net"], "\(sent.text)")
        #expect(try await stage.sent("text", ["text"], "Hello +254712345678, your code is 4711") == 1)
        let refused: [(members: [JSON.Member], to: [String], status: Int, words: String)] = [
            ([], ["254712345678"], 400, "templateId is required when type is template"),
            ([named], ["254712345678"], 400, "variables there is nothing to put in place of {{custom.code}}"),
            // What is said of a contact cannot be said of two at once.
            ([named, JSON.Member("variables", ["code": "4711"])], ["254712345678", "254712345679"], 400, "variables "),
            ([JSON.Member("templateId", "00000000-0000-7000-8000-000000000000")], ["254712345678"], 404, "Template not found"),
        ]
        for (members, recipients, status, words) in refused {
            let answer = try await stage.send(Self.body("template", members, to: recipients))
            #expect(answer.status == status)
            #expect(answer.json["message"]?.string?.hasPrefix(words) == true, "\(answer.text)")
        }
        #expect(try await stage.messages() == 1)
    }

    @Test(.tags(.FS2_54, .FS2_60), arguments: kinds)
    func `a file that is uploaded is sent as what the type says, to everybody`(type: String, file: String, mimeType: String) async throws {
        let stage = try await linked()
        let bytes = ["image.jpg": FileServer.jpeg, "image.png": FileServer.png, "video.mp4": FileServer.video, "audio.mp3": FileServer.audio]
        let answer = try await stage.upload(
            [("recipients[]", "254712345678"), ("recipients[]", "254718841608"), ("type", type), ("caption", "Check this out!")],
            file: (file, bytes[file] ?? FileServer.pdf))
        #expect(
            answer.json.texts("successful_recipients") == ["254712345678@s.whatsapp.net", "254718841608@s.whatsapp.net"], "\(answer.text)")
        #expect(try await stage.sent(type, ["file", "mime_type"], mimeType) == 2)
        if type != "audio" { #expect(try await stage.sent(type, ["caption"], "Check this out!") == 2) }
    }

    static let lists: [[(name: String, value: String)]] = [
        [("recipients[]", "254712345678"), ("recipients[]", "254718841608")], [("recipients", "254712345678"), ("recipients", "254718841608")],
        [("recipients[]", #"["254712345678", "254718841608"]"#)], [("recipients", #"["254712345678","254718841608"]"#)],
        [("recipients[]", "254712345678"), ("recipients", "+254718841608@s.whatsapp.net".replacing("+", with: ""))],
    ]

    @Test(.tags(.FS2_55, .FS2_46), arguments: lists)
    func `recipients may be written in every way that the document shows`(fields: [(name: String, value: String)]) async throws {
        let stage = try await linked()
        let answer = try await stage.upload(fields + [("type", "document")], file: ("a.pdf", FileServer.pdf))
        #expect(
            answer.json.texts("successful_recipients") == ["254712345678@s.whatsapp.net", "254718841608@s.whatsapp.net"], "\(answer.text)")
    }

    @Test(.tags(.FS2_55)) func `a form without recipients lacks them in the document's words`() async throws {
        let stage = try await linked()
        for fields: [(name: String, value: String)] in [[], [("recipients[]", "[]")]] {
            let answer = try await stage.upload(fields + [("type", "document")], file: ("a.pdf", FileServer.pdf))
            #expect(answer.status == 400)
            #expect(answer.json == ["success": false, "message": "Recipients array is required"])
        }
    }

    static let paths = [
        "/C:/Users/sosmo/Documents/Sec1L1.pdf", #"C:\Users\sosmo\Documents\Sec1L1.pdf"#, "Sec1L1.pdf", "../../etc/Sec1L1.pdf", #"..\Sec1L1.pdf"#,
    ]

    @Test(.tags(.FS2_56), arguments: paths) func `of the path of an uploaded file only the last part is its name`(path: String) async throws {
        let stage = try await linked()
        let answer = try await stage.upload([("recipients[]", "254712345678"), ("type", "document")], file: (path, FileServer.pdf))
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try await stage.sent("document", ["file_name"], "Sec1L1.pdf") == 1)
    }

    @Test(.tags(.FS2_57), arguments: ["image", "video", "audio", "document"])
    func `without a link and without a file there is nothing to send`(type: String) async throws {
        let stage = try await linked()
        let rule = "url is required when type is \(type), unless a file is uploaded as file"
        for answer in [
            try await stage.send(Self.body(type, [])), try await stage.send(Self.body(type, [JSON.Member("url", .null)])),
            try await stage.upload([("recipients[]", "254712345678"), ("type", type)]),
        ] {
            #expect(answer.status == 400)
            #expect(answer.json == ["success": false, "message": .string(rule)])
        }
        #expect(try await stage.messages() == 0)
    }

    static let links = [
        "ftp://example.com/a.jpg", "file:///etc/passwd", "data:image/png;base64,iVBORw0KGgo=", "javascript:alert(1)", "gopher://127.0.0.1:70/",
        "nonsense",
        "", "http://", "http://user:password@example.com/a.jpg",
    ]

    @Test(.tags(.FS2_58), arguments: links) func `what is no link to the web is refused`(link: String) async throws {
        let stage = try await linked()
        let answer = try await stage.send(Self.body("image", [JSON.Member("url", .string(link))]))
        #expect(answer.status == 400)
        #expect(answer.json.names == ["success", "message"])
        #expect(answer.json["message"]?.string?.hasPrefix("url ") == true, "\(answer.text)")
        #expect(try await stage.messages() == 0)
    }

    @Test(.tags(.FS2_58)) func `no address inside is asked, whatever it is called and whoever sends there`() async throws {
        try await Harness.with(["HERALD_ALLOW_PRIVATE_TARGETS": "0"]) { harness in
            let tenant = try await harness.tenant()
            _ = try await tenant.linkedInstance()
            try await FileServer.with { (files) async throws in
                let port = files.url.split(separator: ":").last ?? ""
                for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0"] {
                    let link = "http://\(host):\(port)/image.jpg"
                    let answer = try await harness.client.call(
                        "POST", "/send-message", key: tenant.key, Self.body("image", [JSON.Member("url", .string(link))]))
                    #expect(answer.status == 400, "\(link)")
                    #expect(answer.json["message"]?.string?.hasPrefix("url ") == true, "\(answer.text)")
                }
                #expect(files.asked.isEmpty)
            }
        }
    }

    static let broken: [(type: String, file: String)] = [
        ("image", "page.html"), ("image", "file.pdf"), ("image", "image.svg"), ("image", "lie.jpg"), ("image", "empty.jpg"), ("image", "missing.jpg"),
        ("video", "image.jpg"), ("audio", "video.mp4"), ("image", "redirects/4/image.jpg"),
    ]

    @Test(.tags(.FS2_59), arguments: broken)
    func `a file of another kind, or none, is refused though its name is right`(type: String, file: String) async throws {
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let answer = try await stage.send(Self.body(type, [JSON.Member("url", .string(files.url + "/" + file))]))
            #expect(answer.status == 400)
            #expect(answer.json["message"]?.string?.hasPrefix("url ") == true, "\(answer.text)")
            #expect(try await stage.messages() == 0)
        }
    }

    @Test(.tags(.FS2_59)) func `a file that is uploaded is looked at, too`() async throws {
        let stage = try await linked()
        for (name, bytes) in [("a.svg", Array("<svg onload=alert(1)>".utf8)), ("a.png", FileServer.pdf), ("a.png", [])] {
            let answer = try await stage.upload([("recipients[]", "254712345678"), ("type", "image")], file: (name, bytes))
            #expect(answer.status == 400, "\(name)")
            #expect(answer.json["message"]?.string?.hasPrefix("file ") == true, "\(answer.text)")
        }
        #expect(try await stage.messages() == 0)
    }

    @Test(.tags(.FS2_59)) func `a file that is too large is refused, and the limit is said`() async throws {
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let fetched = try await stage.send(Self.body("image", [JSON.Member("url", .string(files.url + "/large/16777217"))]))
            #expect([400, 413].contains(fetched.status))
            #expect(fetched.json["message"]?.string?.contains("16") == true, "\(fetched.text)")
            let fits = try await stage.send(Self.body("image", [JSON.Member("url", .string(files.url + "/large/16777216"))]))
            #expect(fits.status == 200, "\(fits.text)")
        }
        let large = FileServer.jpeg + [UInt8](repeating: 0, count: 16 << 20)
        let uploaded = try await stage.upload([("recipients[]", "254712345678"), ("type", "image")], file: ("a.jpg", large))
        #expect([400, 413].contains(uploaded.status))
        #expect(uploaded.json["message"]?.string?.contains("16") == true, "\(uploaded.text)")
        #expect(try await stage.messages() == 1)
    }

    @Test(.tags(.FS2_60), arguments: ["text/plain", "application/x-www-form-urlencoded", "application/pdf"])
    func `no other type of content is taken`(type: String) async throws {
        let stage = try await linked()
        let answer = try await stage.harness.client.call(
            "POST", "/send-message", headers: [("Authorization", "Bearer \(stage.tenant.key)"), ("Content-Type", type)])
        #expect(answer.status == 415)
        #expect(answer.json.names == ["success", "message"])
    }

    @Test(.tags(.FS2_31, .FS2_45, .FS2_54)) func `for recipients that are none, nothing is fetched`() async throws {
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let answer = try await stage.send(Self.body("image", [JSON.Member("url", .string(files.url + "/image.jpg"))], to: ["x"]))
            #expect(answer.status == 400)
            #expect(files.asked.isEmpty)
        }
    }

    @Test(.tags(.FS2_54)) func `a file that was uploaded once can be sent again by its id`() async throws {
        let stage = try await linked()
        _ = try await stage.upload(
            [("recipients[]", "254712345678"), ("type", "document"), ("sendAt", stage.tomorrow)], file: ("a.pdf", FileServer.pdf),
            to: "/schedule-message")
        let waiting = try await stage.scheduled().json["data"]?.array?.first
        let id = try #require(waiting?["mediaId"]?.string)
        let members = [JSON.Member("mediaId", .string(id)), JSON.Member("fileName", "b.pdf")]
        #expect(try await stage.send(Self.body("document", members)).status == 200)
        #expect(try await stage.sent("document", ["file_name"], "b.pdf") == 1)
        let other = try await linked()
        let foreign = try await other.send(Self.body("document", members))
        #expect(foreign.status == 400)
        #expect(foreign.json["message"]?.string?.hasPrefix("mediaId ") == true)
    }
}
