import Contracts
import Core
import TestSupport
import Testing

extension NativeTests {
    /// Two tenants: whatever belongs to the other is as good as nothing at all.
    @Suite struct TenantTests {
        /// One way to reach for something by its id, in the path or in the body.
        struct Reach: Sendable, CustomTestStringConvertible {
            enum Thing: Sendable { case instance, message, endpoint, key, user, invitation }

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
            Reach(thing: .instance, method: "PATCH", path: "/v1/instances/{id}", body: #"{"name": "mine"}"#),
            Reach(thing: .instance, method: "PATCH", path: "/v1/instances/{id}", body: #"{"webhook_url": "{receiver}"}"#),
            Reach(thing: .instance, method: "DELETE", path: "/v1/instances/{id}"),
            Reach(thing: .instance, method: "GET", path: "/v1/instances/{id}/health"),
            Reach(thing: .instance, method: "GET", path: "/v1/instances/{id}/qr?format=png"),
            Reach(thing: .instance, method: "POST", path: "/v1/instances/{id}/connect"),
            Reach(thing: .instance, method: "POST", path: "/v1/instances/{id}/disconnect"),
            Reach(thing: .instance, method: "POST", path: "/v1/instances/{id}/logout"),
            Reach(thing: .instance, method: "POST", path: "/v1/instances/{id}/pairing-code", body: #"{"number": "254700000009"}"#),
            Reach(thing: .instance, method: "GET", path: "/v1/instances/{id}/passkey"),
            Reach(thing: .instance, method: "POST", path: "/v1/instances/{id}/passkey", body: "{}"),
            Reach(thing: .instance, method: "POST", path: "/v1/keys", body: #"{"name": "mine", "instance_id": "{id}"}"#),
            Reach(thing: .message, method: "GET", path: "/v1/messages/{id}"),
            Reach(thing: .key, method: "GET", path: "/v1/keys/{id}"),
            Reach(thing: .key, method: "PATCH", path: "/v1/keys/{id}", body: #"{"name": "mine"}"#),
            Reach(thing: .key, method: "DELETE", path: "/v1/keys/{id}"),
            Reach(thing: .key, method: "POST", path: "/v1/keys/{id}/rotate"),
            Reach(thing: .user, method: "GET", path: "/v1/users/{id}"),
            Reach(thing: .user, method: "PATCH", path: "/v1/users/{id}", body: #"{"role": "viewer"}"#),
            Reach(thing: .user, method: "DELETE", path: "/v1/users/{id}"),
            Reach(thing: .invitation, method: "DELETE", path: "/v1/invitations/{id}"),
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
                    case .key: try await two.firstID(of: "/v1/keys")
                    case .user: try await two.firstID(of: "/v1/users")
                    case .invitation:
                        try #require(try await two.call("POST", "/v1/invitations", ["email": "friend@acme.test"]).json["id"]?.string)
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
                    let id: String
                    switch reach.thing {
                    case .instance: id = other
                    case .message: id = message
                    case .endpoint: id = endpoint
                    // Of these it is not asked which instance they belong to.
                    case .key, .user, .invitation: continue
                    }
                    #expect(try await reach.call(id, as: pinned, receiver: receiver).status == 404, "\(reach.testDescription)")
                }
                let instances = try await pinned.call("GET", "/v1/instances").json["data"]?.array?.compactMap { $0["id"]?.string }
                #expect(instances == [mine])
                #expect(try await pinned.call("GET", "/v1/webhook-endpoints").json["data"] == [])
            }
        }

        @Test func `what nobody may reach of another tenant is as it was`() async throws {
            let harness = try #require(Harness.shared)
            let (one, two) = (try await harness.someTenant(), try await harness.someTenant())
            let (key, user) = (try await two.firstID(of: "/v1/keys"), try await two.firstID(of: "/v1/users"))
            let invitation = try #require(try await two.call("POST", "/v1/invitations", ["email": "friend@acme.test"]).json["id"]?.string)
            let before = [try await two.call("GET", "/v1/keys/\(key)").text, try await two.call("GET", "/v1/users/\(user)").text]
            for path in ["/v1/keys/\(key)", "/v1/users/\(user)", "/v1/invitations/\(invitation)"] {
                #expect(try await one.call("DELETE", path).status == 404, "\(path)")
            }
            #expect(try await one.call("PATCH", "/v1/keys/\(key)", ["name": "mine"]).status == 404)
            #expect(try await one.call("PATCH", "/v1/users/\(user)", ["first_name": "mine"]).status == 404)
            #expect([try await two.call("GET", "/v1/keys/\(key)").text, try await two.call("GET", "/v1/users/\(user)").text] == before)
            #expect(try await two.call("GET", "/v1/invitations").json["data"]?.array?.count == 1)
            for path in ["/v1/keys", "/v1/users", "/v1/invitations"] {
                // A cursor is no way in here either.
                let found = try await one.call("GET", "\(path)?cursor=\(key)").json["data"]?.array ?? []
                #expect(!found.contains { [key, user, invitation].contains($0["id"]?.string) })
            }
        }

        /// The body apart from the id of the request, which is the header's.
        private static func comparable(_ answer: TestAnswer) throws -> String {
            answer.text.replacing(try #require(answer.header("X-Request-Id")), with: "")
        }
    }
}

extension TestTenant {
    /// The id of the first thing in a list.
    fileprivate func firstID(of path: String) async throws -> String {
        try #require(try await call("GET", path).json["data"]?.array?.first?["id"]?.string)
    }
}
