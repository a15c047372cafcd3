import Core
import Database
import TestSupport
import Testing

@Suite(.herald) struct `A send with a key` {
    private let herald: Harness

    init() throws { herald = try #require(Harness.shared) }

    private static let text: JSON = ["to": ["+254712345678", "+254712345679"], "type": "text", "text": "hi"]

    @Test func `is accepted once, with its record`() async throws {
        let tenant = try await herald.someTenant()
        _ = try await tenant.linkedInstance()
        let first = try await tenant.once("one", "POST", "/v1/messages", Self.text)
        #expect(first.status == 202, "\(first.text)")
        let second = try await tenant.once("one", "POST", "/v1/messages", Self.text)
        #expect(second.says(first) && second.isReplay)
        #expect(try await herald.messages(of: tenant) == 2)
        #expect(
            try await herald.database.count(
                "SELECT count(*) FROM idempotency.record WHERE tenant_id = \(tenant.id) AND batch_id IS NOT NULL AND answer IS NOT NULL") == 1)
        #expect(try await tenant.once("one", "POST", "/v1/messages", ["to": "+254712345678", "type": "text", "text": "ho"]).status == 422)
    }

    @Test func `is accepted once however many of it come at the same moment`() async throws {
        let tenant = try await herald.someTenant()
        _ = try await tenant.linkedInstance()
        let answers = try await tenant.all(50, "one", "POST", "/v1/messages", Self.text)
        let accepted = answers.filter { $0.status == 202 }
        #expect(!accepted.isEmpty && Set(accepted.map(\.text)).count == 1)
        #expect(answers.allSatisfy { $0.status == 202 || $0.status == 409 })
        #expect(try await herald.messages(of: tenant) == 2)
    }

    @Test func `that waits for WhatsApp is answered the same again`() async throws {
        let tenant = try await herald.someTenant()
        let instance = try await tenant.linkedInstance()
        let body: JSON = ["instanceId": .string(instance), "recipients": ["254712345678", "254712340001"], "type": "text", "text": "hi"]
        let first = try await tenant.once("one", "POST", "/send-message", body)
        #expect(first.status == 200, "\(first.text)")
        #expect(try await tenant.once("one", "POST", "/send-message", body).says(first))
        #expect(try await herald.messages(of: tenant) == 2)
    }

    @Test func `for later is accepted once`() async throws {
        let tenant = try await herald.someTenant()
        _ = try await tenant.linkedInstance()
        let body: JSON = [
            "to": "+254712345678", "type": "text", "text": "hi", "send_at": .string("\(herald.database.runtime.clock.now + .seconds(3600))"),
        ]
        let first = try await tenant.once("one", "POST", "/v1/messages", body)
        #expect(first.status == 202, "\(first.text)")
        #expect(try await tenant.once("one", "POST", "/v1/messages", body).says(first))
        #expect(try await herald.messages(of: tenant) == 1)
        #expect(
            try await herald.database.count(
                "SELECT count(*) FROM idempotency.record WHERE tenant_id = \(tenant.id) AND batch_id IS NOT NULL") == 1)
    }

    @Test func `that the day has no room for does not use its key up`() async throws {
        let tenant = try await herald.someTenant(plan: "free")
        _ = try await tenant.linkedInstance()
        try await herald.database.script(
            "INSERT INTO billing.usage_day (tenant_id, day, messages) VALUES ('\(tenant.id)', (now() AT TIME ZONE 'UTC')::date, 99) ON CONFLICT (tenant_id, day) DO UPDATE SET messages = 99"
        )
        #expect(try await tenant.once("one", "POST", "/v1/messages", Self.text).status == 429)
        #expect(try await herald.records(of: tenant) == 0)
        let one: JSON = ["to": "+254712345678", "type": "text", "text": "hi"]
        #expect(try await tenant.once("one", "POST", "/v1/messages", one).status == 202)
        #expect(try await tenant.once("one", "POST", "/v1/messages", one).isReplay)
        #expect(try await herald.messages(of: tenant) == 1)
    }
}
