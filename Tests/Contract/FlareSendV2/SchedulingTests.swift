import Contracts
import Core
import Database
import TestSupport
import Testing

/// Contract FS2-70 to FS2-84: messages for later.
@Suite(.serialized, .herald) struct SchedulingTests {
    private func linked(plan: String = "pro") async throws -> Stage {
        let stage = try await Stage(plan: plan)
        _ = try await stage.tenant.linkedInstance()
        return stage
    }

    private func id(_ answer: TestAnswer) throws -> String { try #require(answer.json["task_id"]?.string, "\(answer.text)") }

    /// The only thing that waits.
    private func only(_ stage: Stage) async throws -> JSON? {
        let answer = try await stage.scheduled()
        let list = try #require(answer.json["data"]?.array)
        #expect(list.count == 1)
        return list.first
    }

    @Test(.tags(.FS2_70, .FS2_71, .FS2_73, .FS2_74)) func `a time is echoed as it was given, beside the id of what waits for it`() async throws {
        let stage = try await linked()
        let sendAt = stage.tomorrow
        let answer = try await stage.schedule(at: sendAt)
        #expect(answer.status == 200)
        #expect(answer.json.names == ["success", "message", "scheduled_for", "task_id"])
        #expect(answer.json["message"] == "Message scheduled successfully")
        #expect(answer.json["scheduled_for"]?.string == sendAt)
        #expect(try id(answer).wholeMatch(of: try Regex("SCHED-[0-9]+")) != nil)
    }

    @Test(.tags(.FS2_72)) func `a time without a zone is one of the tenant's zone, and one with an offset is not`() async throws {
        let stage = try await linked()
        #expect(try await stage.tenant.call("PATCH", "/v1/tenant", ["time_zone": "Africa/Nairobi"]).status == 200)
        let day = stage.tomorrow.prefix(10)
        for sendAt in ["\(day) 15:00:00", "\(day)T14:00:00+02:00", "\(day)T12:00:00Z"] {
            let answer = try await stage.schedule(at: sendAt)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["scheduled_for"]?.string == sendAt)
        }
        let due = try #require(Instant(rfc3339: "\(day)T12:00:00Z"))
        let count = try await stage.harness.database.count(
            "SELECT count(*) FROM messaging.schedule WHERE tenant_id = \(stage.tenant.id) AND due_at = \(due)")
        #expect(count == 3)
    }

    static let times: [JSON?] = [
        nil, .null, "", 1_893_456_000, "tomorrow", "2020-01-01 00:00:00", "2020-01-01T00:00:00Z", "9999-12-31 23:59:59", "10000-01-01 00:00:00",
        "-001-01-01 00:00:00", "30-01-01 10:00:00", "DAY 24:00:00", "DAY 12:60:00", "DAY 12:00:00; DROP", "DAY", "DAY 12:00 PM",
        "2027-02-30 10:00:00",
        "2027-13-01 10:00:00", "\u{0662}\u{0660}\u{0662}\u{0667}-01-01 10:00:00", " DAY 12:00:00",
    ]

    @Test(.tags(.FS2_71, .FS2_75), arguments: times) func `what is no time to come is refused`(time: JSON?) async throws {
        let stage = try await linked()
        var members = [JSON.Member("recipients", ["254708920430"]), JSON.Member("type", "text"), JSON.Member("text", "Again!")]
        if let time {
            let day = String(stage.tomorrow.prefix(10))
            members.append(JSON.Member("sendAt", time.string.map { .string($0.replacing("DAY", with: day)) } ?? time))
        }
        let answer = try await stage.harness.client.call("POST", "/schedule-message", key: stage.tenant.key, .object(members))
        #expect(answer.status == 400, "\(answer.text)")
        #expect(answer.json.names == ["success", "message"])
        #expect(answer.json["message"]?.string?.hasPrefix("sendAt ") == true, "\(answer.text)")
        #expect(try await stage.messages() == 0)
    }

    @Test(.tags(.FS2_72), arguments: ["Mars/Phobos", "", "EST", "Africa/Nairobi"])
    func `a zone beside the time is refused rather than passed over`(zone: String) async throws {
        let stage = try await linked()
        let members = [JSON.Member("type", "text"), JSON.Member("text", "Again!"), JSON.Member("timezone", .string(zone))]
        for answer in [
            try await stage.schedule(members),
            try await stage.upload(
                [("recipients[]", "254708920430"), ("type", "text"), ("text", "Again!"), ("sendAt", stage.tomorrow), ("timezone", zone)],
                to: "/schedule-message"),
        ] {
            #expect(answer.status == 400)
            #expect(answer.json["message"]?.string?.hasPrefix("timezone is not taken") == true, "\(answer.text)")
        }
    }

    @Test(.tags(.FS2_70)) func `what is to be sent is checked as if it were to be sent now`() async throws {
        let stage = try await linked()
        let broken: [(members: [JSON.Member], to: [String], words: String)] = [
            ([JSON.Member("type", "text")], ["254708920430"], "text is required when type is text"),
            ([JSON.Member("type", "hologram")], ["254708920430"], "type "),
            ([], [], "Recipients array is required"), ([], ["x"], "recipients "), ([], ["254708920430", "x"], "recipients "),
            ([JSON.Member("type", "image")], ["254708920430"], "url is required"),
        ]
        for (members, recipients, words) in broken {
            let answer = try await stage.schedule(members, to: recipients)
            #expect(answer.status == 400)
            #expect(answer.json["message"]?.string?.hasPrefix(words) == true, "\(answer.text)")
        }
        #expect(try await stage.scheduled().json["data"] == [])
    }

    @Test(.tags(.FS2_76)) func `files can be scheduled, behind links and uploaded`() async throws {
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let link = [JSON.Member("type", "video"), JSON.Member("url", .string(files.url + "/video.mp4")), JSON.Member("caption", "Soon")]
            _ = try id(await stage.schedule(link, at: stage.local(in: .seconds(3))))
            #expect(files.asked == ["/video.mp4"])
        }
        // The link is gone now: what was fetched is what is sent.
        let uploaded = try await stage.upload(
            [("recipients[]", "254708920430"), ("type", "document"), ("sendAt", stage.local(in: .seconds(3)))], file: ("a.pdf", FileServer.pdf),
            to: "/schedule-message")
        _ = try id(uploaded)
        try await eventually("both are sent") {
            let (video, document) = (try await stage.sent("video", ["caption"], "Soon"), try await stage.sent("document", ["file_name"], "a.pdf"))
            return video == 1 && document == 1
        }
    }

    @Test(.tags(.FS2_76)) func `a link without a file is told when it is scheduled`() async throws {
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let answer = try await stage.schedule([JSON.Member("type", "video"), JSON.Member("url", .string(files.url + "/missing.mp4"))])
            #expect(answer.status == 400)
            #expect(answer.json["message"]?.string?.hasPrefix("url ") == true)
        }
    }

    @Test(.tags(.FS2_77, .FS2_78, .FS2_79)) func `the list has what waits, in the order in which it is due`() async throws {
        let stage = try await linked()
        #expect(try await stage.scheduled().json == ["success": true, "message": "Scheduled messages fetched successfully", "data": []])
        var ids: [String] = []
        for hours in [30, 10, 20] { ids.append(try id(await stage.schedule(at: stage.local(in: .seconds(hours * 3600))))) }
        let answer = try await stage.scheduled()
        let list = try #require(answer.json["data"]?.array)
        #expect(list.compactMap { $0["id"]?.string } == [ids[1], ids[2], ids[0]])
        for element in list {
            #expect(element.names == ["id", "recipients", "type", "text", "sendAt", "status"])
            #expect(element["status"] == "pending")
            #expect(element["recipients"] == ["254708920430"])
        }
    }

    @Test(.tags(.FS2_77)) func `without pages everything comes, and with pages a slice after the other`() async throws {
        let stage = try await linked()
        var ids: [String] = []
        for hours in 1...7 { ids.append(try id(await stage.schedule(at: stage.local(in: .seconds(hours * 3600))))) }
        #expect(try await stage.scheduled().json["next"] == nil)
        func shown(_ query: String) async throws -> (ids: [String], next: String?) {
            let answer = try await stage.scheduled(query)
            return ((answer.json["data"]?.array ?? []).compactMap { $0["id"]?.string }, answer.json["next"]?.string)
        }
        #expect(try await shown("").ids == ids)
        for (page, slice) in [ids[0..<3], ids[3..<6], ids[6..<7], []].enumerated() {
            #expect(try await shown("?page=\(page + 1)&limit=3").ids == Array(slice))
        }
        var (found, next) = try await shown("?limit=3")
        while let after = next {
            let more = try await shown("?limit=3&after=\(after)")
            found += more.ids
            next = more.next
        }
        #expect(found == ids)
        for query in [
            "?page=101", "?after=x", "?after=", "?page=0", "?page=-1", "?page=x", "?limit=0", "?limit=1001", "?limit=x",
            "?page=9223372036854775807&limit=100",
        ] {
            let answer = try await stage.scheduled(query)
            #expect(answer.status == 400, "\(query)")
            #expect(answer.json.names == ["success", "message"])
        }
    }

    @Test(.tags(.FS2_79)) func `another tenant's list has nothing of it`() async throws {
        let (stage, other) = (try await linked(), try await linked())
        let task = try id(await stage.schedule())
        #expect(try await other.scheduled().json["data"] == [])
        #expect(try await other.tenant.call("PATCH", "/scheduled-messages/\(task)", ["text": "x"]).status == 404)
        #expect(try await other.tenant.call("DELETE", "/scheduled-messages/\(task)").status == 404)
        #expect(try await only(stage)?["text"] == "Again!")
    }

    @Test(.tags(.FS2_80, .FS2_79)) func `what is due is sent, once and not before, and is no longer listed`() async throws {
        let stage = try await linked()
        let sendAt = stage.local(in: .seconds(3))
        _ = try id(await stage.schedule(at: sendAt))
        #expect(
            try await stage.harness.database.count(
                "SELECT count(*) FROM messaging.message WHERE tenant_id = \(stage.tenant.id) AND sent_at IS NOT NULL") == 0)
        try await eventually("it is sent") { try await stage.sent("text", ["text"], "Again!") == 1 }
        let due = try #require(Instant(rfc3339: sendAt.replacing(" ", with: "T") + "Z"))
        let inTime = try await stage.harness.database.count(
            """
            SELECT count(*) FROM messaging.message
            WHERE tenant_id = \(stage.tenant.id) AND sent_at >= \(due) AND sent_at < \(due + .seconds(3))
            """)
        #expect(inTime == 1)
        #expect(try await stage.scheduled().json["data"] == [])
    }

    @Test(.tags(.FS2_81)) func `the day's messages are counted when it is due, not when it is asked for`() async throws {
        let stage = try await linked(plan: "free")
        _ = try id(await stage.schedule(at: stage.local(in: .seconds(4))))
        let hundred = (0..<100).map { "25476230\(1009 + $0 * 10)" }
        #expect(try await stage.send(to: hundred).status == 200)
        try await eventually("it has failed") {
            try await stage.harness.database.count(
                "SELECT count(*) FROM messaging.message WHERE tenant_id = \(stage.tenant.id) AND error_code = 'quota_exceeded'") == 1
        }
    }

    @Test(.tags(.FS2_81, .FS2_44)) func `who has no phone linked is told at once`() async throws {
        let stage = try await Stage()
        for wanted in ["nothing", "an instance without a phone"] {
            let answer = try await stage.schedule()
            #expect(answer.status == 425, "\(wanted)")
            #expect(answer.json.names == ["success", "message", "status", "action"])
            _ = try await stage.tenant.pairingInstance()
        }
    }

    static let changes: [(change: JSON, fields: [String], expected: [(String, JSON)])] = [
        (["text": "Once more!"], ["text"], [("text", "Once more!"), ("recipients", ["254708920430"])]),
        (
            ["recipients": ["254708920431", "+254708920431", "254708920432"]], ["recipients"],
            [("recipients", ["254708920431", "254708920432"]), ("text", "Again!")]
        ),
        (["sendAt": "2027-01-01T10:00:00+01:00"], ["sendAt"], [("sendAt", "2027-01-01T10:00:00+01:00"), ("text", "Again!")]),
        (
            ["type": "image", "url": "FILES/image.jpg", "caption": "x"], ["type", "url", "caption"],
            [("type", "image"), ("caption", "x"), ("url", "FILES/image.jpg")]
        ),
        (["sendAt": .null, "text": "Once more!"], ["text"], [("text", "Once more!")]),
    ]

    @Test(.tags(.FS2_82), arguments: changes.indices) func `any member can be changed, and the others stay`(index: Int) async throws {
        let (change, fields, expected) = Self.changes[index]
        let stage = try await linked()
        let task = try id(await stage.schedule())
        try await FileServer.with { (files) async throws in
            func filled(_ json: JSON) -> JSON { (try? JSONParser.parse(json.text.replacing("FILES", with: files.url))) ?? json }
            let answer = try await stage.tenant.call("PATCH", "/scheduled-messages/\(task)", filled(change))
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json.names == ["success", "message", "id", "updated_fields"])
            #expect(answer.json["message"] == "Scheduled message updated successfully")
            #expect(answer.json["id"]?.string == task)
            #expect(answer.json.texts("updated_fields") == fields)
            let shown = try await only(stage)
            for (name, value) in expected {
                #expect(shown?[name] == filled(value), "\(name)")
            }
        }
    }

    @Test(.tags(.FS2_82)) func `of a file only the words under it can be changed, and the file alone`() async throws {
        let stage = try await linked()
        try await FileServer.with { (files) async throws in
            let members = [JSON.Member("type", "image"), JSON.Member("url", .string(files.url + "/image.jpg")), JSON.Member("caption", "one")]
            let task = try id(await stage.schedule(members))
            let before = try await only(stage)
            #expect(try await stage.tenant.call("PATCH", "/scheduled-messages/\(task)", ["caption": "two"]).status == 200)
            var shown = try await only(stage)
            #expect(shown?["caption"] == "two")
            #expect(shown?["mediaId"] == before?["mediaId"])
            #expect(try await stage.tenant.call("PATCH", "/scheduled-messages/\(task)", ["url": .string(files.url + "/image.png")]).status == 200)
            shown = try await only(stage)
            #expect(shown?["caption"] == "two")
            #expect(shown?["mediaId"] != before?["mediaId"])
        }
    }

    static let broken: [JSON] = [
        .object([]), ["text": ""], ["text": 7], ["recipients": []], ["recipients": ["x"]], ["type": "hologram"], ["type": "image"],
        ["sendAt": "2020-01-01 00:00:00"], ["sendAt": "x"], ["type": "template"], ["nonsense": 1],
    ]

    @Test(.tags(.FS2_82), arguments: broken) func `a change that breaks a rule changes nothing`(change: JSON) async throws {
        let stage = try await linked()
        let task = try id(await stage.schedule())
        let before = try await only(stage)
        let answer = try await stage.tenant.call("PATCH", "/scheduled-messages/\(task)", change)
        #expect(answer.status == 400, "\(answer.text)")
        #expect(answer.json.names == ["success", "message"])
        #expect(try await only(stage) == before)
    }

    @Test(.tags(.FS2_83, .FS2_84)) func `what has been sent can neither be changed nor cancelled, and what never was is not there`() async throws {
        let stage = try await linked()
        let task = try id(await stage.schedule(at: stage.local(in: .seconds(2))))
        try await eventually("it is sent") { try await stage.sent("text", ["text"], "Again!") == 1 }
        let late = try await stage.tenant.call("PATCH", "/scheduled-messages/\(task)", ["text": "x"])
        #expect(late.status == 409)
        #expect(late.json == ["success": false, "message": "This scheduled message can no longer be updated"])
        let cancelled = try await stage.tenant.call("DELETE", "/scheduled-messages/\(task)")
        #expect(cancelled.json == ["success": false, "message": "Scheduled message not found or cannot be cancelled"])
        for id in ["SCHED-1", "SCHED-", "SCHED-x", "1", "sched-1", "SCHED--1", "SCHED-99999999999999999999", "SCHED-\u{0661}"] {
            let encoded = id.utf8.allSatisfy({ $0 < 0x80 }) ? id : "SCHED-%D9%A1"
            let answer = try await stage.tenant.call("PATCH", "/scheduled-messages/\(encoded)", ["text": "x"])
            #expect(answer.status == 404, "\(id)")
            #expect(answer.json == ["success": false, "message": "Scheduled message not found"])
        }
    }

    @Test(.tags(.FS2_84)) func `what was cancelled is never sent`() async throws {
        let stage = try await linked()
        let task = try id(await stage.schedule(at: stage.local(in: .seconds(3))))
        _ = try id(await stage.schedule([JSON.Member("type", "text"), JSON.Member("text", "The other")], at: stage.local(in: .seconds(4))))
        let answer = try await stage.tenant.call("DELETE", "/scheduled-messages/\(task)")
        #expect(answer.status == 200)
        #expect(answer.json == ["success": true, "message": "Scheduled message cancelled successfully", "id": .string(task)])
        try await eventually("what is due later is sent") { try await stage.sent("text", ["text"], "The other") == 1 }
        #expect(try await stage.sent("text", ["text"], "Again!") == 0)
    }

    @Test(.tags(.FS2_04, .FS2_05)) func `a key that only reads lists, and changes nothing`() async throws {
        let stage = try await linked()
        let task = try id(await stage.schedule())
        let key = try await stage.harness.key(of: stage.tenant, scopes: .read)
        let client = stage.harness.client
        #expect(try await client.call("GET", "/scheduled-messages", key: key).status == 200)
        #expect(try await client.call("PATCH", "/scheduled-messages/\(task)", key: key, ["text": "x"]).status == 403)
        #expect(try await client.call("DELETE", "/scheduled-messages/\(task)", key: key).status == 403)
        #expect(try await client.call("GET", "/scheduled-messages").json == ["success": false, "error": "Authorization header required"])
    }
}
