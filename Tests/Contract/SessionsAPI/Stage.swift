import Contracts
import Core
import Database
import TestSupport
import Testing

/// A tenant on a Herald, and how it speaks the sessions API.
struct Stage: Sendable {
    let harness: Harness
    let tenant: TestTenant

    /// A tenant of its own on the suite's Herald, or on another.
    init(plan: String = "pro", on own: Harness? = nil) async throws {
        harness = try #require(own ?? Harness.shared)
        tenant = try await harness.someTenant(plan: plan)
    }

    /// Calls with the tenant's key, or another one.
    func call(_ method: String, _ path: String, _ body: JSON? = nil, key: String? = nil) async throws -> TestAnswer {
        try await harness.client.call(method, path, key: key ?? tenant.key, body)
    }

    /// Makes a session and answers its id.
    func session(_ name: String = "my-session") async throws -> String {
        let made = try await call("POST", "/api/v1/sessions", ["session_key": .string(name)])
        return try #require(made.json["id"]?.string, "\(made.text)")
    }

    /// As if a phone scanned the code that the session shows.
    func scan(_ session: String, _ number: String = "254700000001") async throws {
        try await eventually("a code is shown") { try await call("GET", "/v1/instances/\(session)/qr").status == 200 }
        let scanned = try await call("POST", "/v1/sandbox/instances/\(session)/scan", ["number": .string(number)])
        try #require(scanned.status == 200, "\(scanned.text)")
    }

    /// Makes a session and links a phone to it.
    func linkedSession(_ name: String = "my-session", _ number: String = "254700000001") async throws -> String {
        let id = try await session(name)
        try await scan(id, number)
        try await eventually("it is connected") { try await call("GET", "/api/v1/sessions/\(id)").json["status"] == "connected" }
        return id
    }

    /// Follows the session's stream.
    func follow(_ session: String, _ body: (EventFollower) async throws -> Void) async throws {
        try await EventFollower.with("/api/v1/sessions/\(session)/stream", key: tenant.key, on: harness.client.port, body)
    }

    /// An id that nobody has.
    var nobodysID: String { harness.database.runtime.ids.next(Instance.self).description }
}

extension TestAnswer {
    /// Whether it is an error as this dialect words them, with that status and code.
    func isFailure(_ status: Int, _ code: String) -> Bool {
        self.status == status && json.names == ["error"] && json["error"]?.names == ["code", "message"]
            && json["error"]?["code"]?.string == code && json["error"]?["message"]?.string?.isEmpty == false
    }
}

extension JSON {
    /// The names of the members, in their order.
    var names: [String] { object?.map(\.name) ?? [] }
    /// The ids in the list of that name.
    func ids(_ name: String) -> [String]? { self[name]?.array?.compactMap { $0["id"]?.string } }
}
