import Core
import Database
import HTTP
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

    /// Posts a form: fields in their order, and a file if there is one.
    func upload(
        _ fields: [(name: String, value: String)], file: (name: String, bytes: [UInt8])? = nil, to path: String = "/send-message"
    ) async throws -> TestAnswer {
        var content: [UInt8] = []
        for (name, value) in fields {
            content += Array("--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        if let file {
            content += Array("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(file.name)\"\r\n\r\n".utf8) + file.bytes
            content += Array("\r\n".utf8)
        }
        content += Array("--x--\r\n".utf8)
        var headers = HTTPFields()
        headers.add("Authorization", "Bearer \(tenant.key)")
        headers.add("Content-Type", "multipart/form-data; boundary=x")
        return try await harness.client.send("POST", path, headers, content)
    }

    /// How many of the tenant's messages of that kind have gone out with that text at that place of their content.
    func sent(_ kind: String, _ place: [String], _ value: String) async throws -> Int {
        try await harness.database.count(
            """
            SELECT count(*) FROM messaging.message
            WHERE tenant_id = \(tenant.id) AND kind = \(kind) AND content #>> \(place) = \(value) AND state IN ('sent', 'delivered', 'read')
            """)
    }

    /// Schedules for tomorrow unless another time is given; answers the id, if all went well.
    func schedule(_ members: [JSON.Member] = [], at sendAt: String? = nil, to recipients: [String] = ["254708920430"]) async throws -> TestAnswer {
        let message = JSON.object(
            [JSON.Member("recipients", .array(recipients.map(JSON.string)))]
                + (members.isEmpty ? [JSON.Member("type", "text"), JSON.Member("text", "Again!")] : members)
                + [JSON.Member("sendAt", .string(sendAt ?? tomorrow))])
        return try await harness.client.call("POST", "/schedule-message", key: tenant.key, message)
    }

    /// What waits for its time.
    func scheduled(_ query: String = "") async throws -> TestAnswer {
        try await harness.client.call("GET", "/scheduled-messages" + query, key: tenant.key)
    }

    /// A time of tomorrow, as this dialect writes it, in UTC.
    var tomorrow: String { local(in: .seconds(86_400)) }

    /// The time so far ahead, as this dialect writes it, in UTC.
    func local(in duration: Duration) -> String {
        let time = (harness.database.runtime.clock.now + duration).rfc3339(milliseconds: false)
        return String(time.prefix(19)).replacing("T", with: " ")
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
