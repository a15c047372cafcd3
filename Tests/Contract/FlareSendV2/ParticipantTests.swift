import Core
import Database
import TestSupport
import Testing

/// Contract FS2-110 to FS2-118: `POST /groups/{groupId}/participants`.
@Suite(.serialized, .herald) struct ParticipantTests {
    private func people(_ group: String, on stage: Stage) async throws -> [JSON] {
        try #require(try await stage.call("GET", "/groups/\(group)").json["data"]?["participants"]?.array)
    }

    @Test(.tags(.FS2_110, .FS2_112, .FS2_113)) func `people come, rise, fall and go, and each is said in its own words`() async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678"])
        for (action, past, admins) in [
            ("add", "added", [JSON.string("superadmin"), .null, .null]), ("promote", "promoted", ["superadmin", .null, "admin"]),
            ("demote", "demoted", ["superadmin", .null, .null]), ("remove", "removed", ["superadmin", .null]),
        ] {
            let answer = try await stage.change(id, action, ["254798765432"])
            #expect(answer.status == 200)
            #expect(answer.json.names == ["success", "message", "groupId", "participants"])
            #expect(
                answer.json == [
                    "success": true, "message": .string("Participants successfully \(past)"), "groupId": .string(id),
                    "participants": ["254798765432"],
                ])
            #expect(try await people(id, on: stage).map { $0["admin"] } == admins)
        }
    }

    @Test(.tags(.FS2_111)) func `people are named by number, address or hidden address, and answered as they were named`() async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678"])
        let names = ["254733333333", "+254744444444", "254755555555@s.whatsapp.net"]
        #expect(try await stage.change(id, "add", names).json.texts("participants") == names)
        let hidden = try #require(try await people(id, on: stage).last?["id"]?.string)
        #expect(hidden.hasSuffix("@lid"))
        #expect(try await stage.change(id, "promote", [hidden]).json.texts("participants") == [hidden])
        #expect(try await people(id, on: stage).last?["admin"] == "admin")
        // One person under two names is one.
        #expect(try await stage.change(id, "remove", ["254733333333", "254733333333@s.whatsapp.net"]).json.texts("participants") == ["254733333333"])
    }

    @Test(.tags(.FS2_114, .FS2_117, .FS2_118)) func `one who is in the group already keeps the others out`() async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678"])
        let before = try await people(id, on: stage)
        for name in ["254712345678", "+254712345678", "254712345678@s.whatsapp.net", try #require(before.last?["id"]?.string)] {
            let answer = try await stage.change(id, "add", ["254798765432", name])
            #expect(answer.status == 400)
            #expect(
                answer.json == ["success": false, "message": "Some participants are already in the group.", "invalid": [.string(name)]])
            #expect(answer.json.names == ["success", "message", "invalid"])
        }
        #expect(try await people(id, on: stage) == before)
    }

    @Test(.tags(.FS2_115, .FS2_117, .FS2_118), arguments: ["remove", "promote", "demote"])
    func `one who is not in the group keeps the others as they are`(action: String) async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678"])
        let before = try await people(id, on: stage)
        let answer = try await stage.change(id, action, ["254712345678", "254700000009"])
        #expect(answer.status == 400)
        #expect(answer.json == ["success": false, "message": "Some participants are not in the group.", "invalid": ["254700000009"]])
        #expect(try await people(id, on: stage) == before)
    }

    @Test(.tags(.FS2_115)) func `what is nobody, or not on WhatsApp, is invalid`() async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678"])
        for (action, name) in [("add", "254712340000"), ("add", "next door"), ("remove", "next door"), ("add", id)] {
            let answer = try await stage.change(id, action, ["254798765432", name])
            #expect(answer.status == 400)
            #expect(answer.json == ["success": false, "message": "Some participants are not in the group.", "invalid": [.string(name)]])
        }
        #expect(try await people(id, on: stage).count == 2)
    }

    static let actions: [JSON?] = [nil, .null, "", "ADD", "dance", 7, ["add"]]

    @Test(.tags(.FS2_116, .FS2_117), arguments: actions) func `an action that there is not is refused in these words`(action: JSON?) async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678"])
        let body = JSON.object((action.map { [JSON.Member("action", $0)] } ?? []) + [JSON.Member("participants", ["254712345678"])])
        let answer = try await stage.call("POST", "/groups/\(id)/participants", body)
        #expect(answer.status == 400)
        #expect(answer.json == ["success": false, "message": "Invalid action. Allowed: add, remove, promote, demote."])
    }

    static let lists: [JSON?] = [nil, .null, [], "254712345678", [7], .array([JSON](repeating: "254712345678", count: 101))]

    @Test(.tags(.FS2_110, .FS2_117), arguments: lists) func `a list of participants has to be there`(list: JSON?) async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678"])
        let body = JSON.object([JSON.Member("action", "remove")] + (list.map { [JSON.Member("participants", $0)] } ?? []))
        let answer = try await stage.call("POST", "/groups/\(id)/participants", body)
        #expect(answer.status == 400)
        #expect(answer.json["message"]?.string?.hasPrefix("participants") == true, "\(answer.text)")
        #expect(try await people(id, on: stage).count == 2)
    }

    @Test(.tags(.FS2_110)) func `whom WhatsApp refuses is told, and nothing is claimed`() async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678"])
        // Whoever made a group cannot be put below others.
        let answer = try await stage.change(id, "demote", ["254700000001"])
        #expect(answer.status == 400)
        #expect(answer.json == ["success": false, "message": "Participants could not be demoted.", "invalid": ["254700000001"]])
        let partly = try await stage.change(id, "remove", ["254712345678", "254700000001"])
        #expect(partly.status == 200)
        #expect(partly.json.texts("participants") == ["254712345678"] && partly.json.texts("invalid") == ["254700000001"])
        #expect(try await people(id, on: stage).count == 1)
    }
}
