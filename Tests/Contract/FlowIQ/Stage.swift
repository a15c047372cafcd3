import Core
import Database
import TestSupport
import Testing

/// A tenant on the suite's Herald, and how it speaks FlowIQ.
struct Stage: Sendable {
    let harness: Harness
    let tenant: TestTenant

    init(plan: String = "pro") async throws {
        harness = try #require(Harness.shared)
        tenant = try await harness.someTenant(plan: plan)
    }

    /// What every request must carry, with a text that nobody minds; `members` are added.
    static func body(to number: String = "+27123456789", _ members: [JSON.Member] = []) -> JSON {
        let body: JSON = ["phone_number": .string(number), "message_type": "text", "text": "Hello!"]
        return .object((body.object ?? []) + members)
    }

    func send(_ body: JSON = Stage.body(), key: String? = nil) async throws -> TestAnswer {
        try await harness.client.call("POST", "/send-whatsapp", key: key ?? tenant.key, body)
    }

    /// How many messages the tenant has, whatever became of them.
    func messages() async throws -> Int {
        try await harness.database.count("SELECT count(*) FROM messaging.message WHERE tenant_id = \(tenant.id)")
    }
}

extension JSON {
    /// The names of the members, in their order.
    var names: [String] { object?.map(\.name) ?? [] }
}
