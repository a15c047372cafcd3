import Core
import HTTP
import TestSupport

/// Sending one text in each dialect that sends, and how each says that the day's messages are used up.
enum Sending: String, CaseIterable, Sendable {
    case native, flareSendV1, flareSendV2, sessions, msgFlash, flowIQ

    /// Those in which a request may name several recipients.
    static let many: [Sending] = [.native, .flareSendV1, .flareSendV2]

    /// How many recipients a request may name.
    var recipientsLimit: Int {
        switch self {
        case .native, .flareSendV1, .flareSendV2: 1000
        case .sessions, .msgFlash, .flowIQ: 1
        }
    }

    /// Sends a text to those numbers, digits alone, in a body of so many bytes or as many as it takes.
    func send(to numbers: [String], as tenant: TestTenant, paddedTo bytes: Int = 0) async throws -> TestAnswer {
        let body = body(for: numbers).bytes
        var fields = HTTPFields()
        for (name, value) in headers(tenant.key) + [("Content-Type", "application/json")] { fields.add(name, value) }
        return try await tenant.client.send(
            "POST", path, fields, body + [UInt8](repeating: UInt8(ascii: " "), count: max(0, bytes - body.count)))
    }

    private var path: String {
        switch self {
        case .native: "/v1/messages"
        case .flareSendV1, .flareSendV2: "/send-message"
        case .sessions: "/api/v1/messages"
        case .msgFlash: "/api/v1/messages/send"
        case .flowIQ: "/send-whatsapp"
        }
    }

    private func headers(_ key: String) -> [(String, String)] {
        switch self {
        case .native, .flareSendV2, .sessions, .flowIQ: [("Authorization", "Bearer \(key)")]
        case .flareSendV1: [("api-key", key), ("Authorization", "Bearer \(key)")]
        case .msgFlash: [("x-api-key", key)]
        }
    }

    private func body(for numbers: [String]) -> JSON {
        let list = JSON.array(numbers.map(JSON.string))
        let one = JSON.string("+" + (numbers.first ?? ""))
        return switch self {
        case .native: ["to": list, "type": "text", "text": "Karibu"]
        case .flareSendV1, .flareSendV2: ["recipients": list, "type": "text", "text": "Karibu"]
        case .sessions: ["to": one, "message": "Karibu"]
        case .msgFlash: ["to": one, "type": "text", "text": "Karibu"]
        case .flowIQ: ["phone_number": one, "message_type": "text", "text": "Karibu"]
        }
    }

    /// Whether the message was taken, with the status that the dialect's document has.
    func isAccepted(_ answer: TestAnswer) -> Bool {
        switch self {
        case .native, .sessions: answer.status == 202
        case .msgFlash: answer.status == 201
        case .flareSendV1, .flareSendV2, .flowIQ: answer.status == 200
        }
    }

    /// The whole body with which a message over the day's `limit` is refused; `id` is the request's.
    func refusal(of limit: Int, _ id: String) -> JSON {
        let sentence = JSON.string("Daily limit of \(limit) messages reached")
        let long = JSON.string("The day's \(limit) messages do not leave room for this request.")
        switch self {
        case .native:
            return [
                "type": "https://herald.dev/problems/quota_exceeded", "title": "Quota exceeded", "status": 429, "detail": long,
                "code": "quota_exceeded", "request_id": .string(id),
            ]
        case .flareSendV1: return ["error_code": 429, "error_message": sentence]
        case .flareSendV2: return ["success": false, "message": sentence]
        case .sessions: return ["error": ["code": "QUOTA_EXCEEDED", "message": long]]
        case .msgFlash: return ["error": ["code": "API_RATE_LIMIT_EXCEEDED", "message": sentence]]
        case .flowIQ: return ["error": "Quota exceeded", "message": sentence]
        }
    }
}
