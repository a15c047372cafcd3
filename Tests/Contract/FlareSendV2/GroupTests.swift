import Core
import Database
import TestSupport
import Testing

/// Contract FS2-90 to FS2-104: making, listing and reading groups.
@Suite(.serialized, .herald) struct GroupTests {
    static let names = [
        "id", "addressingMode", "subject", "subjectOwner", "subjectTime", "size", "creation", "owner", "restrict", "announce", "isCommunity",
        "isCommunityAnnounce", "joinApprovalMode", "memberAddMode", "participants",
    ]

    @Test(.tags(.FS2_90, .FS2_91)) func `a group that was made is told with these members in this order`() async throws {
        let (stage, _) = try await Stage.linked()
        let answer = try await stage.call("POST", "/groups", ["subject": "Family Group 4", "participants": ["254712345678", "+254723456789"]])
        #expect(answer.status == 200)
        #expect(answer.json.names == ["success", "message", "data"])
        #expect(answer.json["success"] == true && answer.json["message"] == "Group created successfully")
        #expect(answer.json["data"]?.names == Self.names)
        #expect(answer.json["data"]?["subject"] == "Family Group 4" && answer.json["data"]?["size"] == 3)
        // It is there, for the other number too.
        let id = try #require(answer.json["data"]?["id"]?.string)
        #expect(id.hasSuffix("@g.us"))
        #expect(try await stage.call("GET", "/groups").json["data"]?[id]?["subject"] == "Family Group 4")
    }

    @Test(.tags(.FS2_92)) func `in a group that hides numbers everybody is named by a hidden address`() async throws {
        let (stage, _) = try await Stage.linked()
        let group = try #require(
            try await stage.call("POST", "/groups", ["subject": "Hikers", "participants": ["254712345678"]]).json["data"])
        #expect(group["addressingMode"] == "lid")
        let people = try #require(group["participants"]?.array).map { $0["id"]?.string }
        for address in people + [group["owner"]?.string, group["subjectOwner"]?.string] {
            #expect(try #require(address).wholeMatch(of: /\d+@lid/) != nil)
        }
    }

    @Test(.tags(.FS2_93)) func `people have an address and a rank, and nothing else`() async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678", "254723456789"])
        _ = try await stage.change(id, "promote", ["254712345678"])
        let people = try #require(try await stage.call("GET", "/groups/\(id)").json["data"]?["participants"]?.array)
        #expect(people.allSatisfy { $0.names == ["id", "admin"] })
        #expect(people.map { $0["admin"] } == ["superadmin", "admin", .null])
    }

    @Test(.tags(.FS2_94)) func `times are whole seconds since 1970, and what is so or not is true or false`() async throws {
        let (stage, _) = try await Stage.linked()
        let group = try #require(
            try await stage.call("POST", "/groups", ["subject": "Hikers", "participants": ["254712345678"]]).json["data"])
        let now = stage.harness.database.runtime.clock.now.seconds
        for name in ["subjectTime", "creation"] {
            #expect(abs(try #require(group[name]?.integer) - now) < 60)
        }
        for name in ["restrict", "announce", "isCommunity", "isCommunityAnnounce", "joinApprovalMode", "memberAddMode"] {
            #expect(group[name]?.bool == false, "\(name)")
        }
    }

    static let incomplete: [(body: JSON, names: String)] = [
        ([:], "subject"), (["participants": ["254712345678"]], "subject"), (["subject": "", "participants": ["254712345678"]], "subject"),
        (["subject": "  ", "participants": ["254712345678"]], "subject"), (["subject": 4, "participants": ["254712345678"]], "subject"),
        (["subject": "Hikers"], "participants"), (["subject": "Hikers", "participants": []], "participants"),
        (["subject": "Hikers", "participants": "254712345678"], "participants"),
        (["subject": "Hikers", "participants": ["next door"]], "participants/0"),
        (["subject": "Hikers", "participants": ["254712345678", "254712340000"]], "participants/1"),
        (["subject": .string(String(repeating: "x", count: 101)), "participants": ["254712345678"]], "subject"),
    ]

    @Test(.tags(.FS2_95), arguments: incomplete) func `a group without a name or people is not made`(body: JSON, names: String) async throws {
        let (stage, _) = try await Stage.linked()
        let answer = try await stage.call("POST", "/groups", body)
        #expect(answer.status == 400)
        #expect(answer.json.names == ["success", "message"] && answer.json["success"] == false)
        #expect(answer.json["message"]?.string?.hasPrefix(names + " ") == true, "\(answer.text)")
        #expect(try await stage.call("GET", "/groups").json["data"] == .object([]))
    }

    static let calls: [(method: String, path: String, body: JSON?)] = [
        ("POST", "/groups", ["subject": "Hikers", "participants": ["254712345678"]]), ("GET", "/groups", nil),
        ("GET", "/groups/120363420250618357@g.us", nil), ("GET", "/groups/120363420250618357@g.us/invite-link", nil),
        ("POST", "/groups/send-message", ["groupJids": ["120363420250618357@g.us"], "type": "text", "text": "Hello"]),
        ("POST", "/groups/120363420250618357@g.us/participants", ["action": "add", "participants": ["254712345678"]]),
    ]

    @Test(.tags(.FS2_95), arguments: calls)
    func `without a connection nothing is done with groups`(method: String, path: String, body: JSON?) async throws {
        let stage = try await Stage()
        // Neither without any instance, nor with one that waits for a phone.
        for _ in 1...2 {
            let answer = try await stage.call(method, path, body)
            #expect(answer.status == 425)
            #expect(
                answer.json == [
                    "success": false, "message": "Instance not ready for messaging", "status": "initializing",
                    "action": "Please ensure the QR code is scanned and the instance is connected",
                ])
            _ = try await stage.tenant.pairingInstance()
        }
    }

    @Test(.tags(.FS2_97)) func `groups are listed in an object by their addresses`() async throws {
        let (stage, _) = try await Stage.linked()
        let ids = [try await stage.group(["254712345678"], "Hikers"), try await stage.group(["254723456789"], "Family")]
        let answer = try await stage.call("GET", "/groups")
        #expect(answer.status == 200)
        #expect(answer.json.names == ["success", "message", "data"] && answer.json["message"] == "Fetched all groups successfully")
        #expect(answer.json["data"]?.names == ids.sorted())
        for id in ids {
            let group = try #require(answer.json["data"]?[id])
            #expect(group.names == ["id", "subject", "size", "owner", "participants"])
            #expect(group["id"]?.string == id && group["size"] == 2)
        }
    }

    @Test(.tags(.FS2_96, .FS2_98)) func `pages are slices that hold still, and past the end they are empty`() async throws {
        let (stage, _) = try await Stage.linked()
        var ids: [String] = []
        for number in 1...5 { ids.append(try await stage.group(["254712345678"], "Group \(number)")) }
        ids.sort()
        func page(_ query: String) async throws -> [String]? { try await stage.call("GET", "/groups" + query).json["data"]?.names }
        #expect(try await page("") == ids)
        for _ in 1...2 {
            #expect(try await page("?page=1&limit=2") == Array(ids[0..<2]))
            #expect(try await page("?page=2&limit=2") == Array(ids[2..<4]))
            #expect(try await page("?page=3&limit=2") == Array(ids[4..<5]))
            #expect(try await page("?page=4&limit=2") == [])
        }
        #expect(try await page("?limit=3") == Array(ids[0..<3]))
        #expect(try await page("?page=1") == ids)
        #expect(try await page("?page=2") == [])
    }

    static let queries = [
        "page=0", "page=-1", "page=x", "page=1.5", "page=", "limit=0", "limit=1001", "limit=ten", "page=1&limit=0", "page=1&page=2",
    ]

    @Test(.tags(.FS2_98), arguments: queries) func `a page that there cannot be is refused`(query: String) async throws {
        let (stage, _) = try await Stage.linked()
        let answer = try await stage.call("GET", "/groups?\(query)")
        #expect(answer.status == 400)
        #expect(answer.json.names == ["success", "message"] && answer.json["success"] == false)
    }

    @Test(.tags(.FS2_99, .FS2_100)) func `a group is shown with these members, and its time as the tenant's clocks show it`() async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678"], "Weekend Hiking Plans")
        _ = try await stage.tenant.call("PATCH", "/v1/groups/\(id)", ["description": "Plan for our next hike."])
        // 20:01 UTC is 23:01 in Nairobi; the module remembers what the channel said, so a test may say it.
        try await stage.harness.database.script(
            """
            UPDATE groups.snapshot SET snapshot = snapshot || '{"created_at": 1755115260000000}' WHERE group_id = '\(id)';
            """)
        for (zone, shown) in [
            ("Africa/Nairobi", "Aug 13, 2025, 11:01 PM"), ("UTC", "Aug 13, 2025, 8:01 PM"), ("Asia/Tokyo", "Aug 14, 2025, 5:01 AM"),
            ("America/New_York", "Aug 13, 2025, 4:01 PM"),
        ] {
            #expect(try await stage.tenant.call("PATCH", "/v1/tenant", ["time_zone": .string(zone)]).status == 200)
            try await eventually("the zone is \(zone)") {
                try await stage.call("GET", "/groups/\(id)").json["data"]?["createdAt"]?.string == shown
            }
        }
        let answer = try await stage.call("GET", "/groups/\(id)")
        #expect(answer.status == 200)
        #expect(answer.json.names == ["success", "message", "data"] && answer.json["message"] == "Group info fetched successfully")
        let data = try #require(answer.json["data"])
        #expect(data.names == ["id", "name", "desc", "createdAt", "owner", "isCommunity", "participants"])
        #expect(data["name"] == "Weekend Hiking Plans" && data["desc"] == "Plan for our next hike.")
    }

    @Test(.tags(.FS2_100)) func `noon and midnight are twelve`() async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678"])
        for (time, shown) in [
            ("2025-01-05 00:00:30", "Jan 5, 2025, 12:00 AM"), ("2025-02-28 12:00:59", "Feb 28, 2025, 12:00 PM"),
            ("2024-12-31 11:59:59", "Dec 31, 2024, 11:59 AM"),
        ] {
            try await stage.harness.database.script(
                """
                UPDATE groups.snapshot
                   SET snapshot = jsonb_set(snapshot, '{created_at}', to_jsonb((extract(epoch FROM timestamptz '\(time)Z') * 1000000)::bigint))
                 WHERE group_id = '\(id)'
                """)
            #expect(try await stage.call("GET", "/groups/\(id)").json["data"]?["createdAt"]?.string == shown)
        }
    }

    @Test(.tags(.FS2_101)) func `a group that there is not, or of another tenant, is not found`() async throws {
        let (stage, _) = try await Stage.linked()
        let (other, _) = try await Stage.linked("254700000002")
        let foreign = try await other.group(["254712345678"])
        for id in [foreign, "120363420250618357@g.us", "254712345678@s.whatsapp.net", "120363420250618357", "@g.us", "family", "%00"] {
            for (method, path, body) in [
                ("GET", "/groups/\(id)", nil), ("GET", "/groups/\(id)/invite-link", nil),
                ("POST", "/groups/\(id)/participants", ["action": "remove", "participants": ["254712345678"]] as JSON),
            ] {
                let answer = try await stage.call(method, path, body)
                guard id != "%00" else {
                    #expect((400..<500).contains(answer.status))
                    continue
                }
                #expect(answer.status == 404, "\(method) \(path)")
                #expect(answer.json == ["success": false, "message": "Group not found"])
            }
        }
        #expect(try await other.call("GET", "/groups/\(foreign)").status == 200)
    }

    @Test(.tags(.FS2_102)) func `an address in a path may be written raw or escaped`() async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678"])
        for written in [id, id.replacing("@", with: "%40"), id.replacing("@", with: "%40").replacing(".", with: "%2E")] {
            #expect(try await stage.call("GET", "/groups/\(written)").json["data"]?["id"]?.string == id)
            #expect(try await stage.call("GET", "/groups/\(written)/invite-link").status == 200)
            #expect(try await stage.change(written, "promote", ["254712345678"]).json["groupId"]?.string == id)
        }
    }

    @Test(.tags(.FS2_103)) func `an invitation link ends in its code`() async throws {
        let (stage, _) = try await Stage.linked()
        let id = try await stage.group(["254712345678"])
        let answer = try await stage.call("GET", "/groups/\(id)/invite-link")
        #expect(answer.status == 200 && answer.json.names == ["success", "message", "data"])
        let data = try #require(answer.json["data"])
        #expect(data.names == ["inviteCode", "inviteLink"])
        let code = try #require(data["inviteCode"]?.string)
        #expect(!code.isEmpty && data["inviteLink"]?.string == "https://chat.whatsapp.com/\(code)")
    }

    @Test(.tags(.FS2_104)) func `whoever is no administrator has no invitation link to give`() async throws {
        let (stage, instance) = try await Stage.linked()
        let made = try await stage.tenant.call(
            "POST", "/v1/sandbox/instances/\(instance)/groups", ["subject": "Theirs", "participants": ["254712345678"], "admin": false])
        let id = try #require(made.json["id"]?.string, "\(made.text)")
        let answer = try await stage.call("GET", "/groups/\(id)/invite-link")
        #expect(answer.status == 403)
        #expect(answer.json == ["success": false, "message": "The number is not an administrator of the group"])
        #expect(try await stage.change(id, "add", ["254723456789"]).status == 403)
        // Made administrator, it has one.
        _ = try await stage.tenant.call("PATCH", "/v1/sandbox/instances/\(instance)/groups/\(id)", ["admin": true])
        try await eventually("it is an administrator") { try await stage.call("GET", "/groups/\(id)/invite-link").status == 200 }
    }

    @Test(.tags(.FS2_97, .FS2_101)) func `what others do to a group is seen, and a group that was left is gone`() async throws {
        let (stage, instance) = try await Stage.linked()
        let id = try await stage.group(["254712345678"], "Hikers")
        #expect(try await stage.call("GET", "/groups").json["data"]?.names == [id])
        _ = try await stage.tenant.call("PATCH", "/v1/sandbox/instances/\(instance)/groups/\(id)", ["subject": "Climbers"])
        try await eventually("the new title is known") { try await stage.call("GET", "/groups/\(id)").json["data"]?["name"] == "Climbers" }
        #expect(try await stage.call("GET", "/groups").json["data"]?[id]?["subject"] == "Climbers")
        _ = try await stage.tenant.call("DELETE", "/v1/sandbox/instances/\(instance)/groups/\(id)")
        try await eventually("the group is gone") { try await stage.call("GET", "/groups/\(id)").status == 404 }
        #expect(try await stage.call("GET", "/groups").json["data"] == .object([]))
    }
}

extension Stage {
    /// A tenant with a linked instance, and which it is.
    static func linked(_ number: String = "254700000001") async throws -> (stage: Stage, instance: String) {
        let stage = try await Stage()
        return (stage, try await stage.tenant.linkedInstance(number))
    }

    func call(_ method: String, _ path: String, _ body: JSON? = nil, key: String? = nil) async throws -> TestAnswer {
        try await harness.client.call(method, path, key: key ?? tenant.key, body)
    }

    /// Makes a group; answers its address.
    func group(_ people: [String], _ subject: String = "Hikers") async throws -> String {
        let made = try await call("POST", "/groups", ["subject": .string(subject), "participants": .array(people.map(JSON.string))])
        return try #require(made.json["data"]?["id"]?.string, "\(made.text)")
    }

    func change(_ group: String, _ action: String, _ people: [String]) async throws -> TestAnswer {
        try await call("POST", "/groups/\(group)/participants", ["action": .string(action), "participants": .array(people.map(JSON.string))])
    }
}
