import Core
import Database
import TestSupport
import Testing

/// What becomes of a message, number by number of the sandbox's script (decisions, "The sandbox").
@Suite struct SandboxScriptTests {
    static let ends: [(digits: String, status: String, code: String?)] = [
        ("0000", "failed", "not_on_whatsapp"), ("0001", "failed", "refused"), ("0002", "sent", nil), ("0004", "failed", "reach_out_locked"),
        ("0005", "read", nil), ("0006", "read", nil), ("4321", "read", nil),
    ]

    @Test(arguments: ends) func `a message ends as the script says`(digits: String, status: String, code: String?) async throws {
        try await Harness.with { harness in
            let tenant = try await harness.tenant()
            _ = try await tenant.linkedInstance()
            let sent = try await tenant.send("hello", to: "25471234\(digits)")
            #expect(sent.status == 202)
            let message = try #require(sent.json["data"]?.array?.first)
            #expect(message["status"] == "pending")
            let id = try #require(message["id"]?.string)
            try await eventually("the message is \(status)") {
                try await tenant.call("GET", "/v1/messages/\(id)").json["status"] == .string(status)
            }
            let now = try await tenant.call("GET", "/v1/messages/\(id)").json
            #expect(now["error"]?["code"] == code.map { .string($0) })
            #expect(now["whatsapp_id"] == message["whatsapp_id"])
            #expect((now["sent_at"] != .null) == (code == nil))
        }
    }

    @Test func `a number without WhatsApp is given back to the day, a refused message is not`() async throws {
        try await Harness.with { harness in
            let tenant = try await harness.tenant()
            _ = try await tenant.linkedInstance()
            _ = try await tenant.call(
                "POST", "/v1/messages", ["to": ["254712340000", "254712350000", "254712340001"], "type": "text", "text": "x"])
            try await harness.settle()
            #expect(try await harness.database.count("SELECT messages::int8 FROM billing.usage_day") == 1)
        }
    }

    @Test func `lost connections fail nothing, and everybody is written to once, in order`() async throws {
        let journal = TestFiles.makeDirectory() + "/journal"
        try await Harness.with(["HERALD_SIMULATOR_JOURNAL": journal]) { harness in
            let tenant = try await harness.tenant()
            _ = try await tenant.linkedInstance()
            // Three of these numbers break the connection; what is under way around them must not suffer.
            let numbers = (0..<120).map { number in number % 40 == 20 ? "25470\(1000 + number)0005" : "25470\(1000 + number)7777" }
            let sent = try await tenant.call("POST", "/v1/messages", ["to": .array(numbers.map { .string($0) }), "type": "text", "text": "x"])
            #expect(sent.status == 202)
            try await harness.settle()
            #expect(try await harness.database.count("SELECT count(*) FROM messaging.message WHERE state = 'read'") == 120)
            let lines = TestFiles.text(of: journal).split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            let ids = Dictionary(lines.map { ($0[2], Set([$0[1]])) }, uniquingKeysWith: { $0.union($1) })
            #expect(ids.count == 120)
            #expect(ids.values.allSatisfy { $0.count == 1 })
        }
    }

    @Test func `messages to one chat go out in the order in which they were accepted`() async throws {
        let journal = TestFiles.makeDirectory() + "/journal"
        try await Harness.with(["HERALD_SIMULATOR_JOURNAL": journal]) { harness in
            let tenant = try await harness.tenant()
            _ = try await tenant.linkedInstance()
            var expected: [String] = []
            for number in 0..<60 {
                let sent = try await tenant.send("\(number)", to: "254712345678")
                expected.append(try #require(sent.json["data"]?.array?.first?["whatsapp_id"]?.string))
            }
            try await harness.settle()
            #expect(TestFiles.text(of: journal).split(separator: "\n").map { $0.split(separator: " ")[1] } == expected.map { $0[...] })
        }
    }
}
