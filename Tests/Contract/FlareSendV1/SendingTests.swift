import Auth
import Contracts
import Core
import Database
import TestSupport
import Testing

extension FlareSendV1Tests {
    /// Contract FS1-80 to FS1-93: what `POST /send-message` takes and answers.
    @Suite struct SendingTests {
        @Test(.tags(.FS1_80, .FS1_85, .FS1_87)) func `a key and a token send, and the answer has the documented members`() async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            let answer = try await stage.post("/send-message", Stage.message(["254762043910", "254735733119"]), token: try await stage.token())
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json.names == ["status", "message_id", "recipients", "message", "sent_at"])
            #expect(answer.json["message"] == "Message sent successfully")
        }

        @Test(.tags(.FS1_80)) func `without a token, or with a wrong one, nothing is sent`() async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            for token in [nil, "nonsense"] {
                let answer = try await stage.post("/send-message", Stage.message(["254762043910"]), token: token)
                #expect(answer.isFailure(401))
                #expect(answer.complaint == "Unauthorized")
            }
            #expect(try await stage.messages() == 0)
        }

        static let broken: [(name: String, value: JSON?)] =
            [nil, .null, [], "254762043910", 254_762_043_910, [254_762_043_910], [""], ["nonsense"], ["254762043910", "x"], [.null]].map {
                ("recipients", $0)
            }
            + [nil, .null, "", "TEXT", "carrier pigeon", 1, ["text"]].map { ("type", $0) }
            + [nil, .null, "", " \n\t", 7, ["Hello"], "nul \0"].map { ("text", $0) }

        @Test(.tags(.FS1_81, .FS1_82, .FS1_83, .FS1_89, .FS1_92), arguments: broken)
        func `a request that breaks a rule is refused whole, in the documented words`(name: String, value: JSON?) async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            let answer = try await stage.send(Stage.message(["254762043910"]).with(name, value))
            #expect(answer.isFailure(400))
            #expect(answer.complaint == "Invalid request")
            #expect(try await stage.messages() == 0)
        }

        @Test(.tags(.FS1_92)) func `one number that is none keeps everybody from being written to`() async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            let answer = try await stage.send(to: ["254762043910", "254735733119", "12", "254762043911"])
            #expect(answer.isFailure(400))
            #expect(try await stage.messages() == 0)
        }

        @Test(.tags(.FS1_84, .FS1_86)) func `numbers may be written as people write them, and are answered as they were written`() async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            let asked = ["254762043910", "+254762043911", "254 762 043 912", "+254-762-043-913", "254762043914@s.whatsapp.net"]
            let answer = try await stage.send(to: asked)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["recipients"] == .array(asked.map(JSON.string)))
            for last in 0...4 {
                let chat = "25476204391\(last)@s.whatsapp.net"
                let sent = try await stage.harness.database.count(
                    "SELECT count(*) FROM messaging.message WHERE tenant_id = \(stage.tenant.id) AND chat = \(chat)")
                #expect(sent == 1, "\(chat)")
            }
        }

        @Test(.tags(.FS1_88)) func `one id covers all recipients, and lists their messages elsewhere`() async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            let answer = try await stage.send(to: ["254762043910", "254735733119"])
            let id = try #require(answer.json["message_id"]?.string)
            #expect(id.hasPrefix("msg"))
            let batch = try #require(BatchID(String(id.dropFirst(3))))
            let messages = try await stage.harness.database.count(
                "SELECT count(*) FROM messaging.message WHERE tenant_id = \(stage.tenant.id) AND batch_id = \(batch)")
            #expect(messages == 2)
        }

        @Test(.tags(.FS1_90)) func `the key's instance sends, else the account's default`() async throws {
            let stage = try await Stage()
            let first = try await stage.tenant.linkedInstance("254700000001")
            let second = try await stage.tenant.linkedInstance("254700000002")
            let key = try await stage.harness.key(of: stage.tenant, pinnedTo: second)
            #expect(try await stage.post("/send-message", Stage.message(["254762043910"]), key: key, token: key).status == 200)
            #expect(try await stage.send(to: ["254762043911"]).status == 200)
            #expect(try await stage.send(Stage.message(["254762043912"]).with("instanceId", .string(second))).status == 200)
            #expect(try await stage.send(Stage.message(["254762043913"]).with("session_id", .string(second))).status == 200)
            for (chat, instance) in [("254762043910", second), ("254762043911", first), ("254762043912", second), ("254762043913", second)] {
                let sent = try await stage.harness.database.count(
                    """
                    SELECT count(*) FROM messaging.message
                    WHERE tenant_id = \(stage.tenant.id) AND chat = \(chat + "@s.whatsapp.net") AND instance_id = \(InstanceID(instance))
                    """)
                #expect(sent == 1, "\(chat)")
            }
        }

        @Test(.tags(.FS1_91)) func `no instance at all is not found; one that is not linked is a bad request that says why`() async throws {
            let stage = try await Stage()
            let none = try await stage.send(to: ["254762043910"])
            #expect(none.isFailure(404))
            #expect(none.complaint == "Instance not found")
            _ = try await stage.tenant.pairingInstance()
            let unlinked = try await stage.send(to: ["254762043910"])
            #expect(unlinked.isFailure(400))
            #expect(unlinked.complaint == "Instance not connected: please scan its QR code")
            #expect(try await stage.messages() == 0)
        }

        @Test(.tags(.FS1_91)) func `an instance that was disconnected is said to be`() async throws {
            let stage = try await Stage()
            let id = try await stage.tenant.linkedInstance()
            _ = try await stage.tenant.call("POST", "/v1/sandbox/instances/\(id)/disconnect", ["reason": "logged_out"])
            try await eventually("it is logged out") { try await stage.tenant.call("GET", "/v1/instances/\(id)").json["status"] == "logged_out" }
            let answer = try await stage.send(to: ["254762043910"])
            #expect(answer.isFailure(400))
            #expect(answer.complaint?.hasPrefix("Instance not connected") == true)
        }

        @Test(.tags(.FS1_93)) func `a number that is named twice is written to once`() async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            let asked = ["254762043910", "+254762043910", "254 762 043 910", "254735733119"]
            let answer = try await stage.send(to: asked)
            #expect(answer.status == 200)
            #expect(answer.json["recipients"] == .array(asked.map(JSON.string)))
            #expect(try await stage.messages() == 2)
        }

        static let outcomes: [(asked: [String], status: Int, text: String?)] = [
            (["254762040000"], 400, "No recipient is on WhatsApp"), (["254762040001"], 400, "Message not sent"),
            (["254762040004"], 429, "Too many requests"),
            (["254762040000", "254762040001"], 400, "Message not sent"), (["254762040000", "254762040004"], 400, "Message not sent"),
            (["254762040000", "254762043910"], 200, nil), (["254762040001", "254762043910"], 200, nil), (["254762040004", "254762043910"], 200, nil),
            (["254762040002"], 200, nil), (["254762040003"], 200, nil), (["254762040005"], 200, nil),
        ]

        @Test(.tags(.FS1_87, .FS1_89), arguments: outcomes)
        func `it is a success if anybody was written to, and otherwise the cause that all share decides`(
            asked: [String], status: Int, text: String?
        ) async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            let answer = try await stage.send(to: asked)
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.complaint == text)
            if status != 200 { #expect(answer.isFailure(status)) }
            #expect((answer.header("Retry-After") != nil) == (status == 429))
        }

        @Test(.tags(.FS1_03)) func `who is held back from strangers is told for how long, which is how long the instance rests`() async throws {
            let stage = try await Stage()
            _ = try await stage.tenant.linkedInstance()
            let answer = try await stage.send(to: ["254762040004"])
            #expect(answer.isFailure(429))
            let told = try #require(answer.header("Retry-After").flatMap { Int64($0) })
            let now = stage.harness.database.runtime.clock.now
            try await eventually("the rest is written down") {
                try await stage.harness.database.count(
                    """
                    SELECT count(*) FROM messaging.pause WHERE tenant_id = \(stage.tenant.id) AND reason = 'reach_out_locked'
                    AND until > \(now + .seconds(told - 2)) AND until < \(now + .seconds(told + 2))
                    """) == 1
            }
        }

        @Test(.tags(.FS1_87)) func `what is still open when the time is up is a success, and is sent later`() async throws {
            try await Harness.with(["HERALD_SYNC_TIMEOUT": "1"]) { harness in
                let stage = try await Stage(on: harness)
                _ = try await stage.tenant.linkedInstance()
                _ = try await harness.client.call("POST", "/v1/sandbox/network", key: Harness.adminKey, ["acknowledge": false])
                #expect(try await stage.send(to: ["254762043910", "254762040000"]).status == 200)
                _ = try await harness.client.call("POST", "/v1/sandbox/network", key: Harness.adminKey, ["acknowledge": true])
                try await eventually("it is read") {
                    try await harness.database.count("SELECT count(*) FROM messaging.message WHERE state = 'read'") == 1
                }
            }
        }

        @Test(.tags(.FS1_03)) func `a request over the day's messages is refused whole`() async throws {
            let stage = try await Stage(plan: "free")
            _ = try await stage.tenant.linkedInstance()
            let hundred = (0..<100).map { "25476230\(1009 + $0 * 10)" }
            let whole = try await stage.send(to: hundred + ["254762043910"])
            #expect(whole.isFailure(429), "\(whole.text)")
            #expect(try await stage.messages() == 0)
            #expect(try await stage.send(to: hundred).status == 200)
            let over = try await stage.send(to: ["254762043910"])
            #expect(over.isFailure(429))
            #expect(over.complaint == "Daily limit of 100 messages reached")
            #expect(over.header("Retry-After") != nil)
        }
    }
}
