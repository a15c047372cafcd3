import Core
import Database
import TestSupport
import Testing

/// What is broken here is broken on purpose, at the named places where a process may die.
@Suite struct `A request with a key that breaks off` {
    private static let number: JSON = ["number": "+254712345678"]

    @Test func `before it is committed has done nothing, and can be sent again`() async throws {
        try await Self.with("after-idem-insert=error@1") { herald, tenant in
            let broken = try await tenant.once("one", "POST", "/v1/contacts", Self.number)
            #expect(broken.status == 503, "\(broken.text)")
            #expect(try await herald.records(of: tenant) == 0)
        }
    }

    @Test func `once its answer is kept is answered with it`() async throws {
        try await Self.with("after-idem-answer=error@1") { herald, tenant in
            let broken = try await tenant.once("one", "POST", "/v1/contacts", Self.number)
            #expect(broken.status == 503, "\(broken.text)")
            let again = try await tenant.once("one", "POST", "/v1/contacts", Self.number)
            #expect(again.status == 201 && again.isReplay)
            #expect(try await herald.database.count("SELECT count(*) FROM campaigns.contact") == 1)
        }
    }

    @Test func `after its messages were accepted is answered with them`() async throws {
        try await Self.with("after-commit-before-response=error@1") { herald, tenant in
            _ = try await tenant.linkedInstance()
            let body: JSON = ["to": ["+254712345678", "+254712345679"], "type": "text", "text": "hi"]
            let broken = try await tenant.once("one", "POST", "/v1/messages", body)
            #expect(broken.status == 503, "\(broken.text)")
            #expect(try await herald.messages(of: tenant) == 2)
            // Another request must not pass for it.
            #expect(try await tenant.once("one", "POST", "/v1/messages", ["to": "+254712345678", "type": "text", "text": "ho"]).status == 422)
            let again = try await tenant.once("one", "POST", "/v1/messages", body)
            #expect(again.status == 202 && again.json["data"]?.array?.count == 2, "\(again.text)")
            #expect(again.json["data"]?.array?.compactMap { $0["to"]?.string } == ["+254712345678", "+254712345679"])
            #expect(try await tenant.once("one", "POST", "/v1/messages", body).says(again))
            #expect(try await herald.messages(of: tenant) == 2)
        }
    }

    @Test func `in another process is answered once it is known`() async throws {
        try await Self.with(nil) { herald, tenant in
            _ = try await tenant.linkedInstance()
            let body: JSON = ["to": "+254712345678", "type": "text", "text": "hi"]
            let first = try await tenant.once("one", "POST", "/v1/messages", body)
            // As if it had died with the answer unwritten.
            try await herald.database.script("UPDATE idempotency.record SET status = NULL, answer = NULL")
            let again = try await tenant.once("one", "POST", "/v1/messages", body)
            #expect(again.status == 202 && again.json["batch_id"] == first.json["batch_id"], "\(again.text)")
            // Something without messages: nobody knows what it was answered.
            _ = try await tenant.once("two", "POST", "/v1/contacts", Self.number)
            try await herald.database.script("UPDATE idempotency.record SET status = NULL, answer = NULL WHERE key = 'two'")
            let waits = try await tenant.once("two", "POST", "/v1/contacts", Self.number)
            #expect(waits.status == 409 && waits.json["code"] == "still_running", "\(waits.text)")
            try await herald.database.script("UPDATE idempotency.record SET created_at = created_at - interval '1 hour' WHERE key = 'two'")
            let lost = try await tenant.once("two", "POST", "/v1/contacts", Self.number)
            #expect(lost.status == 409 && lost.json["code"] == "answer_lost", "\(lost.text)")
            // After its time the key is as new.
            try await herald.database.script("UPDATE idempotency.record SET expires_at = now()")
            #expect(try await tenant.once("two", "POST", "/v1/templates", ["name": "a", "type": "text", "text": "b"]).status == 201)
            #expect(try await tenant.once("one", "POST", "/v1/messages", ["to": "+254712345670", "type": "text", "text": "hi"]).status == 202)
        }
    }

    private static func with(_ plan: String?, _ body: (Harness, TestTenant) async throws -> Void) async throws {
        try await Harness.with(failpoints: try plan.map { try #require(Failpoints($0)) } ?? .none) { herald in
            try await body(herald, try await herald.tenant())
        }
    }
}
