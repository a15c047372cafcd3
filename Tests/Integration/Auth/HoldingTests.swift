import Accounts
import Auth
import Contracts
import Core
import Crypto
import Database
import TestSupport
import Testing

@Suite struct HoldingTests {
    @Test func `a tenant is handed all of its keys, page by page, and no secret`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme"), try await node.makeTenant("other"))
            let issued = try await node.auth.issue(
                NewKey(
                    name: "Büro", environment: .test, scopes: [.send, .read], instance: node.runtime.ids.next(),
                    expires: node.clock.now + .seconds(60)),
                for: acme.tenant)
            let rotated = try await node.auth.rotate(issued.facts.id, of: acme.tenant)
            let revoked = try #require(try await node.auth.admit(acme.testKey.reveal).key)
            try await node.auth.revoke(revoked, of: acme.tenant)
            let token = try await node.signIn(of: acme.tenant)

            let records = try await export(acme.tenant, from: node, by: 2)
            #expect(records.map { $0["name"]?.string } == ["Live", "Test", "Büro"])
            #expect(records.map { $0["revoked_at"] == .null } == [true, false, true])
            let facts = rotated.facts
            #expect(
                records.last == [
                    "id": .string(facts.id.description), "name": "Büro", "prefix": .string(facts.prefix), "environment": "test",
                    "scopes": ["send", "read"], "instance_id": .string(try #require(facts.instance).description),
                    "expires_at": .string(try #require(facts.expires).description), "revoked_at": nil, "last_used_at": nil,
                    "created_at": .string(facts.created.description),
                ])
            let text = JSON.array(records).text
            for secret in [acme.apiKey, acme.testKey, issued.text, rotated.text, Secret(token)].map(\.reveal) {
                #expect(!text.contains(secret.dropFirst(APIKey.prefixLength)) && !text.contains(Digest.sha256(secret).description))
            }
            #expect(try await export(other.tenant, from: node, by: 100).count == 2)
            #expect(node.auth.kinds == ["key"])
        }
    }

    @Test func `a tenant's keys and tokens are erased bit by bit, and nobody else's`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme"), try await node.makeTenant("other"))
            for tenant in [acme, other] {
                let caller = try await node.auth.admit(key: tenant.apiKey.reveal, token: try await node.signIn(of: tenant.tenant))
                _ = try await node.auth.streamToken(for: "/v1/events/stream", as: caller)
                _ = try await node.auth.rotate(try #require(caller.key), of: tenant.tenant)
            }
            let before = try await rows(node)
            var erased: [Int] = []
            repeat {
                erased.append(try await node.database.system { tx in try node.auth.erase(2, of: acme.tenant, in: tx) })
            } while erased.last != 0
            #expect(erased.count > 2 && erased.allSatisfy { $0 <= 2 })
            #expect(try await rows(node) == before / 2)
            for key in [acme.apiKey, acme.testKey] { #expect(try await node.refuses(key.reveal)) }
            _ = try await node.auth.admit(other.apiKey.reveal)
        }
    }

    private func rows(_ node: Node) async throws -> Int {
        try await node.test.count(
            """
            SELECT (SELECT count(*) FROM auth.api_key) + (SELECT count(*) FROM auth.digest) + (SELECT count(*) FROM auth.session_token)
                + (SELECT count(*) FROM auth.stream_token)
            """)
    }

    private func export(_ tenant: TenantID, from node: Node, by limit: Int) async throws -> [JSON] {
        var (records, cursor): ([JSON], String?) = ([], nil)
        repeat {
            let after = cursor
            let page = try await node.database.read(as: tenant) { tx in
                try node.auth.export("key", of: tenant, after: after, limit: limit, in: tx)
            }
            #expect(page.records.count <= limit)
            records += page.records
            cursor = page.next
        } while cursor != nil
        return records
    }
}
