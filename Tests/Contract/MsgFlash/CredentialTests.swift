import App
import Auth
import Contracts
import Core
import Database
import TestSupport
import Testing

/// Who is let in (contract MF-01, MF-02, MFX-04, MFX-05).
@Suite(.serialized, .herald) struct CredentialTests {
    @Test(.tags(.MF_01), arguments: Stage.paths) func `a key in x-api-key opens every route, however the name is written`(path: String) async throws {
        let stage = try await Stage()
        let instance = try await stage.tenant.pairingInstance()
        let target = path.replacing("{id}", with: instance)
        for name in ["x-api-key", "X-API-Key", "X-API-KEY"] {
            #expect(try await stage.harness.client.call("GET", target, headers: [(name, stage.tenant.key)]).status == 200, "\(name)")
        }
    }

    @Test(.tags(.MF_01, .MF_02, .MFX_04), arguments: Stage.paths) func `nothing else opens any`(path: String) async throws {
        let stage = try await Stage()
        let (client, key) = (stage.harness.client, stage.tenant.key)
        let target = path.replacing("{id}", with: try await stage.tenant.pairingInstance())
        let shown: [[(String, String)]] = [
            [], [("Authorization", "Bearer \(key)")], [("api-key", key)], [("x-api-key", "")], [("x-api-key", "Bearer \(key)")],
            [("x-api-key", String(key.dropLast()))], [("x-api-key", key + "x")], [("x-api-key", "msgf_live_" + String(repeating: "a", count: 64))],
            [("x-api-key", key), ("x-api-key", key)],
        ]
        for headers in shown {
            let answer = try await client.call("GET", target, headers: headers)
            #expect(answer.status == 401, "\(headers)")
            #expect(answer.json == ["error": ["code": "UNAUTHORIZED", "message": "API key missing or invalid"]], "\(headers)")
        }
        // In its place it opens, whatever else is shown.
        #expect(try await client.call("GET", target, headers: [("x-api-key", key), ("Authorization", "Bearer nonsense")]).status == 200)
    }

    @Test(.tags(.MF_02, .MFX_04)) func `a key that was revoked is no key from then on`() async throws {
        let stage = try await Stage()
        let auth = stage.harness.deployment.auth
        let key = try await stage.harness.key(of: stage.tenant)
        #expect(try await stage.get("/api/v1/instances", key: key).status == 200)
        let made = try #require(try await auth.list(of: stage.tenant.id, limit: 10).keys.first { $0.name == "further" })
        try await auth.revoke(made.id, of: stage.tenant.id)
        let answer = try await stage.get("/api/v1/instances", key: key)
        #expect(answer.status == 401)
        #expect(answer.code == "UNAUTHORIZED")
    }

    @Test(.tags(.MFX_05), arguments: Stage.paths) func `a key is the account's and no team's, which whoever names a team is told`(path: String)
        async throws
    {
        let stage = try await Stage()
        let instance = try await stage.tenant.pairingInstance()
        for team in [stage.tenant.id.description, "marketing", ""] {
            let answer = try await stage.get(path, of: instance, headers: [("X-Team-Id", team)])
            #expect(answer.status == 403)
            #expect(answer.code == "TEAM_KEY_REQUIRED")
        }
        #expect(try await stage.get(path, of: instance, key: "msgf_team_none", headers: [("X-Team-Id", "marketing")]).status == 401)
    }

    @Test func `a key that may not read is refused`() async throws {
        let stage = try await Stage()
        let key = try await stage.harness.key(of: stage.tenant, scopes: .send)
        let answer = try await stage.get("/api/v1/instances", key: key)
        #expect(answer.status == 403)
        #expect(answer.code == "FORBIDDEN")
    }

    @Test func `a key that is tied to an instance knows no other, and a test key only the sandbox`() async throws {
        let stage = try await Stage()
        let mine = try await stage.tenant.pairingInstance()
        let other = try await stage.tenant.pairingInstance()
        let pinned = try await stage.harness.key(of: stage.tenant, pinnedTo: mine)
        try await stage.harness.database.script("UPDATE instances.instance SET sandbox = false WHERE id = '\(other)'")
        for key in [pinned, stage.tenant.testKey] {
            let list = try await stage.get("/api/v1/instances", key: key).json["data"]?.array
            #expect(list?.compactMap { $0["id"]?.string } == [mine])
            for path in Stage.paths.dropFirst() {
                #expect(try await stage.get(path, of: mine, key: key).status == 200)
                #expect(try await stage.get(path, of: other, key: key).status == 404)
            }
        }
    }
}
