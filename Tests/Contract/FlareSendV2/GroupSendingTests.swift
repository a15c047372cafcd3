import Core
import Database
import TestSupport
import Testing

/// Contract FS2-105 to FS2-109: `POST /groups/send-message`.
@Suite(.serialized, .herald) struct GroupSendingTests {
    private func send(_ groups: [String], _ rest: [JSON.Member]? = nil, on stage: Stage) async throws -> TestAnswer {
        let said = rest ?? [JSON.Member("type", "text"), JSON.Member("text", "Hello group again!")]
        return try await stage.call("POST", "/groups/send-message", .object([JSON.Member("groupJids", .array(groups.map(JSON.string)))] + said))
    }

    static let incomplete: [JSON] = [
        [:], ["type": "text", "text": "Hello"], ["groupJids": [], "type": "text", "text": "Hello"],
        ["groupJids": "120363403582097887@g.us", "type": "text", "text": "Hello"], ["groupJids": ["120363403582097887@g.us"], "text": "Hello"],
        ["groupJids": ["120363403582097887@g.us"], "type": "text"], ["groupJids": ["120363403582097887@g.us"], "type": "smoke", "text": "Hello"],
        ["groupJids": ["254712345678"], "type": "text", "text": "Hello"],
        ["groupJids": ["254712345678@s.whatsapp.net"], "type": "text", "text": "Hello"],
    ]

    @Test(.tags(.FS2_105), arguments: incomplete) func `groups, a type and a text have to be there`(body: JSON) async throws {
        let (stage, _) = try await Stage.linked()
        let answer = try await stage.call("POST", "/groups/send-message", body)
        #expect(answer.status == 400)
        #expect(answer.json.names == ["success", "message"] && answer.json["success"] == false)
        #expect(try await stage.messages() == 0)
    }

    @Test(.tags(.FS2_105, .FS2_106, .FS2_107)) func `the sentence counts the groups that have the message`() async throws {
        let (stage, _) = try await Stage.linked()
        let ids = [try await stage.group(["254712345678"]), try await stage.group(["254712345678"]), try await stage.group(["254712345678"])]
        let one = try await send([ids[0]], on: stage)
        #expect(one.status == 200)
        #expect(
            one.json == [
                "success": true, "message": "Message sent successfully to 1 group", "data": ["delivered": [.string(ids[0])], "failed": []],
            ])
        let three = try await send(ids + [ids[1]], on: stage)
        #expect(three.json["message"] == "Message sent successfully to 3 groups")
        #expect(three.json["data"]?.texts("delivered")?.sorted() == ids.sorted() && three.json["data"]?["failed"] == [])
    }

    @Test(.tags(.FS2_106)) func `a group that the number is not in fails, and the others have the message`() async throws {
        let (stage, _) = try await Stage.linked()
        let (id, foreign) = (try await stage.group(["254712345678"]), "120363999999999999@g.us")
        let answer = try await send([id, foreign], on: stage)
        #expect(answer.status == 200)
        #expect(answer.json["message"] == "Message sent successfully to 1 group")
        #expect(answer.json["data"] == ["delivered": [.string(id)], "failed": [.string(foreign)]])
        #expect(try await send([foreign], on: stage).json["message"] == "Message sent successfully to 0 groups")
    }

    @Test(.tags(.FS2_108)) func `a group is sent files by the same members as a number`() async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678"])
        try await FileServer.with { files in
            for (type, path, further) in [
                ("image", "image.jpg", [JSON.Member("caption", "Up there")]), ("document", "file.pdf", [JSON.Member("fileName", "Plan.pdf")]),
            ] {
                let members = [JSON.Member("type", .string(type)), JSON.Member("url", .string("\(files.url)/\(path)"))]
                let answer = try await send([id], members + further, on: stage)
                #expect(answer.json["data"] == ["delivered": [.string(id)], "failed": []], "\(answer.text)")
            }
        }
        let missing = try await send([id], [JSON.Member("type", "image")], on: stage)
        #expect(missing.status == 400 && missing.json["message"]?.string?.hasPrefix("url ") == true)
        #expect(
            try await stage.harness.database.count(
                "SELECT count(*) FROM messaging.message WHERE tenant_id = \(stage.tenant.id) AND chat = \(id) AND kind <> 'text'") == 2)
    }

    @Test(.tags(.FS2_109)) func `send-message is never the name of a group`() async throws {
        let (stage, _) = try await Stage.linked()
        for method in ["GET", "PUT", "DELETE"] {
            let answer = try await stage.call(method, "/groups/send-message")
            #expect(answer.status == 405 && answer.header("Allow") == "POST")
            #expect(answer.json["success"] == false)
        }
        #expect(try await stage.call("POST", "/groups/send-message", [:]).status == 400)
        // Below it there is a group of that name, which there is not.
        #expect(try await stage.call("GET", "/groups/send-message/invite-link").status == 404)
    }
}
