import Core
import Testing

@testable import Webhooks

/// Standard Webhooks 1.0.0.
@Suite struct WebhookSecretTests {
    @Test func `the example of the specification has its signature`() throws {
        let secret = WebhookSecret(bytes: try #require(Base64.standard.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")))
        let headers = secret.headers(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: Instant(seconds: 1_614_265_330), body: Array(#"{"test": 2432232314}"#.utf8))
        #expect(headers.map(\.0) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(headers.map(\.1) == ["msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="])
        #expect(secret.text == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    }

    @Test func `another id, time or body has another signature`() {
        let secret = WebhookSecret(bytes: [UInt8](repeating: 1, count: WebhookSecret.length))
        let signatures = [
            secret.headers(id: "a", at: Instant(seconds: 1), body: [1]), secret.headers(id: "b", at: Instant(seconds: 1), body: [1]),
            secret.headers(id: "a", at: Instant(seconds: 2), body: [1]), secret.headers(id: "a", at: Instant(seconds: 1), body: [2]),
        ].map { $0[2].1 }
        #expect(Set(signatures).count == signatures.count)
    }
}
