import Accounts
import Contracts
import Core
import Crypto
import Database
import Foundation
import TestSupport
import Testing

/// Promise K3: whoever has a dump of the database, or the log, has no key, token, password or session.
@Suite(.serialized) struct SecretsTests {
    @Test func `a dump of the database and the log hold none of the secrets`() async throws {
        try await WebhookReceiver.with { receiver in
            try await Stage.with { stage in
                let herald = try await Herald(in: stage.folder, stage.settings.merging(["HERALD_LOG_LEVEL": "debug"]) { $1 })
                var secrets = try await known(to: stage, herald, receiver)
                secrets["session credentials"] = try await credentials(stage)
                #expect(secrets.count == 12, "\(secrets.keys.sorted())")

                let dump = try dump(stage)
                #expect(dump.contains("COPY auth.api_key") && dump.contains("COPY instances.device_state"), "that is no dump of Herald")
                for (name, secret) in secrets {
                    try #require(secret.utf8.count >= 16, "\(name) is too short to be looked for")
                    for form in [secret, Hex.encode(Array(secret.utf8)), Base64.standard.encode(Array(secret.utf8))] {
                        #expect(!dump.contains(form), "the dump holds \(name)")
                        #expect(!herald.text.contains(form), "the log holds \(name)")
                    }
                }
                #expect(herald.terminate() == 0)
            }
        }
    }

    /// One of each kind that the API shows once, or that is sent to it.
    private func known(to stage: Stage, _ herald: Herald, _ receiver: WebhookReceiver) async throws -> [String: String] {
        let (tenant, client) = (stage.tenant(of: herald), herald.client)
        let password = "canary-password-7f3a1c"
        let instance = try await tenant.pairingInstance()
        let code = try await tenant.call("GET", "/v1/instances/\(instance)/qr").json["code"]?.string
        _ = try await tenant.linkedInstance("254700000002")
        let made = try await tenant.call("POST", "/v1/keys", ["name": "canary"])
        let rotated = try await tenant.call("POST", "/v1/keys/\(try #require(made.json["id"]?.string))/rotate", .object([]))
        let person = JSON.object([
            .init("firstname", "Ann"), .init("lastname", "Nairobi"), .init("email", "ann@acme.test"), .init("password", .string(password)),
        ])
        let registered = try await client.call("POST", "/register", person, headers: [("api-key", stage.key)])
        try #require(registered.status == 200, "\(registered.text)")
        let login = try await client.call(
            "POST", "/login", ["email": "ann@acme.test", "password": .string(password)], headers: [("api-key", stage.key)])
        let owner = try await client.call(
            "POST", "/v1/sign-in", ["email": "owner@acme.test", "password": .string(stage.ownerPassword), "tenant": "acme"])
        let ticket = try await tenant.call("POST", "/v1/stream-tokens", ["path": .string("/v1/instances/\(instance)/events")])
        let invitation = try await tenant.call("POST", "/v1/invitations", ["email": "bob@acme.test", "role": "viewer"])
        let endpoint = try await tenant.endpoint(receiver.url)
        let found: [String: String?] = [
            "a key": stage.key, "a made key": made.json["key"]?.string, "a rotated key": rotated.json["key"]?.string,
            "the owner's password": stage.ownerPassword, "a password": password, "an access token": login.json["access_token"]?.string,
            "the owner's access token": owner.json["access_token"]?.string, "a stream token": ticket.json["token"]?.string,
            "an invitation": invitation.json["link"]?.string?.split(separator: "#").last.map(String.init), "a webhook secret": endpoint.secret,
            "a pairing code": code,
        ]
        return try found.mapValues { try #require($0) }
    }

    /// What the simulated device keeps, opened with the deployment's own key.
    private func credentials(_ stage: Stage) async throws -> String {
        let master = try #require(SymmetricKey([UInt8](repeating: 7, count: 32)))
        let keys = DataKeys(database: stage.database.database, masterKey: master, runtime: .testing())
        let kept = try await Administration.rows(
            "SELECT tenant_id, instance_id, sealed FROM instances.device_state WHERE name = 'credentials'", on: stage.database.owner
        ) { row in (tenant: try row.next(TenantID.self), instance: try row.next(InstanceID.self), sealed: try row.next([UInt8].self)) }
        let one = try #require(kept.first)
        let opened = try await keys.open(one.sealed, for: one.tenant, context: "instances.device_state.sealed:\(one.instance):credentials")
        return try #require(try JSONParser.parse(opened)["secret"]?.string)
    }

    private func dump(_ stage: Stage) throws -> String {
        let versions = TestFiles.names(in: "/usr/lib/postgresql").compactMap { Int($0) }.sorted().reversed()
        let places = TestFiles.searchPath.split(separator: ":").map(String.init) + versions.map { "/usr/lib/postgresql/\($0)/bin" }
        let program = try #require(places.map { $0 + "/pg_dump" }.first { FileManager.default.isExecutableFile(atPath: $0) })
        let result = try Run.command(program, ["--dbname", stage.database.owner.connection.reveal], in: stage.folder)
        try #require(result.code == 0, "\(result.errors)")
        return result.output
    }
}
