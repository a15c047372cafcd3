import Accounts
import App
import Contracts
import Core
import Database
import TestSupport
import Testing

extension NativeTests {
    /// What a tenant takes along, and what is left when it goes.
    @Suite struct ExportTests {
        @Test func `an export has everything of the tenant, and no secret`() async throws {
            let harness = try #require(Harness.shared)
            try await WebhookReceiver.with { receiver in
                let (tenant, other) = (try await harness.someTenant(), try await harness.someTenant())
                let instance = try await tenant.linkedInstance()
                let (endpoint, webhookSecret) = try await tenant.endpoint(receiver.url)
                let viewer = try await tenant.person(.viewer)
                let invited = try await tenant.call("POST", "/v1/invitations", ["email": "open@acme.test"])
                let sent = try await tenant.send("a text like no other", to: "254712340006")
                let theirs = try await other.linkedInstance("254700000002")
                _ = try await other.send("a text of somebody else", to: "254712345678")
                let message = try #require(sent.json["data"]?.array?.first?["id"]?.string)

                var answer = try await tenant.call("GET", "/v1/tenant/export")
                #expect(answer.status == 200)
                try await eventually("the answer to the text has come in") {
                    answer = try await tenant.call("GET", "/v1/tenant/export")
                    return answer.text.contains("echo: a text like no other")
                }
                #expect(answer.header("Content-Type") == "application/x-ndjson")
                let disposition = try #require(answer.header("Content-Disposition"))
                #expect(disposition.wholeMatch(of: /attachment; filename="[a-z0-9-]+\.ndjson"/) != nil, "\(disposition)")
                let lines = answer.text.split(separator: "\n", omittingEmptySubsequences: false)
                #expect(lines.last == "", "the last line ends like the others")
                let records = try lines.dropLast().map { try JSONParser.parse(String($0)) }
                #expect(records.allSatisfy { $0["kind"]?.string != nil })

                let known = [
                    tenant.id.description, tenant.slug, tenant.owner.email, viewer.id, viewer.email, instance, endpoint, receiver.url, message,
                    "a text like no other", "echo: a text like no other", "open@acme.test", String(tenant.key.prefix(12)),
                    String(tenant.testKey.prefix(12)),
                ]
                for fact in known {
                    #expect(answer.text.contains(fact), "\(fact) is missing")
                }
                let invitation = try #require(invited.json["link"]?.string?.split(separator: "#").last.map(String.init))
                let secrets = [
                    tenant.key, tenant.testKey, viewer.token, viewer.password, tenant.owner.password, webhookSecret, invitation, "scrypt",
                ]
                for secret in secrets {
                    #expect(!answer.text.contains(secret), "a secret is in it")
                }
                for foreign in [other.id.description, other.slug, theirs, "a text of somebody else"] {
                    #expect(!answer.text.contains(foreign), "\(foreign) is somebody else's")
                }
            }
        }

        @Test func `when a tenant is closed, every door is shut with the answer, and soon nothing is left`() async throws {
            let harness = try #require(Harness.shared)
            let (tenant, other) = (try await harness.someTenant(), try await harness.someTenant())
            let instance = try await tenant.linkedInstance()
            _ = try await tenant.send("the last", to: "254712345678")
            let (owner, viewer) = (try await tenant.signedInOwner(), try await tenant.person(.viewer))
            let invited = try await tenant.call("POST", "/v1/invitations", ["email": "late@acme.test"])
            let invitation = try #require(invited.json["link"]?.string?.split(separator: "#").last.map(String.init))
            let stream = try await tenant.call("POST", "/v1/stream-tokens", ["path": .string("/v1/instances/\(instance)/events")])
            let token = try #require(stream.json["token"]?.string)

            #expect(try await owner.call("DELETE", "/v1/tenant", ["confirm": .string(tenant.slug)]).status == 204)
            for credential in [tenant.key, tenant.testKey, owner.token, viewer.token] {
                #expect(try await harness.client.call("GET", "/v1/tenant", key: credential).status == 401)
            }
            #expect(try await harness.client.call("GET", "/v1/instances/\(instance)/events?token=\(token)").status == 401)
            let signIn = try await harness.client.call(
                "POST", "/v1/sign-in",
                ["tenant": .string(tenant.slug), "email": .string(tenant.owner.email), "password": .string(tenant.owner.password)])
            #expect(signIn.status == 401)
            let accepted = try await harness.client.call(
                "POST", "/v1/invitations/accept",
                ["token": .string(invitation), "password": .string(TestTenant.password), "first_name": "A", "last_name": "B"])
            #expect(accepted.status == 404)
            #expect(try await other.call("GET", "/v1/tenant").status == 200)

            // As if the time had passed in which phones are told; the rest goes in portions, for which nobody need wait here.
            try await harness.database.script("UPDATE accounts.tenant SET closed_at = closed_at - interval '1 hour' WHERE id = '\(tenant.id)'")
            try await eventually("nothing of the tenant is left") {
                do {
                    while try await harness.deployment.accounts.erase() > 0 {}
                } catch Problem.unavailable {
                    // Its phone has not been told yet.
                    return false
                }
                return try await Self.tables(of: tenant, harness) == []
            }
            #expect(try await Self.tables(of: other, harness).isEmpty == false)
        }

        /// The tables in which the tenant's id still stands.
        private static func tables(of tenant: TestTenant, _ harness: Harness) async throws -> [String] {
            var found: [String] = []
            for table in try await FencedTable.all(in: harness.database) {
                guard let column = table.tenant else { continue }
                let sql = SQL(stringLiteral: "SELECT count(*) FROM \(table.name) WHERE \(column) = '\(tenant.id)'")
                if try await harness.database.count(sql) > 0 { found.append(table.name) }
            }
            return found
        }
    }
}
