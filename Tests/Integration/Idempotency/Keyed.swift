import Core
import Database
import TestSupport
import Testing

extension TestTenant {
    /// Calls with the live key and an idempotency key.
    func once(_ key: String, _ method: String, _ path: String, _ body: JSON? = nil) async throws -> TestAnswer {
        try await client.call(method, path, key: self.key, body, headers: [("Idempotency-Key", key)])
    }

    /// Calls many times at the same moment.
    func all(_ count: Int, _ key: String, _ method: String, _ path: String, _ body: JSON? = nil) async throws -> [TestAnswer] {
        try await withThrowingTaskGroup(of: TestAnswer.self) { group in
            for _ in 0..<count {
                group.addTask { try await once(key, method, path, body) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}

extension TestAnswer {
    /// Whether it was given before.
    var isReplay: Bool { header("Idempotent-Replay") == "true" }

    /// Whether it says the same as another, byte for byte.
    func says(_ other: TestAnswer) -> Bool {
        status == other.status && body == other.body && header("Content-Type") == other.header("Content-Type")
            && header("Location") == other.header("Location")
    }
}

extension Harness {
    /// How many requests with a key are remembered of the tenant.
    func records(of tenant: TestTenant) async throws -> Int {
        try await database.count("SELECT count(*) FROM idempotency.record WHERE tenant_id = \(tenant.id)")
    }

    /// How many messages there are of the tenant that go out.
    func messages(of tenant: TestTenant) async throws -> Int {
        try await database.count("SELECT count(*) FROM messaging.message WHERE tenant_id = \(tenant.id) AND direction = 'out'")
    }
}
