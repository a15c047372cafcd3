import Contracts
import Core
import Database
import TestSupport
import Testing

extension NativeTests {
    /// Who did what: `GET /v1/audit`.
    @Suite struct AuditTests {
        private static func data(_ answer: TestAnswer) -> [JSON] { answer.json["data"]?.array ?? [] }

        @Test func `a tenant reads who did what, from where and with which request`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let owner = try await tenant.signedInOwner()
            let made = try await owner.call("POST", "/v1/keys", ["name": "Shop", "scopes": ["send"]])
            let key = try #require(made.json["id"]?.string)
            let changed = try await tenant.call("PATCH", "/v1/keys/\(key)", ["name": "Till"])
            let answer = try await tenant.call("GET", "/v1/audit")
            try #require(answer.status == 200, "\(answer.text)")
            let data = Self.data(answer)
            #expect(data.map { $0["action"] } == ["key.updated", "key.created", "person.signed_in", "key.created", "key.created", "tenant.created"])
            #expect(data.map { $0["sequence"] } == [6, 5, 4, 3, 2, 1])

            let update = try #require(data.first)
            #expect(update["actor"]?["type"] == "key")
            #expect(update["subject"]?.string == "key:\(key)")
            #expect(update["before"]?["name"] == "Shop" && update["after"]?["name"] == "Till")
            #expect(update["before"]?["scopes"] == ["send"])
            #expect(update["request_id"]?.string == changed.header("X-Request-Id"))
            #expect(update["address"] == "127.0.0.1")
            #expect(update["tenant_id"]?.string == tenant.id.description)
            #expect(update["hash"]?.string?.count == 64)
            #expect(data[1]["actor"] == ["type": "person", "id": .string(owner.id), "person_id": .string(owner.id)])
            #expect(data[1]["before"] == .null)
            #expect(data[2]["actor"]?["id"]?.string == owner.id, "who signs in is himself")
            for secret in [tenant.key, owner.token, tenant.owner.password, made.json["key"]?.string ?? ""] {
                #expect(!answer.text.contains(secret))
            }
        }

        @Test func `entries are listed by action, by time and page by page`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            for name in ["One", "Two", "Three"] { _ = try await tenant.call("PATCH", "/v1/tenant", ["name": .string(name)]) }
            let updates = try await tenant.call("GET", "/v1/audit?action=tenant.updated")
            #expect(Self.data(updates).map { $0["after"]?["name"] } == ["Three", "Two", "One"])
            var seen: [Int64] = []
            var path = "/v1/audit?limit=2"
            while true {
                let page = try await tenant.call("GET", path)
                #expect(Self.data(page).count <= 2)
                seen += Self.data(page).compactMap { $0["sequence"]?.integer }
                guard let next = page.json["next_cursor"]?.string else { break }
                path = "/v1/audit?limit=2&cursor=\(next)"
            }
            #expect(seen == [6, 5, 4, 3, 2, 1])
            let moment = try #require(Self.data(updates)[1]["at"]?.string)
            // `at` is finer than it is shown.
            #expect(Self.data(try await tenant.call("GET", "/v1/audit?from=\(moment)")).count >= 2)
            #expect(Self.data(try await tenant.call("GET", "/v1/audit?to=\(moment)")).allSatisfy { ($0["sequence"]?.integer ?? 9) < 5 })
            #expect(Self.data(try await tenant.call("GET", "/v1/audit?from=2099-01-01T00:00:00Z")).isEmpty)
        }

        @Test func `what cannot be asked is said, all of it`() async throws {
            let tenant = try await #require(Harness.shared).someTenant()
            let answer = try await tenant.call("GET", "/v1/audit?limit=101&cursor=x&action=nothing&from=yesterday&to=1")
            #expect(answer.status == 400)
            #expect(answer.json["errors"]?.array?.compactMap { $0["pointer"]?.string }.sorted() == ["?action", "?cursor", "?from", "?limit", "?to"])
            #expect(try await tenant.call("GET", "/v1/audit?limit=100").status == 200)
        }

        @Test func `only who manages the whole tenant reads its trail, and no other tenant's`() async throws {
            let harness = try #require(Harness.shared)
            let (tenant, other) = (try await harness.someTenant(), try await harness.someTenant())
            let instance = try await tenant.pairingInstance()
            let weak = [
                try await harness.key(of: tenant, scopes: [.send, .read]), try await harness.key(of: tenant, pinnedTo: instance), tenant.testKey,
                try await tenant.person(.viewer).token,
            ]
            for credential in weak {
                #expect(try await harness.client.call("GET", "/v1/audit", key: credential).status == 403)
            }
            #expect(try await tenant.person(.admin).call("GET", "/v1/audit").status == 200)
            #expect(try await harness.client.call("GET", "/v1/audit").status == 401)
            let theirs = try await other.call("GET", "/v1/audit?limit=100")
            #expect(Self.data(theirs).allSatisfy { $0["tenant_id"]?.string == other.id.description })
            #expect(!theirs.text.contains(tenant.id.description))
        }

        @Test func `failed sign-ins are in the trail of the tenant, and of nobody where there is none`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            func guess(_ email: String, at slug: String) async throws {
                let answer = try await harness.client.call(
                    "POST", "/v1/sign-in", ["tenant": .string(slug), "email": .string(email), "password": "a guess at a password"])
                #expect(answer.status == 401)
            }
            try await guess(tenant.owner.email, at: tenant.slug)
            try await guess("nobody@acme.test", at: tenant.slug)
            try await guess("nobody@acme.test", at: "there-is-no-such-tenant")
            let entries = Self.data(try await tenant.call("GET", "/v1/audit?action=person.sign_in_refused"))
            #expect(entries.map { $0["after"]?["email"]?.string } == ["nobody@acme.test", tenant.owner.email])
            #expect(entries.allSatisfy { $0["actor"]?["type"] == "anonymous" })
            #expect(try await harness.database.count("SELECT count(*) FROM audit.entry WHERE action = 'person.sign_in_refused'") == 3)
        }

        @Test func `a tenant's export has its trail`() async throws {
            let tenant = try await #require(Harness.shared).someTenant()
            let answer = try await tenant.call("GET", "/v1/tenant/export")
            let lines = try answer.text.split(separator: "\n").map { try JSONParser.parse(String($0)) }
            let entries = lines.filter { $0["kind"] == "audit_entry" }
            #expect(entries.compactMap { $0["action"]?.string } == ["tenant.created", "key.created", "key.created", "tenant.exported"])
        }
    }
}
