import Contracts
import Core
import TestSupport
import Testing

/// Two tenants: whatever belongs to the other is as good as nothing at all.
@Suite(.serialized, .herald) struct TenantTests {
    /// One way to reach for something by its id, in the path or in the body.
    struct Reach: Sendable, CustomTestStringConvertible {
        enum Thing: Sendable { case instance, message, endpoint }

        let thing: Thing
        let method: String
        let path: String
        var body: String?

        var testDescription: String { "\(method) \(path)\(body.map { " " + $0 } ?? "")" }

        func call(_ id: String, as tenant: TestTenant, receiver: WebhookReceiver) async throws -> TestAnswer {
            let body = body.map { $0.replacing("{id}", with: id).replacing("{receiver}", with: receiver.url) }
            return try await tenant.call(method, path.replacing("{id}", with: id), body.map { try JSONParser.parse($0) })
        }
    }

    static let reaches = [
        Reach(thing: .instance, method: "GET", path: "/v1/instances/{id}"),
        Reach(thing: .instance, method: "GET", path: "/v1/instances/{id}/qr"),
        Reach(thing: .instance, method: "GET", path: "/v1/instances/{id}/events"),
        Reach(thing: .instance, method: "POST", path: "/v1/sandbox/instances/{id}/scan", body: #"{"number": "254700000009"}"#),
        Reach(thing: .instance, method: "POST", path: "/v1/sandbox/instances/{id}/inbound", body: #"{"from": "254712345678", "text": "hi"}"#),
        Reach(thing: .instance, method: "POST", path: "/v1/sandbox/instances/{id}/disconnect", body: #"{"reason": "logged_out"}"#),
        Reach(
            thing: .instance, method: "POST", path: "/v1/messages",
            body: #"{"instance_id": "{id}", "to": "254712345678", "type": "text", "text": "hi"}"#),
        Reach(thing: .instance, method: "POST", path: "/v1/webhook-endpoints", body: #"{"instance_id": "{id}", "url": "{receiver}"}"#),
        Reach(
            thing: .instance, method: "POST", path: "/send-message",
            body: #"{"instanceId": "{id}", "recipients": ["254712345678"], "type": "text", "text": "hi"}"#),
        Reach(
            thing: .instance, method: "POST", path: "/send-message",
            body: #"{"session_id": "{id}", "recipients": ["254712345678"], "type": "text", "text": "hi"}"#),
        Reach(thing: .message, method: "GET", path: "/v1/messages/{id}"),
        Reach(thing: .endpoint, method: "DELETE", path: "/v1/webhook-endpoints/{id}"),
    ]

    @Test(arguments: reaches) func `reaching for what another tenant has is answered as for what nobody has`(reach: Reach) async throws {
        let harness = try #require(Harness.shared)
        try await WebhookReceiver.with { receiver in
            let (one, two) = (try await harness.someTenant(), try await harness.someTenant())
            // Linked, so that nothing but the id is in the way.
            _ = try await one.linkedInstance()
            let instance = try await two.linkedInstance("254700000002")
            let sent = try await two.send("mine", to: "254712345678")
            let message = try #require(sent.json["data"]?.array?.first?["id"]?.string)
            let endpoint = try await two.endpoint(receiver.url).id
            let foreign =
                switch reach.thing {
                case .instance: instance
                case .message: message
                case .endpoint: endpoint
                }
            let answer = try await reach.call(foreign, as: one, receiver: receiver)
            let nobodys = try await reach.call(harness.database.runtime.ids.next(Instance.self).description, as: one, receiver: receiver)
            #expect(answer.status == 404)
            #expect(nobodys.status == 404)
            #expect(try Self.comparable(answer) == Self.comparable(nobodys))
            for name in ["Content-Type", "Cache-Control", "Allow", "Location", "Retry-After"] {
                #expect(answer.header(name) == nobodys.header(name), "\(name)")
            }

            // And nothing has happened to it; its owner still has it.
            #expect(try await two.call("GET", "/v1/instances/\(instance)").json["status"] == "connected")
            #expect(try await two.call("GET", "/v1/messages/\(message)").status == 200)
            #expect(try await two.call("GET", "/v1/webhook-endpoints").json["data"]?.array?.count == 1)
            #expect(try await one.call("GET", "/v1/webhook-endpoints").json["data"] == [])
        }
    }

    @Test func `lists hold what is the tenant's own and nothing else`() async throws {
        let harness = try #require(Harness.shared)
        try await WebhookReceiver.with { receiver in
            let (one, two) = (try await harness.someTenant(), try await harness.someTenant())
            let instance = try await two.linkedInstance("254700000002")
            _ = try await two.endpoint(receiver.url)
            for path in ["/v1/instances", "/v1/webhook-endpoints"] {
                #expect(try await one.call("GET", path).json == ["data": [], "next_cursor": nil])
                // A cursor is no way in: it says where to begin, not in whose list.
                #expect(try await one.call("GET", "\(path)?cursor=\(instance)").json["data"] == [])
                #expect(try await two.call("GET", path).json["data"]?.array?.count == 1)
            }
        }
    }

    @Test func `a key that is tied to an instance knows no other, not even of its own tenant`() async throws {
        let harness = try #require(Harness.shared)
        try await WebhookReceiver.with { receiver in
            let tenant = try await harness.someTenant()
            let (mine, other) = (try await tenant.linkedInstance("254700000001"), try await tenant.linkedInstance("254700000002"))
            let endpoint = try await tenant.endpoint(receiver.url, [JSON.Member("instance_id", .string(other))]).id
            let sent = try await tenant.call(
                "POST", "/v1/messages", ["instance_id": .string(other), "to": "254712345678", "type": "text", "text": "hi"])
            let message = try #require(sent.json["data"]?.array?.first?["id"]?.string)
            let pinned = TestTenant(
                id: tenant.id, key: try await harness.key(of: tenant, pinnedTo: mine), testKey: tenant.testKey, client: tenant.client)
            for reach in Self.reaches {
                let id =
                    switch reach.thing {
                    case .instance: other
                    case .message: message
                    case .endpoint: endpoint
                    }
                #expect(try await reach.call(id, as: pinned, receiver: receiver).status == 404, "\(reach.testDescription)")
            }
            let instances = try await pinned.call("GET", "/v1/instances").json["data"]?.array?.compactMap { $0["id"]?.string }
            #expect(instances == [mine])
            #expect(try await pinned.call("GET", "/v1/webhook-endpoints").json["data"] == [])
        }
    }

    /// The body apart from the id of the request, which is the header's.
    private static func comparable(_ answer: TestAnswer) throws -> String {
        answer.text.replacing(try #require(answer.header("X-Request-Id")), with: "")
    }
}
