import Contracts
import Core
import Database
import TestSupport
import Testing

/// A tenant on a Herald, and how it speaks FlareSend v1.
struct Stage: Sendable {
    let harness: Harness
    let tenant: TestTenant

    /// A tenant of its own on the suite's Herald, or on another.
    init(plan: String = "pro", on own: Harness? = nil) async throws {
        harness = try #require(own ?? Harness.shared)
        tenant = try await harness.someTenant(plan: plan)
    }

    /// The four routes, each with a body that it takes, and the headers that it wants beside the key.
    static let routes: [(path: String, body: JSON?, wantsToken: Bool)] = [
        ("/register", Stage.person(), false), ("/login", ["email": "sosmongare@gmail.com", "password": "admin123"], false),
        ("/instances", nil, true), ("/send-message", Stage.message(["254762043910"]), true),
    ]

    /// Somebody to register; the documentation's example unless another is wanted.
    static func person(_ email: String = "sosmongare@gmail.com", password: String = "admin123") -> JSON {
        ["firstname": "Sos", "lastname": "Mongare", "email": .string(email), "password": .string(password)]
    }

    /// What every request to send must carry, with a text that nobody minds.
    static func message(_ recipients: [String]) -> JSON {
        ["recipients": .array(recipients.map(JSON.string)), "type": "text", "text": "Good morning, Sent from Whatsapp API"]
    }

    /// Posts with the tenant's key, or another one, and with a token beside it, if given.
    func post(_ path: String, _ body: JSON? = nil, key: String? = nil, token: String? = nil) async throws -> TestAnswer {
        try await harness.client.call("POST", path, key: token, body, headers: [("api-key", key ?? tenant.key)])
    }

    /// Sends, with the key as the token too.
    func send(to recipients: [String]) async throws -> TestAnswer { try await send(Self.message(recipients)) }

    /// Sends, with the key as the token too.
    func send(_ body: JSON) async throws -> TestAnswer { try await post("/send-message", body, token: tenant.key) }

    /// Registers the example's person and logs in; answers the token.
    func token() async throws -> String {
        let made = try await post("/register", Self.person())
        try #require(made.status == 200, "\(made.text)")
        let login = try await post("/login", ["email": "sosmongare@gmail.com", "password": "admin123"])
        return try #require(login.json["access_token"]?.string, "\(login.text)")
    }

    /// How many messages the tenant has, whatever became of them.
    func messages() async throws -> Int {
        try await harness.database.count("SELECT count(*) FROM messaging.message WHERE tenant_id = \(tenant.id)")
    }

    /// How many instances the tenant has.
    func instances() async throws -> Int {
        try await harness.database.count("SELECT count(*) FROM instances.instance WHERE tenant_id = \(tenant.id)")
    }
}

extension TestAnswer {
    /// Whether it is an error as this dialect words them, with that status: two members, the status among them (contract FS1-04, FS1-05).
    func isFailure(_ status: Int) -> Bool {
        self.status == status && json.names == ["error_code", "error_message"] && json["error_code"] == .integer(Int64(status))
            && json["error_message"]?.string?.isEmpty == false
    }

    /// The text of the error.
    var complaint: String? { json["error_message"]?.string }
}

extension JSON {
    /// The names of the members, in their order.
    var names: [String] { object?.map(\.name) ?? [] }

    /// The object without that member, or with another value for it.
    func with(_ name: String, _ value: JSON?) -> JSON {
        let others = (object ?? []).filter { $0.name != name }
        return .object(others + (value.map { [JSON.Member(name, $0)] } ?? []))
    }
}
