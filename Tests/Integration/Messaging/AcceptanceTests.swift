import Core
import Database
import TestSupport
import Testing

/// What is accepted, what is refused, and that a refused request leaves nothing behind.
@Suite struct AcceptanceTests {
    @Test func `a request that does not fit the day is refused whole`() async throws {
        try await Harness.with { harness in
            let tenant = try await harness.tenant(plan: "free")
            _ = try await tenant.linkedInstance()
            let numbers = (0..<101).map { JSON.string("2547\(1_000_000 + $0)7") }
            let refused = try await tenant.call("POST", "/v1/messages", ["to": .array(numbers), "type": "text", "text": "x"])
            #expect(refused.status == 429)
            #expect(refused.json["code"] == "quota_exceeded")
            #expect(refused.header("Retry-After") != nil)
            #expect(try await harness.database.count("SELECT count(*) FROM messaging.message") == 0)
            let accepted = try await tenant.call("POST", "/v1/messages", ["to": .array(Array(numbers.dropLast())), "type": "text", "text": "x"])
            #expect(accepted.status == 202)
        }
    }

    @Test func `of fifty requests at the last message of the day exactly one is accepted`() async throws {
        try await Harness.with { harness in
            let tenant = try await harness.tenant(plan: "free")
            _ = try await tenant.linkedInstance()
            let numbers = (0..<99).map { JSON.string("2547\(1_000_000 + $0)7") }
            #expect(try await tenant.call("POST", "/v1/messages", ["to": .array(numbers), "type": "text", "text": "x"]).status == 202)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 { group.addTask { try await tenant.send("last", to: "254712345678").status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 202 }.count == 1)
            #expect(statuses.filter { $0 == 429 }.count == 49)
            #expect(try await harness.database.count("SELECT count(*) FROM messaging.message") == 100)
        }
    }

    @Test func `recipients named twice are one message`() async throws {
        try await Harness.with { harness in
            let tenant = try await harness.tenant()
            _ = try await tenant.linkedInstance()
            let sent = try await tenant.call(
                "POST", "/v1/messages", ["to": ["254712345678", "+254712345678", "254712345679"], "type": "text", "text": "x"])
            #expect(sent.json["data"]?.array?.count == 2)
            #expect(try await harness.database.count("SELECT count(*) FROM messaging.message") == 2)
        }
    }

    @Test func `what PostgreSQL cannot hold is refused before it gets there`() async throws {
        try await Harness.with { harness in
            let tenant = try await harness.tenant()
            _ = try await tenant.linkedInstance()
            let refused = try await tenant.send("nul \0", to: "254712345678")
            #expect(refused.status == 400)
            #expect(refused.json["errors"]?.array?.first?["pointer"] == "/text")
        }
    }

    @Test func `messages wait for an instance that has lost its connection, and fail when it loses its link`() async throws {
        try await Harness.with { harness in
            let tenant = try await harness.tenant()
            let instance = try await tenant.linkedInstance()
            let hold = try await harness.client.call("POST", "/v1/sandbox/network", key: Harness.adminKey, ["acknowledge": false])
            #expect(hold.status == 204)
            let sent = try await tenant.send("waits", to: "254712345678")
            let id = try #require(sent.json["data"]?.array?.first?["id"]?.string)
            let cut = try await tenant.call("POST", "/v1/sandbox/instances/\(instance)/disconnect", ["reason": "logged_out"])
            #expect(cut.status == 204)
            try await eventually("the message has failed") {
                try await tenant.call("GET", "/v1/messages/\(id)").json["status"] == "failed"
            }
            #expect(try await tenant.call("GET", "/v1/messages/\(id)").json["error"]?["code"] == "instance_gone")
            let refused = try await tenant.send("too late", to: "254712345678")
            #expect(refused.status == 409)
            #expect(refused.json["code"] == "instance_not_ready")
        }
    }
}
