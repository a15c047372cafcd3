import Contracts
import Core
import TestSupport
import Testing

/// A tenant on the suite's Herald, and how it speaks MsgFlash.
struct Stage: Sendable {
    /// Every route that takes a key; `{id}` stands for an instance.
    static let paths = ["/api/v1/instances", "/api/v1/instances/{id}", "/api/v1/instances/{id}/state", "/api/v1/instances/{id}/health"]

    /// Every route that sends.
    static let sendingPaths = ["/api/v1/messages/send", "/api/v1/messages/schedule", "/api/v1/campaigns"]

    let harness: Harness
    let tenant: TestTenant

    init(plan: String = "pro") async throws {
        harness = try #require(Harness.shared)
        tenant = try await harness.someTenant(plan: plan)
    }

    func get(_ path: String, of instance: String = "", key: String? = nil, headers: [(String, String)] = []) async throws -> TestAnswer {
        try await harness.client.call(
            "GET", path.replacing("{id}", with: instance), headers: [("x-api-key", key ?? tenant.key)] + headers)
    }

    func call(_ method: String, _ path: String, _ body: JSON? = nil, key: String? = nil) async throws -> TestAnswer {
        try await harness.client.call(method, path, body, headers: [("x-api-key", key ?? tenant.key)])
    }

    /// Sends, and answers the message as it is told then.
    func send(_ body: JSON) async throws -> JSON {
        let answer = try await call("POST", "/api/v1/messages/send", body)
        try #require(answer.status == 201, "\(answer.text)")
        return try #require(answer.json["data"])
    }

    /// The message once it has come so far.
    func message(_ id: String, until status: JSON) async throws -> JSON {
        var message = JSON.null
        try await eventually("the message is \(status.text)") {
            message = try await self.call("GET", "/api/v1/messages/\(id)").json["data"] ?? .null
            return message["status"] == status
        }
        return message
    }

    /// Somebody to write to.
    func contact(_ number: String, named name: String, tags: JSON = .array([])) async throws -> String {
        let made = try await tenant.call("POST", "/v1/contacts", ["number": .string(number), "name": .string(name), "tags": tags])
        return try #require(made.json["id"]?.string, "\(made.text)")
    }

    /// The list's only item.
    func listed() async throws -> JSON {
        let data = try await get("/api/v1/instances").json["data"]?.array
        try #require(data?.count == 1)
        return try #require(data?.first)
    }

    func health(of instance: String) async throws -> JSON {
        try #require(try await get("/api/v1/instances/{id}/health", of: instance).json["data"])
    }

    /// Whoever shows the tenant's key, for what no dialect has a route for yet.
    var caller: Caller {
        Caller(tenant: tenant.id, key: harness.database.runtime.ids.next(), environment: .live, instance: nil, scopes: .all)
    }
}

extension TestAnswer {
    /// The code of a failure.
    var code: String? { json["error"]?["code"]?.string }
}

extension JSON {
    /// The names of the members, in their order.
    var names: [String] { object?.map(\.name) ?? [] }
}
