import App
import Core
import Database
import TestSupport
import Testing

/// A tenant on the suite's Herald, and what is known of what it has used.
struct Stage: Sendable {
    /// Messages that the free plan allows in a day (contract GS-70).
    static let freeMessages = 100

    let harness: Harness
    let tenant: TestTenant

    init(plan: String = "free", on own: Harness? = nil) async throws {
        harness = try #require(own ?? Harness.shared)
        tenant = try await harness.someTenant(plan: plan)
    }

    /// Numbers that nothing is the matter with, each once.
    static func numbers(_ range: Range<Int>) -> [String] { range.map { "2547\(String($0 + 10_000_000).suffix(7))9" } }

    /// Uses up all of the free plan's day but so many.
    func leave(_ rest: Int) async throws {
        let numbers = Self.numbers(0..<(Self.freeMessages - rest))
        let sent = try await Sending.native.send(to: numbers, as: tenant)
        try #require(sent.status == 202, "\(sent.text)")
    }

    func call(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> TestAnswer { try await tenant.call(method, path, body) }

    /// Calls MsgFlash.
    func msgFlash(_ method: String, _ path: String, _ body: JSON? = nil, key: String? = nil) async throws -> TestAnswer {
        try await harness.client.call(method, path, body, headers: [("x-api-key", key ?? tenant.key)])
    }

    /// Messages that there are, whatever became of them.
    func messages() async throws -> Int {
        try await harness.database.count("SELECT count(*) FROM messaging.message WHERE tenant_id = \(tenant.id)")
    }

    /// Messages that were counted.
    func counted() async throws -> Int {
        try await harness.database.count("SELECT coalesce(sum(messages), 0)::bigint FROM billing.usage_day WHERE tenant_id = \(tenant.id)")
    }

    /// Gives the tenant limits of its own; effective at once, whatever may be remembered.
    func allow(_ limits: JSON) async throws {
        try await harness.deployment.database.system { tx in
            try tx.run("UPDATE billing.subscription SET overrides = overrides || \(limits) WHERE tenant_id = \(tenant.id)")
        }
    }
}
