import Contracts
import Core
import TestSupport
import Testing

/// The operator of the suite's Herald, and a tenant of it.
struct Stage: Sendable {
    let harness: Harness
    let tenant: TestTenant

    init(plan: String = "pro", isPaced: Bool = false) async throws {
        harness = try #require(Harness.shared)
        tenant = try await harness.someTenant(plan: plan, isPaced: isPaced)
    }

    /// Calls with the operator's key.
    func admin(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> TestAnswer {
        try await harness.client.call(method, "/admin/v1" + path, key: Harness.adminKey, body)
    }

    /// The tenant's path.
    var path: String { "/tenants/\(tenant.id)" }

    /// Changes the tenant, and answers what it is now.
    @discardableResult
    func change(_ body: JSON) async throws -> JSON {
        let answer = try await admin("PATCH", path, body)
        try #require(answer.status == 200, "\(answer.text)")
        return answer.json
    }

    /// A name that no other plan has.
    func planName() -> String { "plan-\(harness.database.runtime.ids.next(Tenant.self))" }
}

extension TestAnswer {
    /// Whether it is a problem document with that status and code (RFC 9457), and nothing that a dialect would add.
    func isProblem(_ status: Int, _ code: String) -> Bool {
        self.status == status && header("Content-Type") == "application/problem+json" && json["code"]?.string == code
    }

    /// Where rules are broken, as the answer says.
    var pointers: [String] { json["errors"]?.array?.compactMap { $0["pointer"]?.string } ?? [] }
}
