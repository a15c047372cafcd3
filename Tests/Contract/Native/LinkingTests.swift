import Core
import TestSupport
import Testing

extension NativeTests {
    /// Ways to link a phone other than by a code to scan.
    @Suite struct LinkingTests {
        @Test func `a phone that wants a passkey links once a browser has answered for it`() async throws {
            let tenant = try await try #require(Harness.shared).someTenant()
            let instance = try await tenant.pairingInstance()
            let path = "/v1/instances/\(instance)/passkey"
            #expect(try await tenant.call("GET", path).status == 409)
            let scanned = try await tenant.call(
                "POST", "/v1/sandbox/instances/\(instance)/scan", ["number": "254700000001", "passkey": true])
            #expect(scanned.json["status"] == "passkey_required", "\(scanned.text)")

            let options = try await tenant.call("GET", path).json
            #expect(options["rpId"] == "whatsapp.com")
            let challenge = try #require(options["challenge"]?.string)
            let wrong = try await tenant.call("POST", path, Self.answer(to: "AAAA"))
            #expect(wrong.status == 400, "\(wrong.text)")
            #expect(try await tenant.call("POST", path, Self.answer(to: challenge)).status == 204)
            try await eventually("the instance is connected") {
                try await tenant.call("GET", "/v1/instances/\(instance)").json["status"] == "connected"
            }
            #expect(try await tenant.call("POST", path, Self.answer(to: challenge)).status == 409)
        }

        /// What a browser's `navigator.credentials.get()` gives, as JSON.
        private static func answer(to challenge: String) -> JSON {
            let data: JSON = ["type": "webauthn.get", "challenge": .string(challenge), "origin": "https://web.whatsapp.com"]
            return [
                "id": "AQID", "type": "public-key",
                "response": ["clientDataJSON": .string(Base64.url.encode(data.bytes)), "authenticatorData": "AQID", "signature": "AQID"],
            ]
        }
    }
}
