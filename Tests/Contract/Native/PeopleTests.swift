import Contracts
import Core
import TestSupport
import Testing

extension NativeTests {
    /// The people of a tenant: how they come in, what each may do, and how they leave.
    @Suite struct PeopleTests {
        private static func code(_ answer: TestAnswer) -> String? { answer.json["code"]?.string }

        @Test func `whoever signs up makes a key, links a number with it and sends`() async throws {
            let harness = try #require(Harness.shared)
            let answer = try await harness.client.call(
                "POST", "/v1/sign-up",
                [
                    "organization": "Duka la Wanjiku", "email": "wanjiku@duka.test", "password": .string(TestTenant.password),
                    "first_name": "Wanjiku", "last_name": "Mwangi",
                ])
            let owner = try TestPerson(answer, password: TestTenant.password, client: harness.client)
            let made = try await owner.call("POST", "/v1/keys", ["name": "Shop"])
            try #require(made.status == 201, "\(made.text)")
            let tenant = TestTenant(
                id: try #require(TenantID(answer.json["tenant"]?["id"]?.string ?? "")), key: try #require(made.json["key"]?.string), testKey: "",
                client: harness.client)
            let instance = try await tenant.linkedInstance()
            let sent = try await tenant.send("Karibu", to: "254712345678")
            #expect(sent.status == 202, "\(sent.text)")
            #expect(sent.json["data"]?.array?.first?["instance_id"]?.string == instance)
            // What the key made is the owner's to see.
            #expect(try await owner.call("GET", "/v1/instances/\(instance)").json["status"] == "connected")
        }

        @Test func `two organizations of one name are two tenants`() async throws {
            let harness = try #require(Harness.shared)
            var slugs: Set<String> = []
            for _ in 0..<2 {
                let answer = try await harness.client.call(
                    "POST", "/v1/sign-up",
                    [
                        "organization": "Namesake", "email": "same@namesake.test", "password": .string(TestTenant.password), "first_name": "A",
                        "last_name": "B",
                    ])
                let person = try TestPerson(answer, password: TestTenant.password, client: harness.client)
                slugs.insert(try #require(answer.json["tenant"]?["slug"]?.string))
                #expect(try await person.call("GET", "/v1/users").json["data"]?.array?.count == 1)
            }
            #expect(slugs.count == 2)
        }

        @Test func `an invitation leads from one browser to another, once`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let owner = try await tenant.signedInOwner()
            let invited = try await owner.call("POST", "/v1/invitations", ["email": "achieng@acme.test", "role": "admin"])
            let link = try #require(invited.json["link"]?.string)
            let parts = link.split(separator: "#").map(String.init)
            try #require(parts.count == 2 && parts[0].hasSuffix("/invitation"))

            // The other browser opens the page, which reads what follows the hash sign and posts it.
            #expect(try await harness.client.call("GET", "/invitation").status == 200)
            let acceptance: JSON = [
                "token": .string(parts[1]), "password": .string(TestTenant.password), "first_name": "Achieng", "last_name": "Otieno",
            ]
            let achieng = try TestPerson(
                try await harness.client.call("POST", "/v1/invitations/accept", acceptance), password: TestTenant.password, client: harness.client)
            let me = try await achieng.call("GET", "/v1/users/me").json
            #expect(me["email"] == "achieng@acme.test")
            #expect(me["role"] == "admin")
            #expect(try await achieng.call("GET", "/v1/tenant").json["id"]?.string == tenant.id.description)

            // It worked once; the owner sees who came, and nothing open any more.
            let again = try await harness.client.call("POST", "/v1/invitations/accept", acceptance)
            #expect(again.status == 404)
            #expect(try await owner.call("GET", "/v1/invitations").json["data"] == [])
            let emails = try await owner.call("GET", "/v1/users").json["data"]?.array?.compactMap { $0["email"]?.string }
            #expect(emails == [tenant.owner.email, "achieng@acme.test"])
        }

        @Test func `an invitation that was taken back opens nothing`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let invited = try await tenant.call("POST", "/v1/invitations", ["email": "friend@acme.test"])
            let token = try #require(invited.json["link"]?.string?.split(separator: "#").last.map(String.init))
            #expect(try await tenant.call("DELETE", "/v1/invitations/\(invited.json["id"]?.string ?? "")").status == 204)
            let accepted = try await harness.client.call(
                "POST", "/v1/invitations/accept",
                ["token": .string(token), "password": .string(TestTenant.password), "first_name": "A", "last_name": "B"])
            #expect(accepted.status == 404)
        }

        @Test func `another password ends every other session`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let (here, elsewhere) = (try await tenant.signedInOwner(), try await tenant.signedInOwner())
            let changed = try await here.call(
                "POST", "/v1/password", ["current_password": .string(here.password), "new_password": "a much better one"])
            let fresh = try #require(changed.json["access_token"]?.string)
            #expect(try await harness.client.call("GET", "/v1/tenant", key: fresh).status == 200)
            #expect(try await here.call("GET", "/v1/tenant").status == 401)
            #expect(try await elsewhere.call("GET", "/v1/tenant").status == 401)
            // Programs have keys of their own.
            #expect(try await tenant.call("GET", "/v1/tenant").status == 200)
        }

        @Test func `a viewer reads and does nothing else`() async throws {
            let tenant = try await try #require(Harness.shared).someTenant()
            let instance = try await tenant.linkedInstance()
            let viewer = try await tenant.person(.viewer)
            for path in ["/v1/tenant", "/v1/instances", "/v1/instances/\(instance)", "/v1/instances/\(instance)/health", "/v1/webhook-endpoints"] {
                #expect(try await viewer.call("GET", path).status == 200, "\(path)")
            }
            let sent = try await viewer.call("POST", "/v1/messages", ["to": "254712345678", "type": "text", "text": "hi"])
            #expect(sent.status == 403)
            #expect(Self.code(sent) == "insufficient_role")
            for (method, path) in Self.management(instance) {
                #expect(try await viewer.call(method, path, [:]).status == 403, "\(method) \(path)")
            }
        }

        @Test func `a member sends and manages nothing`() async throws {
            let tenant = try await try #require(Harness.shared).someTenant()
            let instance = try await tenant.linkedInstance()
            let member = try await tenant.person(.member)
            let sent = try await member.call("POST", "/v1/messages", ["to": "254712345678", "type": "text", "text": "hi"])
            #expect(sent.status == 202, "\(sent.text)")
            for (method, path) in Self.management(instance) {
                let answer = try await member.call(method, path, [:])
                #expect(answer.status == 403, "\(method) \(path)")
                #expect(Self.code(answer) == "insufficient_role", "\(method) \(path)")
            }
            #expect(try await tenant.call("GET", "/v1/instances/\(instance)").json["status"] == "connected")
        }

        @Test func `an admin manages everything but owners and the end of it all`() async throws {
            let tenant = try await try #require(Harness.shared).someTenant()
            let (owner, admin) = (try await tenant.signedInOwner(), try await tenant.person(.admin))
            let member = try await tenant.person(.member)
            #expect(try await admin.call("PATCH", "/v1/tenant", ["name": "Renamed"]).status == 200)
            #expect(try await admin.call("POST", "/v1/keys", ["name": "Made by an admin"]).status == 201)
            #expect(try await admin.call("PATCH", "/v1/users/\(member.id)", ["role": "viewer"]).status == 200)
            #expect(try await admin.call("DELETE", "/v1/users/\(member.id)").status == 204)

            let refused = [
                try await admin.call("PATCH", "/v1/users/\(owner.id)", ["role": "viewer"]),
                try await admin.call("DELETE", "/v1/users/\(owner.id)"),
                try await admin.call("PATCH", "/v1/users/\(admin.id)", ["role": "owner"]),
                try await admin.call("POST", "/v1/invitations", ["email": "boss@acme.test", "role": "owner"]),
                try await admin.call("DELETE", "/v1/tenant", ["confirm": .string(tenant.slug)]),
            ]
            for answer in refused {
                #expect(answer.status == 403, "\(answer.text)")
                #expect(Self.code(answer) == "insufficient_role", "\(answer.text)")
            }
            // An owner may all of that.
            #expect(try await owner.call("PATCH", "/v1/users/\(admin.id)", ["role": "owner"]).json["role"] == "owner")
            #expect(try await owner.call("PATCH", "/v1/users/\(admin.id)", ["role": "admin"]).json["role"] == "admin")
        }

        @Test func `whoever loses a role loses what it allowed with the answer`() async throws {
            let tenant = try await try #require(Harness.shared).someTenant()
            let member = try await tenant.person(.member)
            #expect(try await tenant.call("PATCH", "/v1/users/\(member.id)", ["role": "viewer"]).status == 200)
            #expect(try await member.call("GET", "/v1/tenant").status == 401)
        }

        @Test func `a key that is tied to one instance has no say over people`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let pinned = try await harness.key(of: tenant, pinnedTo: try await tenant.linkedInstance())
            for (method, path) in [
                ("GET", "/v1/users"), ("GET", "/v1/invitations"), ("GET", "/v1/tenant/export"), ("PATCH", "/v1/tenant"),
            ] {
                #expect(try await harness.client.call(method, path, key: pinned, [:]).status == 403, "\(method) \(path)")
            }
            let invited = try await harness.client.call("POST", "/v1/invitations", key: pinned, ["email": "friend@acme.test"])
            #expect(invited.status == 403)
        }

        /// What only those may do who manage.
        private static func management(_ instance: String) -> [(String, String)] {
            [
                ("PATCH", "/v1/tenant"), ("DELETE", "/v1/tenant"), ("GET", "/v1/tenant/export"), ("GET", "/v1/users"), ("GET", "/v1/keys"),
                ("POST", "/v1/keys"), ("GET", "/v1/invitations"), ("POST", "/v1/invitations"), ("POST", "/v1/instances"),
                ("PATCH", "/v1/instances/\(instance)"), ("DELETE", "/v1/instances/\(instance)"), ("POST", "/v1/instances/\(instance)/logout"),
                ("GET", "/v1/instances/\(instance)/qr"), ("POST", "/v1/webhook-endpoints"),
            ]
        }
    }
}
