import Contracts
import Core

/// Hands over what a browser signed.
struct PasskeyAnswer: Errand {
    static let kind = "passkey"
    let response: JSON

    init(response: JSON) { self.response = response }

    init(json: JSON) throws { response = json }

    var json: JSON { response }

    func run(on session: any Session) async throws(SendFailure) { try await session.answerPasskey(response) }
}
