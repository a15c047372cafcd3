import Core
import TestSupport

/// A way to send one text to one number, in each dialect that has one.
enum ChaosDialect: CaseIterable, Sendable {
    case native, flaresend1, flaresend2, sessions, msgflash, flowiq

    func send(_ send: ChaosSend, key: String, over client: TestClient) async throws -> TestAnswer {
        let (to, text) = (JSON.string(send.chat), JSON.string(send.text))
        switch self {
        case .native: return try await client.call("POST", "/v1/messages", key: key, ["to": to, "type": "text", "text": text])
        case .flaresend1:
            return try await client.call(
                "POST", "/send-message", key: key, ["recipients": [to], "type": "text", "text": text], headers: [("api-key", key)])
        case .flaresend2: return try await client.call("POST", "/send-message", key: key, ["recipients": [to], "type": "text", "text": text])
        case .sessions: return try await client.call("POST", "/api/v1/messages", key: key, ["to": .string("+" + send.chat), "message": text])
        case .msgflash:
            return try await client.call(
                "POST", "/api/v1/messages/send", ["to": .string("+" + send.chat), "type": "text", "text": text], headers: [("x-api-key", key)])
        case .flowiq:
            return try await client.call(
                "POST", "/send-whatsapp", key: key, ["phone_number": to, "message_type": "text", "text": text])
        }
    }

    /// What the answer promises. Only the native API says before it has asked WhatsApp that nothing was accepted.
    func outcome(of answer: TestAnswer) -> ChaosOutcome {
        switch answer.status {
        case 200..<300: .accepted
        case 404, 405, 409, 425, 429: .refused
        case 400..<500 where self == .native: .refused
        default: .unknown
        }
    }
}
