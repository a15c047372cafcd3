import Core
import Crypto

/// A token that says nothing to whoever holds it: 64 lower-case hexadecimal digits, 256 random bits (contract FS1-43).
///
/// The text is kept only where a token is new, since it is shown once; here it is looked up by its digest.
struct OpaqueToken: Sendable {
    /// How long every token is, in bytes.
    static let length = 64

    private static let randomBytes = 32

    /// What it is stored and looked up by.
    let digest: SHA256Digest

    /// Reads a presented token; nil when it is malformed, which costs no look-up.
    init?(_ presented: String) {
        var presented = presented
        let isWellFormed = presented.withUTF8 { text in
            text.count == Self.length && text.allSatisfy(Self.isDigit)
        }
        guard isWellFormed else { return nil }
        digest = Digest.sha256(presented)
    }

    private static func isDigit(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }

    private init(digest: SHA256Digest) { self.digest = digest }

    /// Makes a new token, and the text that its owner is shown.
    static func make(chance: any Chance) -> (token: OpaqueToken, text: Secret<String>) {
        let text = Hex.encode(chance.bytes(randomBytes))
        return (OpaqueToken(digest: Digest.sha256(text)), Secret(text))
    }
}
