import Core
import Database
import TestSupport
import Testing

/// Contract FS2-30 to FS2-46: what `POST /send-message` takes and answers.
@Suite(.serialized, .herald) struct SendingTests {
    static let lists: [JSON?] = [nil, .null, [], "254712345678", 254_712_345_678, true, ["0": "254712345678"]]

    @Test(.tags(.FS2_31), arguments: lists) func `without a list of recipients there is one sentence`(list: JSON?) async throws {
        let stage = try await Stage()
        let rest = JSON.object([JSON.Member("type", "text"), JSON.Member("text", "Hello")])
        let body = JSON.object((list.map { [JSON.Member("recipients", $0)] } ?? []) + (rest.object ?? []))
        let answer = try await stage.send(body)
        #expect(answer.status == 400)
        #expect(answer.json == ["success": false, "message": "Recipients array is required"])
    }

    @Test(.tags(.FS2_31)) func `an empty object lacks recipients first of all`() async throws {
        let stage = try await Stage()
        let answer = try await stage.send(.object([]))
        #expect(answer.status == 400)
        #expect(answer.json == ["success": false, "message": "Recipients array is required"])
    }

    static let types: [JSON?] = [nil, .null, "", "TEXT", "carrier pigeon", 1]

    @Test(.tags(.FS2_30, .FS2_33), arguments: types) func `a type that there is not, or none, is refused`(type: JSON?) async throws {
        let stage = try await Stage()
        var members = [JSON.Member("recipients", ["254712345678"]), JSON.Member("text", "Hello")]
        if let type { members.append(JSON.Member("type", type)) }
        let answer = try await stage.send(.object(members))
        #expect(answer.status == 400)
        #expect(answer.json.names == ["success", "message"])
    }

    static let texts: [JSON?] = [nil, .null, "", " \n\t", 7, ["Hello"], "nul \0"]

    @Test(.tags(.FS2_34), arguments: texts) func `a text without a text is refused`(text: JSON?) async throws {
        let stage = try await Stage()
        var members = [JSON.Member("recipients", ["254712345678"]), JSON.Member("type", "text")]
        if let text { members.append(JSON.Member("text", text)) }
        let answer = try await stage.send(.object(members))
        #expect(answer.status == 400)
        #expect(answer.json.names == ["success", "message"])
        #expect(answer.json["message"]?.string?.hasPrefix("text ") == true)
    }

    @Test(.tags(.FS2_30, .FS2_35, .FS2_36)) func `a success has these members in this order`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let answer = try await stage.send(to: ["254712345678"])
        #expect(answer.status == 200)
        #expect(
            answer.json.names == [
                "success", "message", "sent_at", "total_recipients", "successful_recipients", "failed_recipients", "invalid_recipients",
            ])
    }

    static let mixtures: [(asked: [String], successful: Int, failed: Int, invalid: Int)] = [
        (["254712345678"], 1, 0, 0), (["254712345678", "254712345679", "254712345670"], 3, 0, 0), (["254712340001"], 0, 1, 0),
        (["254712340000"], 0, 0, 1), (["254712340004", "254712340001", "254712340000", "254712340002", "x"], 1, 2, 2),
        (["254712345678", "+254712345678", "254712340001", "254712340001", "y", "y"], 1, 1, 1),
    ]

    @Test(.tags(.FS2_37, .FS2_38, .FS2_39, .FS2_41), arguments: mixtures)
    func `the sentence and the total count what the lists hold`(asked: [String], successful: Int, failed: Int, invalid: Int) async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let answer = try await stage.send(to: asked)
        #expect(answer.status == 200)
        #expect(answer.json["message"]?.string == "Message sending completed: \(successful) successful, \(failed) failed")
        #expect(answer.json.texts("successful_recipients")?.count == successful)
        #expect(answer.json.texts("failed_recipients")?.count == failed)
        #expect(answer.json.texts("invalid_recipients")?.count == invalid)
        #expect(answer.json["total_recipients"]?.integer == Int64(successful + failed + invalid))
    }

    @Test(.tags(.FS2_40, .FS2_46)) func `answers print addresses, and take them back`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let first = try await stage.send(to: ["254712345678", "+254712345679"])
        let printed = try #require(first.json.texts("successful_recipients"))
        #expect(printed == ["254712345678@s.whatsapp.net", "254712345679@s.whatsapp.net"])
        #expect(try await stage.send(to: printed).json.texts("successful_recipients") == printed)
    }

    @Test(.tags(.FS2_41)) func `what is not on WhatsApp is not counted against the day`() async throws {
        let stage = try await Stage(plan: "free")
        _ = try await stage.tenant.linkedInstance()
        let nobody = (0..<100).map { "2547\(10_000 + $0)0000" }
        #expect(try await stage.send(to: nobody).json.texts("invalid_recipients") == nobody)
        #expect(try await stage.send(to: ["254712345678"]).status == 200)
    }

    @Test(.tags(.FS2_42)) func `the time is UTC and has whole seconds`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let answer = try await stage.send(to: ["254712345678"])
        let text = try #require(answer.json["sent_at"]?.string)
        #expect(text.wholeMatch(of: try Regex(#"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"#)) != nil)
        let told = try #require(Instant(rfc3339: text))
        #expect(abs(told.seconds - stage.harness.database.runtime.clock.now.seconds) < 30)
    }

    @Test(.tags(.FS2_43)) func `what is open when the time is up is neither successful nor failed, and is sent later`() async throws {
        try await Harness.with(["HERALD_SYNC_TIMEOUT": "1"]) { harness in
            let tenant = try await harness.tenant()
            _ = try await tenant.linkedInstance()
            _ = try await harness.client.call("POST", "/v1/sandbox/network", key: Harness.adminKey, ["acknowledge": false])
            let answer = try await harness.client.call("POST", "/send-message", key: tenant.key, Stage.body(["254712345678", "254712345679"]))
            #expect(answer.status == 200)
            #expect(answer.json["message"] == "Message sending completed: 0 successful, 0 failed")
            #expect(answer.json["total_recipients"] == 2)
            #expect(answer.json.texts("pending_recipients") == ["254712345678@s.whatsapp.net", "254712345679@s.whatsapp.net"])
            _ = try await harness.client.call("POST", "/v1/sandbox/network", key: Harness.adminKey, ["acknowledge": true])
            try await harness.settle()
            #expect(try await harness.database.count("SELECT count(*) FROM messaging.message WHERE state = 'read'") == 2)
        }
    }

    @Test(.tags(.FS2_43)) func `an acknowledgement that comes in time is waited for`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        let answer = try await stage.send(to: ["254712340003"])
        #expect(answer.json["message"] == "Message sending completed: 1 successful, 0 failed")
    }

    @Test(.tags(.FS2_44, .FS2_45)) func `an instance that is not ready is said with four members, and nobody is written to`() async throws {
        let stage = try await Stage()
        let id = try await stage.tenant.pairingInstance()
        let answer = try await stage.send(to: ["254712345678"])
        #expect(answer.status == 425)
        #expect(
            answer.json == [
                "success": false, "message": "Instance not ready for messaging", "status": "initializing",
                "action": "Please ensure the QR code is scanned and the instance is connected",
            ])
        #expect(try await stage.messages() == 0)
        // Nothing was left waiting for the phone.
        _ = try await stage.tenant.call("POST", "/v1/sandbox/instances/\(id)/scan", ["number": "254700000001"])
        try await eventually("the instance is connected") { try await stage.tenant.call("GET", "/v1/instances/\(id)").json["status"] == "connected" }
        #expect(try await stage.messages() == 0)
    }

    @Test(.tags(.FS2_44)) func `a connection that is lost is not ready, though the instance is linked`() async throws {
        let stage = try await Stage()
        let id = try await stage.tenant.linkedInstance()
        #expect(try await stage.tenant.call("POST", "/v1/sandbox/instances/\(id)/disconnect", ["reason": "logged_out"]).status == 204)
        try await eventually("the loss is known") { try await stage.send(to: ["254712345678"]).status == 425 }
        #expect(try await stage.send(to: ["254712345678"]).json["status"] == "logged_out")
    }

    @Test(.tags(.FS2_45)) func `a request that is refused contacts nobody`() async throws {
        let stage = try await Stage()
        _ = try await stage.tenant.linkedInstance()
        #expect(try await stage.send(["recipients": ["254712345678", 7], "type": "text", "text": "Hello"]).status == 400)
        #expect(try await stage.send(["recipients": ["254712345678"], "type": "text"]).status == 400)
        #expect(try await stage.messages() == 0)
    }
}
