import Contracts
import Core

/// The codes that one pairing shows: what they say and how long each stays.
struct PairingScreen: Sendable {
    /// How long the first code is shown; as WhatsApp does it.
    static let firstLifetime: Duration = .seconds(60)
    /// How long each further code is shown.
    static let lifetime: Duration = .seconds(20)
    /// After how long without a phone no further code is shown (spec/decisions.md, "Native API").
    static let patience: Duration = .seconds(600)
    /// How many bytes the server's part of a code has.
    private static let referenceLength = 24

    private let keys: String
    private let chance: any Chance

    /// Makes the keys that all codes of this pairing carry.
    init(chance: any Chance) {
        self.chance = chance
        // Noise key, identity key and the secret that the phone proves to have seen, then the kind of client: 1 is Chrome.
        keys = (0..<3).map { _ in Base64.standard.encode(chance.bytes(32)) }.joined(separator: ",") + ",1"
    }

    /// The code of that number, counted from 1, shown from now on.
    func code(_ sequence: Int, at now: Instant) -> PairingCode {
        let text = "https://wa.me/settings/linked_devices#2@\(Base64.url.encode(chance.bytes(Self.referenceLength))),\(keys)"
        return PairingCode(form: .qr, text: text, sequence: sequence, expiresAt: now + Self.lifetime(of: sequence))
    }

    /// Eight characters to type, beside the code shown now and as long as it.
    func typed(beside code: PairingCode) -> PairingCode {
        let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTVWXYZ".utf8)
        let characters = chance.bytes(8).map { alphabet[Int($0) % alphabet.count] }
        return PairingCode(
            form: .typed, text: String(decoding: characters, as: UTF8.self), sequence: code.sequence, expiresAt: code.expiresAt)
    }

    /// How long the code of that number is shown.
    static func lifetime(of sequence: Int) -> Duration { sequence == 1 ? firstLifetime : lifetime }
}
