import Contracts
import Core
import TestSupport
import Testing

/// What ends by itself, in a Herald whose time the test moves.
@Suite(.serialized) struct TimeTests {
    private static let minute: Duration = .seconds(60)

    @Test func `sessions, stream tokens, invitations and a rotated key's old text end when they said`() async throws {
        let clock = ShiftedClock()
        try await Harness.with(clock: clock) { harness in
            let tenant = try await harness.tenant()
            let client = harness.client
            let instance = try await tenant.pairingInstance()
            let path = "/v1/instances/\(instance)/events"
            let owner = try await tenant.signedInOwner()
            let streamToken = try #require(
                try await owner.call("POST", "/v1/stream-tokens", ["path": .string(path)]).json["token"]?.string)
            let link = try await owner.call("POST", "/v1/invitations", ["email": "late@acme.test"]).json["link"]?.string
            let invitation = try #require(link?.split(separator: "#").last.map(String.init))
            let made = try await owner.call("POST", "/v1/keys", ["name": "Shop"]).json
            let (id, old) = (try #require(made["id"]?.string), try #require(made["key"]?.string))
            let rotated = try await owner.call("POST", "/v1/keys/\(id)/rotate", ["overlap_seconds": 7200])
            let new = try #require(rotated.json["key"]?.string)
            func status(_ credential: String) async throws -> Int { try await client.call("GET", "/v1/users/me", key: credential).status }

            clock.advance(by: Self.minute + .seconds(1))
            #expect(try await client.call("GET", "\(path)?token=\(streamToken)").status == 401)
            #expect(try await status(owner.token) == 200)

            clock.advance(by: Self.minute * 59)
            #expect(try await status(owner.token) == 401)
            // A key is nobody, but admitted.
            #expect(try await status(old) == 403)

            clock.advance(by: Self.minute * 60)
            #expect(try await status(old) == 401)
            #expect(try await status(new) == 403)

            clock.advance(by: Self.minute * 60 * 24 * 7)
            let accepted = try await client.call(
                "POST", "/v1/invitations/accept",
                ["token": .string(invitation), "password": .string(TestTenant.password), "first_name": "A", "last_name": "B"])
            #expect(accepted.status == 404)
            #expect(try await tenant.call("GET", "/v1/invitations").json["data"] == [])
        }
    }
}
