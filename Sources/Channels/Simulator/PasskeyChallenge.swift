import Contracts
import Core

/// What a simulated phone wants signed before it links, and whose phone it is.
struct PasskeyChallenge: Sendable {
    let number: PhoneNumber
    private let challenge: String

    init(of number: PhoneNumber, chance: any Chance) {
        self.number = number
        challenge = Base64.url.encode(chance.bytes(32))
    }

    /// WebAuthn's `PublicKeyCredentialRequestOptionsJSON`, shaped as WhatsApp's are.
    var options: JSON {
        [
            "challenge": .string(challenge), "rpId": "whatsapp.com", "timeout": 60_000, "userVerification": "required", "allowCredentials": [],
        ]
    }

    /// Whether `response`, WebAuthn's `AuthenticationResponseJSON`, was made for this challenge. Nobody has a passkey here, so its signature is
    /// not looked at.
    func isAnswered(by response: JSON) -> Bool {
        guard response["type"]?.string == "public-key", let text = response["response"]?["clientDataJSON"]?.string,
            let bytes = Base64.url.decode(text), let data = try? JSONParser.parse(bytes)  // what is no JSON is no answer
        else { return false }
        return data["type"]?.string == "webauthn.get" && data["challenge"]?.string == challenge
    }
}
