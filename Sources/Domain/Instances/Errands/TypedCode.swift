import Contracts
import Core

/// Asks for a code to type into the phone of that number.
struct TypedCode: Errand {
    static let kind = "pairing_code"
    let number: PhoneNumber

    init(number: PhoneNumber) { self.number = number }

    init(json: JSON) throws {
        guard let number = json.string.flatMap({ PhoneNumber($0) }) else { throw UnreadableErrand(kind: Self.kind) }
        self.number = number
    }

    var json: JSON { .string(number.digits) }

    func run(on session: any Session) async throws(SendFailure) -> PairingCode { try await session.requestPairingCode(for: number) }

    static func json(of code: PairingCode) -> JSON {
        ["text": .string(code.text), "sequence": .integer(Int64(code.sequence)), "expires_at": .integer(code.expiresAt.microseconds)]
    }

    static func answer(from json: JSON) throws -> PairingCode {
        guard let text = json["text"]?.string, let sequence = json["sequence"]?.integer, let expiresAt = json["expires_at"]?.integer else {
            throw UnreadableErrand(kind: kind)
        }
        return PairingCode(form: .typed, text: text, sequence: Int(sequence), expiresAt: Instant(microseconds: expiresAt))
    }
}
