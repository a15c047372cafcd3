import Core
import Crypto

/// The secret of an endpoint and what it signs (Standard Webhooks 1.0.0).
struct WebhookSecret: Sendable {
    /// How many bytes a new secret has.
    static let length = 32
    private static let prefix = "whsec_"

    let bytes: [UInt8]

    /// The secret as it is shown, once.
    var text: String { Self.prefix + Base64.standard.encode(bytes) }

    /// The headers of a delivery: HMAC-SHA256 over `id.timestamp.body`.
    func headers(id: String, at: Instant, body: [UInt8]) -> [(String, String)] {
        let timestamp = String(at.seconds)
        let signed = Array("\(id).\(timestamp).".utf8) + body
        let signature = Base64.standard.encode(Signature.hmacSHA256(key: bytes, signed))
        return [("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", "v1,\(signature)")]
    }
}
