import Core
import Database
import HTTP
import TestSupport
import Testing

/// A tenant with what a request may be about, made when it is asked for.
struct World: Sendable {
    let herald: Harness
    let tenant: TestTenant
    let receiver: WebhookReceiver
    let files: FileServer

    /// A request that succeeds.
    struct Request: Sendable {
        let method: String
        let path: String
        var body: JSON?
        var fields: HTTPFields
        /// What is sent in place of `body`.
        var bytes: [UInt8]?
    }

    /// A request with the key as the native API and most others want it.
    func bearer(_ operation: String, _ ids: [String: String] = [:], _ body: JSON? = nil, token: String? = nil) -> Request {
        request(operation, ids, body, ["Authorization": "Bearer \(token ?? tenant.key)"])
    }

    /// A request with its credentials in these fields.
    func request(_ operation: String, _ ids: [String: String], _ body: JSON?, _ fields: HTTPFields) -> Request {
        let words = operation.split(separator: " ")
        let path = ids.reduce(String(words[1])) { $0.replacing("{\($1.key)}", with: $1.value) }
        return Request(method: String(words[0]), path: path, body: body, fields: fields)
    }

    func send(_ request: Request, once key: String?) async throws -> TestAnswer {
        var fields = request.fields
        if let key { fields.add("Idempotency-Key", key) }
        if request.body != nil { fields.add("Content-Type", "application/json") }
        return try await tenant.client.send(request.method, request.path, fields, request.bytes ?? request.body?.bytes ?? [])
    }

    // MARK: What there is

    func made(_ path: String, _ body: JSON? = nil, _ member: String = "id") async throws -> String {
        let answer = try await tenant.call("POST", path, body)
        return try #require(answer.json[member]?.string, "\(answer.text)")
    }

    func instance() async throws -> String { try await tenant.linkedInstance() }

    func contact() async throws -> String { try await made("/v1/contacts", ["number": "+254712345678"]) }

    func template() async throws -> String { try await made("/v1/templates", ["name": "hello", "type": "text", "text": "Hello"]) }

    /// One that begins tomorrow.
    func campaign() async throws -> String {
        _ = try await instance()
        return try await made("/v1/campaigns", Self.campaign(startsAt: tomorrow))
    }

    static func campaign(startsAt: String) -> JSON {
        [
            "name": "Spring", "recipients": ["type": "explicit", "value": ["+254712345678"]], "type": "text", "text": "Hello",
            "starts_at": .string(startsAt),
        ]
    }

    /// One that the instance's number has made.
    func group() async throws -> String {
        _ = try await instance()
        return try await made("/v1/groups", ["subject": "Hikers", "participants": ["+254712345678"]])
    }

    /// One that somebody else has made, and the instance that is in it.
    func sandboxGroup() async throws -> (instance: String, group: String) {
        let instance = try await instance()
        let group = try await made(
            "/v1/sandbox/instances/\(instance)/groups", ["subject": "Theirs", "participants": ["+254712345678"], "admin": true])
        return (instance, group)
    }

    /// A message that waits for tomorrow.
    func scheduledMessage() async throws -> String {
        _ = try await instance()
        let answer = try await tenant.call(
            "POST", "/v1/messages", ["to": "+254712345678", "type": "text", "text": "hi", "send_at": .string(tomorrow)])
        return try #require(answer.json["data"]?.array?.first?["id"]?.string, "\(answer.text)")
    }

    /// A message that WhatsApp has refused.
    func failedMessage() async throws -> String {
        _ = try await instance()
        let answer = try await tenant.send("hi", to: "+254712340001")
        let id = try #require(answer.json["data"]?.array?.first?["id"]?.string, "\(answer.text)")
        try await eventually("it has failed") { try await tenant.call("GET", "/v1/messages/\(id)").json["status"] == "failed" }
        return id
    }

    /// The number of a request of FlareSend v2's that waits for tomorrow.
    func schedule() async throws -> String {
        _ = try await instance()
        let answer = try await send(
            bearer("POST /schedule-message", [:], ["recipients": ["254708920430"], "type": "text", "text": "Again!", "sendAt": .string(tomorrow)]),
            once: nil)
        let listed = try await tenant.call("GET", "/scheduled-messages")
        try #require(answer.status == 200 && listed.status == 200, "\(answer.text)")
        let text = answer.text
        return try #require(text.firstRange(of: /SCHED-\d+|\d{15}/).map { String(text[$0]) }, "\(text)")
    }

    /// Another of the tenant's people.
    func user() async throws -> String {
        let answer = try await tenant.client.call(
            "POST", "/register", ["firstname": "A", "lastname": "B", "email": "a@b.test", "password": "admin12345"],
            headers: [("api-key", tenant.key)])
        try #require(answer.status == 200, "\(answer.text)")
        let people = try await tenant.call("GET", "/v1/users").json["data"]?.array ?? []
        return try #require(people.first { $0["email"] == "a@b.test" }?["id"]?.string)
    }

    var tomorrow: String { "\(herald.database.runtime.clock.now + .seconds(86_400))" }
}
