import Core
import Database
import HTTP
import TestSupport
import Testing

@Suite(.herald) struct `A request with a key` {
    private let herald: Harness

    init() throws { herald = try #require(Harness.shared) }

    @Test func `takes effect once and is answered the same again`() async throws {
        let tenant = try await herald.someTenant()
        let first = try await tenant.once("one", "POST", "/v1/contacts", ["number": "+254712345678"])
        #expect(first.status == 201 && !first.isReplay)
        let second = try await tenant.once("one", "POST", "/v1/contacts", ["number": "+254712345678"])
        #expect(second.says(first) && second.isReplay)
        #expect(second.header("X-Request-Id") != first.header("X-Request-Id"))
        #expect(try await tenant.call("GET", "/v1/contacts").json["data"]?.array?.count == 1)
        // Without the key it is another request.
        #expect(try await tenant.call("POST", "/v1/contacts", ["number": "+254712345678"]).status == 409)
        #expect(try await herald.records(of: tenant) == 1)
    }

    @Test func `is not another request with the same key`() async throws {
        let tenant = try await herald.someTenant()
        let first = try await tenant.once("one", "POST", "/v1/contacts", ["number": "+254712345678"])
        for (method, path, body) in [
            ("POST", "/v1/contacts", ["number": "+254712345679"] as JSON), ("POST", "/v1/contacts?x=1", ["number": "+254712345678"]),
            ("POST", "/v1/templates", ["number": "+254712345678"]), ("PATCH", "/v1/tenant", ["number": "+254712345678"]),
        ] {
            let refused = try await tenant.once("one", method, path, body)
            #expect(refused.status == 422 && refused.json["code"] == "idempotency_key_reused", "\(refused.text)")
        }
        #expect(try await tenant.call("GET", "/v1/contacts").json["data"]?.array?.count == 1)
        #expect(try await tenant.once("one", "POST", "/v1/contacts", ["number": "+254712345678"]).says(first))
        // The same key is another tenant's own.
        let other = try await herald.someTenant()
        let theirs = try await other.once("one", "POST", "/v1/contacts", ["number": "+254712345679"])
        #expect(theirs.status == 201 && !theirs.isReplay)
    }

    @Test func `that was refused may be sent again with the same key`() async throws {
        let tenant = try await herald.someTenant()
        let body: JSON = ["number": "+254712345678"]
        #expect(try await tenant.once("one", "POST", "/v1/contacts", ["number": "nobody"]).status == 400)
        let made = try await tenant.call("POST", "/v1/contacts", body)
        #expect(try await tenant.once("one", "POST", "/v1/contacts", body).status == 409)
        let id = try #require(made.json["id"]?.string)
        #expect(try await herald.records(of: tenant) == 0)
        #expect(try await tenant.once("one", "DELETE", "/v1/contacts/\(id)").status == 204)
        #expect(try await tenant.once("one", "DELETE", "/v1/contacts/\(id)").isReplay)
        #expect(try await tenant.once("two", "DELETE", "/v1/contacts/\(id)").status == 404)
    }

    @Test(arguments: ["", String(repeating: "k", count: 256), "é"])
    func `must have one that can be one`(_ key: String) async throws {
        let tenant = try await herald.someTenant()
        let refused = try await tenant.once(key, "POST", "/v1/contacts", ["number": "+254712345678"])
        #expect(refused.status == 400 && refused.text.contains("#Idempotency-Key"), "\(refused.text)")
        #expect(try await tenant.call("GET", "/v1/contacts").json["data"]?.array?.isEmpty == true)
    }

    @Test func `takes effect once however many of it come at the same moment`() async throws {
        let tenant = try await herald.someTenant()
        let answers = try await tenant.all(50, "one", "POST", "/v1/keys", ["name": "till"])
        let made = answers.filter { $0.status == 201 }
        #expect(!made.isEmpty && Set(made.map(\.text)).count == 1)
        #expect(made.filter { !$0.isReplay }.count == 1)
        for other in answers where other.status != 201 {
            #expect(other.status == 409 && other.header("Retry-After") != nil && other.json["code"] == "still_running", "\(other.text)")
        }
        #expect(try await tenant.call("GET", "/v1/keys?limit=100").json["data"]?.array?.count == 3)
    }

    @Test func `shows a new secret again, which nobody finds in the database`() async throws {
        let tenant = try await herald.someTenant()
        let first = try await tenant.once("one", "POST", "/v1/keys", ["name": "till"])
        let key = try #require(first.json["key"]?.string)
        #expect(try await tenant.once("one", "POST", "/v1/keys", ["name": "till"]).json["key"]?.string == key)
        #expect(try await herald.client.call("GET", "/v1/tenant", key: key).status == 200)
        let clear = try await herald.database.count(
            """
            SELECT count(*) FROM idempotency.record
            WHERE tenant_id = \(tenant.id) AND (position(\(Array(key.utf8)) IN answer) > 0 OR answer IS NULL)
            """)
        #expect(clear == 0)
    }

    @Test func `ends what it revokes at once`() async throws {
        let tenant = try await herald.someTenant()
        let made = try await tenant.call("POST", "/v1/keys", ["name": "till"])
        let (id, key) = (try #require(made.json["id"]?.string), try #require(made.json["key"]?.string))
        #expect(try await herald.client.call("GET", "/v1/tenant", key: key).status == 200)
        #expect(try await tenant.once("one", "DELETE", "/v1/keys/\(id)").status == 204)
        #expect(try await herald.client.call("GET", "/v1/tenant", key: key).status == 401)
    }

    @Test func `is not remembered where nothing can be changed, or nobody has shown who they are`() async throws {
        let tenant = try await herald.someTenant()
        #expect(try await tenant.once("one", "GET", "/v1/tenant").status == 200)
        let signIn: JSON = ["email": .string(tenant.owner.email), "password": .string(tenant.owner.password), "tenant": .string(tenant.slug)]
        for _ in 0..<2 {
            let answer = try await herald.client.call("POST", "/v1/sign-in", signIn, headers: [("Idempotency-Key", "one")])
            #expect(answer.status == 200 && !answer.isReplay)
        }
        #expect(try await herald.records(of: tenant) == 0)
    }

    @Test func `that asks WhatsApp for something has it done once`() async throws {
        let tenant = try await herald.someTenant()
        _ = try await tenant.linkedInstance()
        let body: JSON = ["subject": "Crew", "participants": ["+254712345678"]]
        let first = try await tenant.once("one", "POST", "/v1/groups", body)
        #expect(first.status == 201, "\(first.text)")
        #expect(try await tenant.once("one", "POST", "/v1/groups", body).says(first))
        #expect(try await tenant.call("GET", "/v1/groups").json["data"]?.array?.count == 1)
    }

    @Test func `that uploads a file is compared by the file`() async throws {
        let tenant = try await herald.someTenant()
        func upload(_ last: UInt8) async throws -> TestAnswer {
            let bytes = Array("%PDF-1.4\n".utf8) + [UInt8](repeating: 7, count: 3 << 20) + [last]
            return try await tenant.client.send(
                "POST", "/v1/media",
                ["Authorization": "Bearer \(tenant.key)", "Content-Type": "application/pdf", "Idempotency-Key": "one"], bytes)
        }
        let first = try await upload(1)
        #expect(first.status == 201, "\(first.text)")
        let second = try await upload(1)
        #expect(second.says(first) && second.isReplay, "\(second.text)")
        #expect(try await upload(2).status == 422)
        #expect(try await tenant.call("GET", "/v1/media").json["data"]?.array?.count == 1)
    }

    @Test func `may be the operator's`() async throws {
        let slug = "tenant-\(herald.database.runtime.ids.next(Tenant.self))"
        let (key, body) = (slug, ["name": "x", "slug": .string(slug), "plan": "pro", "owner": "owner@x.test"] as JSON)
        func create(_ body: JSON) async throws -> TestAnswer {
            try await herald.client.call("POST", "/admin/v1/tenants", key: Harness.adminKey, body, headers: [("Idempotency-Key", key)])
        }
        let first = try await create(body)
        #expect(first.status == 201, "\(first.text)")
        #expect(try await create(body).says(first))
        #expect(try await create(["name": "y"]).status == 422)
    }
}
