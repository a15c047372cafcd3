import Core
import Database
import TestSupport
import Testing

/// A tenant on the suite's Herald, and how it speaks FlareSend v2.
struct Stage: Sendable {
    let harness: Harness
    let tenant: TestTenant

    init(plan: String = "pro") async throws {
        harness = try #require(Harness.shared)
        tenant = try await harness.someTenant(plan: plan)
    }

    /// What every request must carry, with a text that nobody minds.
    static func body(_ recipients: [String]) -> JSON {
        ["recipients": .array(recipients.map(JSON.string)), "type": "text", "text": "Hello from the APIs!"]
    }

    func send(to recipients: [String], key: String? = nil) async throws -> TestAnswer {
        try await send(Self.body(recipients), key: key)
    }

    func send(_ body: JSON, key: String? = nil) async throws -> TestAnswer {
        try await harness.client.call("POST", "/send-message", key: key ?? tenant.key, body)
    }

    /// How many messages the tenant has, whatever became of them.
    func messages() async throws -> Int {
        try await harness.database.count("SELECT count(*) FROM messaging.message WHERE tenant_id = \(tenant.id)")
    }
}

extension JSON {
    /// The names of the members, in their order.
    var names: [String] { object?.map(\.name) ?? [] }
    /// The texts in the list of that name.
    func texts(_ name: String) -> [String]? { self[name]?.array?.compactMap(\.string) }
}
