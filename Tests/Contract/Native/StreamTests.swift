import Contracts
import Core
import TestSupport
import Testing

extension NativeTests {
    /// Following an instance, also from a browser, which cannot set a header there.
    @Suite struct StreamTests {
        private func token(for path: String, as person: TestPerson) async throws -> String {
            let made = try await person.call("POST", "/v1/stream-tokens", ["path": .string(path)])
            return try #require(made.json["token"]?.string, "\(made.text)")
        }

        @Test func `a browser follows an instance with a token that opens the stream once`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let owner = try await tenant.signedInOwner()
            let instance = try await tenant.pairingInstance()
            let path = "/v1/instances/\(instance)/events"
            let token = try await token(for: path, as: owner)
            try await EventFollower.with("\(path)?token=\(token)", on: harness.client.port) { stream in
                #expect(stream.status == 200)
                #expect(stream.header("Content-Type") == "text/event-stream")
                try await stream.first("a code comes") { $0.name == "qr" && $0.data["code"]?.string != nil }
                let scanned = try await tenant.call("POST", "/v1/sandbox/instances/\(instance)/scan", ["number": "254700000001"])
                #expect(scanned.status == 200)
                try await stream.first("it is connected") { $0.name == "connected" && $0.data["number"] == "+254700000001" }
            }
            #expect(try await harness.client.call("GET", "\(path)?token=\(token)").status == 401)
        }

        @Test func `a token opens its own stream and nothing else`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let owner = try await tenant.signedInOwner()
            let (one, other) = (try await tenant.pairingInstance(), try await tenant.pairingInstance())
            for wrong in ["/v1/instances/\(other)/events", "/v1/instances/\(one)", "/v1/tenant"] {
                let token = try await token(for: "/v1/instances/\(one)/events", as: owner)
                #expect(try await harness.client.call("GET", "\(wrong)?token=\(token)").status == 401, "\(wrong)")
            }
            #expect(try await harness.client.call("GET", "/v1/instances/\(one)/events?token=\(owner.token)").status == 401)
            #expect(try await harness.client.call("GET", "/v1/instances/\(one)/events?token=\(tenant.key)").status == 401)
        }

        @Test func `a token gives no more than whoever made it has`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let viewer = try await tenant.person(.viewer)
            let path = "/v1/instances/\(try await tenant.pairingInstance())/events"
            let token = try await token(for: path, as: viewer)
            // Codes link whoever scans them: a viewer does not see them.
            #expect(try await harness.client.call("GET", "\(path)?token=\(token)").status == 403)
        }

        @Test func `a token ends with the session that made it`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let owner = try await tenant.signedInOwner()
            let path = "/v1/instances/\(try await tenant.pairingInstance())/events"
            let token = try await token(for: path, as: owner)
            #expect(try await owner.call("POST", "/v1/sign-out").status == 204)
            #expect(try await harness.client.call("GET", "\(path)?token=\(token)").status == 401)
        }

        @Test func `a code to type is told beside the codes to scan`() async throws {
            let harness = try #require(Harness.shared)
            let tenant = try await harness.someTenant()
            let instance = try await tenant.pairingInstance()
            try await EventFollower.with("/v1/instances/\(instance)/events", key: tenant.key, on: harness.client.port) { stream in
                try await stream.first("a code to scan comes") { $0.name == "qr" }
                let asked = try await tenant.call("POST", "/v1/instances/\(instance)/pairing-code", ["number": "254700000001"])
                let code = try #require(asked.json["code"]?.string, "\(asked.text)")
                try await stream.first("the code to type comes") { $0.name == "pairing_code" && $0.data["code"]?.string == code }
            }
        }
    }
}
