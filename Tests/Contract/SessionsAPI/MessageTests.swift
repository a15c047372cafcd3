import Contracts
import Core
import Database
import TestSupport
import Testing

/// Contract GS-40 to GS-54: messages.
@Suite(.serialized, .herald) struct MessageTests {
    private static let number = "+237612345678"

    private func linked(plan: String = "pro") async throws -> Stage {
        let stage = try await Stage(plan: plan)
        _ = try await stage.linkedSession()
        return stage
    }

    private static func text(to number: String = number, _ more: JSON = [:]) -> JSON {
        .object([JSON.Member("to", .string(number)), JSON.Member("message", "Hello from WhatsApp API!")] + (more.object ?? []))
    }

    /// The message as it is once it has come so far.
    private func message(_ id: JSON?, until status: String, _ stage: Stage) async throws -> JSON {
        let id = try #require(id?.string)
        var found: JSON = nil
        try await eventually("it is \(status)") {
            found = try await stage.call("GET", "/api/v1/messages/\(id)").json
            return found["status"]?.string == status
        }
        return found
    }

    @Test(.tags(.GS_40, .GS_41)) func `a text is accepted with four members`() async throws {
        let stage = try await linked()
        let answer = try await stage.call("POST", "/api/v1/messages", Self.text())
        #expect(answer.status == 202, "\(answer.text)")
        #expect(answer.json.names == ["id", "toPhone", "type", "status"])
        #expect(answer.json["id"]?.string.flatMap(MessageID.init) != nil)
        #expect(answer.json["toPhone"]?.string == Self.number)
        #expect(answer.json["type"] == "text")
        #expect(answer.json["status"] == "pending")
    }

    @Test(.tags(.GS_40), arguments: ["237612345678", "+237 612-345-678"]) func `a number is answered in E 164, however it was written`(number: String)
        async throws
    {
        let stage = try await linked()
        #expect(try await stage.call("POST", "/api/v1/messages", Self.text(to: number)).json["toPhone"]?.string == Self.number)
    }

    static let wrong: [(path: String, body: JSON)] = [
        ("", ["message": "Hi"]), ("", ["to": "+237612345678"]), ("", ["to": "0712345678", "message": "Hi"]),
        ("", ["to": "+237612345678", "message": ""]),
        ("", ["to": "+237612345678", "message": " \n "]),
        ("", ["to": ["+237612345678"], "message": "Hi"]), ("", ["to": "120363042@g.us", "message": "Hi"]),
        ("", ["to": "+237612345678", "message": "Hi", "session_id": "x"]),
        ("/media", ["to": "+237612345678", "mediaType": "image"]), ("/media", ["to": "+237612345678", "mediaUrl": "https://example.com/a.jpg"]),
        ("/media", ["to": "+237612345678", "mediaUrl": "https://example.com/a.jpg", "mediaType": "audio"]),
        ("/media", ["to": "+237612345678", "mediaUrl": "nowhere", "mediaType": "image"]),
        ("/audio", ["to": "+237612345678"]), ("/audio", ["to": "+237612345678", "audioUrl": "https://example.com/a.ogg", "ptt": "yes"]),
    ]

    @Test(.tags(.GS_40, .GS_44, .GS_47), arguments: wrong.indices) func `what breaks a rule is sent to nobody`(index: Int) async throws {
        let (path, body) = Self.wrong[index]
        let stage = try await linked()
        let answer = try await stage.call("POST", "/api/v1/messages" + path, body)
        #expect(answer.isFailure(400, "INVALID_REQUEST"), "\(answer.text)")
        #expect(try await stage.call("GET", "/api/v1/messages").json["messages"] == [])
    }

    @Test(.tags(.GS_42)) func `what is accepted is stored before it is answered`() async throws {
        let stage = try await linked()
        let id = try #require(try await stage.call("POST", "/api/v1/messages", Self.text()).json["id"]?.string.flatMap(MessageID.init))
        #expect(try await stage.harness.database.count("SELECT count(*) FROM messaging.message WHERE id = \(id)") == 1)
    }

    @Test(.tags(.GS_43, .GS_54)) func `how far a message has come can be looked up`() async throws {
        let stage = try await linked()
        let read = try await message(try await stage.call("POST", "/api/v1/messages", Self.text()).json["id"], until: "read", stage)
        #expect(read["toPhone"]?.string == Self.number)
        #expect(read["fromPhone"] == "+254700000001")
        #expect(read["direction"] == "outbound")
        #expect(read["message"] == "Hello from WhatsApp API!")
        #expect(read["error"] == .null)
        for time in ["created_at", "sent_at", "delivered_at", "read_at"] { #expect(read[time]?.string?.hasSuffix("Z") == true, "\(time)") }
        let sent = try await message(
            try await stage.call("POST", "/api/v1/messages", Self.text(to: "+237612340002")).json["id"], until: "sent", stage)
        #expect(sent["delivered_at"] == .null)
        for (ending, code) in [("0000", "NOT_ON_WHATSAPP"), ("0001", "REFUSED"), ("0004", "REACH_OUT_LOCKED")] {
            let accepted = try await stage.call("POST", "/api/v1/messages", Self.text(to: "+23761234\(ending)"))
            #expect(accepted.status == 202)
            let failed = try await message(accepted.json["id"], until: "failed", stage)
            #expect(failed["error"]?["code"]?.string == code)
        }
    }

    @Test(.tags(.GS_54)) func `a message of nobody, or of somebody else, is not there`() async throws {
        let (stage, other) = (try await linked(), try await linked())
        let id = try #require(try await other.call("POST", "/api/v1/messages", Self.text()).json["id"]?.string)
        for unknown in [id, stage.nobodysID, "7"] {
            #expect(try await stage.call("GET", "/api/v1/messages/\(unknown)").isFailure(404, "NOT_FOUND"), "\(unknown)")
        }
    }

    static let files: [(mediaType: String, file: String)] = [
        ("image", "image.jpg"), ("image", "image.png"), ("image", "image.gif"), ("video", "video.mp4"),
    ]

    @Test(.tags(.GS_44, .GS_45, .GS_46, .GS_52), arguments: files.indices) func `an image or a video is fetched and sent`(index: Int) async throws {
        let (mediaType, file) = Self.files[index]
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let url = files.url + "/" + file
            let body: JSON = ["to": .string(Self.number), "mediaUrl": .string(url), "mediaType": .string(mediaType), "caption": "Check this out!"]
            let answer = try await stage.call("POST", "/api/v1/messages/media", body)
            #expect(answer.status == 202, "\(answer.text)")
            #expect(answer.json.names == ["id", "toPhone", "type", "status"])
            #expect(answer.json["type"]?.string == mediaType)
            let read = try await message(answer.json["id"], until: "read", stage)
            #expect(read["message"] == "Check this out!")
            #expect(read["mediaUrl"]?.string == url)
        }
    }

    static let audio: [(file: String, ptt: JSON?, kind: String)] = [
        ("audio.mp3", nil, "audio"), ("audio.mp3", false, "audio"), ("voice.ogg", false, "audio"), ("voice.ogg", true, "voice"),
    ]

    @Test(.tags(.GS_47, .GS_48, .GS_49, .GS_52), arguments: audio.indices) func `audio is a file, and a voice note where that is asked for`(
        index: Int
    ) async throws {
        let (file, ptt, kind) = Self.audio[index]
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let members = [JSON.Member("to", .string(Self.number)), JSON.Member("audioUrl", .string(files.url + "/" + file))]
            let answer = try await stage.call("POST", "/api/v1/messages/audio", .object(members + (ptt.map { [JSON.Member("ptt", $0)] } ?? [])))
            #expect(answer.status == 202, "\(answer.text)")
            #expect(answer.json["type"] == "audio")
            _ = try await message(answer.json["id"], until: "read", stage)
            #expect(
                try await stage.harness.database.count(
                    "SELECT count(*) FROM messaging.message WHERE tenant_id = \(stage.tenant.id) AND kind = \(kind)") == 1)
        }
    }

    @Test(.tags(.GS_49)) func `what is no voice note is refused, since nothing is transcoded`() async throws {
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let answer = try await stage.call(
                "POST", "/api/v1/messages/audio", ["to": .string(Self.number), "audioUrl": .string(files.url + "/audio.mp3"), "ptt": true])
            #expect(answer.isFailure(400, "INVALID_REQUEST"), "\(answer.text)")
            #expect(answer.json["error"]?["message"]?.string?.contains("OGG with Opus") == true, "\(answer.text)")
        }
    }

    static let unfit: [(path: String, file: String, type: JSON.Member, says: String)] = [
        ("media", "file.pdf", JSON.Member("mediaType", "image"), "JPEG, PNG, WebP or GIF"),
        ("media", "image.png", JSON.Member("mediaType", "video"), "MP4, 3GPP, MOV or WebM"),
        ("media", "large/16777217", JSON.Member("mediaType", "image"), "16 MB"),
        ("audio", "image.png", JSON.Member("ptt", false), "MP3, OGG, AAC"),
    ]

    @Test(.tags(.GS_45, .GS_46, .GS_48, .GS_50), arguments: unfit.indices)
    func `a file of another type, or beyond the limit, is told what there may be`(
        index: Int
    ) async throws {
        let (path, file, type, says) = Self.unfit[index]
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let url = JSON.Member(path == "media" ? "mediaUrl" : "audioUrl", .string(files.url + "/" + file))
            let answer = try await stage.call("POST", "/api/v1/messages/" + path, .object([JSON.Member("to", .string(Self.number)), url, type]))
            #expect([400, 413, 415].contains(answer.status), "\(answer.text)")
            #expect(answer.json["error"]?["message"]?.string?.contains(says) == true, "\(answer.text)")
        }
    }

    @Test(.tags(.GS_51)) func `the session that is meant sends, and without one that is connected nobody does`() async throws {
        let stage = try await Stage()
        #expect(try await stage.call("POST", "/api/v1/messages", Self.text()).isFailure(409, "SESSION_NOT_CONNECTED"))
        let pairing = try await stage.session("pairing")
        #expect(try await stage.call("POST", "/api/v1/messages", Self.text()).isFailure(409, "SESSION_NOT_CONNECTED"))
        let first = try await stage.linkedSession("first", "254700000001")
        let second = try await stage.linkedSession("second", "254700000002")
        let choices: [(JSON, String)] = [
            ([:], first), (["session_id": .string(second)], second), (["session_key": "second"], second), (["instanceId": .string(second)], second),
            (["session_key": "first", "session_id": .string(first)], first),
        ]
        for (choice, session) in choices {
            let id = try #require(try await stage.call("POST", "/api/v1/messages", Self.text(choice)).json["id"]?.string, "\(choice)")
            #expect(try await stage.call("GET", "/api/v1/messages/\(id)").json["session_id"]?.string == session, "\(choice)")
        }
        let named = try await stage.call("POST", "/api/v1/messages", Self.text(["session_id": .string(pairing)]))
        #expect(named.isFailure(409, "SESSION_NOT_CONNECTED"))
        for nobody in [["session_key": "nobody"], ["session_id": .string(stage.nobodysID)]] as [JSON] {
            #expect(try await stage.call("POST", "/api/v1/messages", Self.text(nobody)).isFailure(404, "NOT_FOUND"), "\(nobody)")
        }
        let both = try await stage.call("POST", "/api/v1/messages", Self.text(["session_key": "first", "session_id": .string(second)]))
        #expect(both.isFailure(400, "INVALID_REQUEST"))
    }

    @Test(.tags(.GS_53)) func `messages are listed page by page, newest first, and filtered`() async throws {
        let stage = try await linked()
        var ids: [String] = []
        for ending in ["5671", "5672", "0002", "5672"] {
            ids.append(try #require(try await stage.call("POST", "/api/v1/messages", Self.text(to: "+23761234\(ending)")).json["id"]?.string))
        }
        _ = try await message(.string(ids[3]), until: "read", stage)
        let first = try await stage.call("GET", "/api/v1/messages?limit=3").json
        #expect(first.names == ["messages", "next_cursor"])
        #expect(first.ids("messages") == [ids[3], ids[2], ids[1]])
        let cursor = try #require(first["next_cursor"]?.string)
        let last = try await stage.call("GET", "/api/v1/messages?limit=3&cursor=\(cursor)").json
        #expect(last.ids("messages") == [ids[0]])
        #expect(last["next_cursor"] == .null)
        #expect(try await stage.call("GET", "/api/v1/messages?to=%2B237612345672").json.ids("messages") == [ids[3], ids[1]])
        #expect(try await stage.call("GET", "/api/v1/messages?status=sent").json.ids("messages") == [ids[2]])
        #expect(try await stage.call("GET", "/api/v1/messages?direction=inbound").json.ids("messages") == [])
        #expect(try await stage.call("GET", "/api/v1/messages?session_key=my-session").json.ids("messages")?.count == 4)
        for wrong in ["limit=0", "limit=101", "cursor=x", "status=lost", "direction=up", "to=x", "session_id=x"] {
            #expect(try await stage.call("GET", "/api/v1/messages?\(wrong)").isFailure(400, "INVALID_REQUEST"), "\(wrong)")
        }
        #expect(try await stage.call("GET", "/api/v1/messages?session_key=nobody").isFailure(404, "NOT_FOUND"))
    }

    @Test(.tags(.GS_53)) func `what came in is listed with who wrote it`() async throws {
        let stage = try await Stage()
        let session = try await stage.linkedSession()
        let inbound = try await stage.call("POST", "/v1/sandbox/instances/\(session)/inbound", ["from": "254712345678", "text": "Hi"])
        try #require(inbound.status == 204, "\(inbound.text)")
        let listed = try #require(try await stage.call("GET", "/api/v1/messages").json["messages"]?.array?.first)
        #expect(listed["direction"] == "inbound")
        #expect(listed["fromPhone"] == "+254712345678")
        #expect(listed["toPhone"] == .null)
        #expect(listed["message"] == "Hi")
    }
}
