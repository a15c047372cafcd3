package import Contracts
package import Core
package import Crypto

/// An API key as it is presented: `hk_`, `live` or `test`, `_`, 43 base-62 digits (256 random bits), 6 more that check all before them.
///
/// Having one means that the text is well formed and not mistyped; whether anybody issued it is another question. The text is kept only where a
/// key is new, since it is shown once.
package struct APIKey: Sendable {
    /// How long every key is, in bytes.
    package static let length = 57
    /// How much of a key its owner is shown later, to tell it from others: the first four of its digits and what stands before them.
    package static let prefixLength = 12

    private static let headLength = 8
    private static let checkedLength = 51
    private static let randomBytes = 32

    /// What it is stored and looked up by.
    package let digest: SHA256Digest
    /// What it reaches.
    package let environment: KeyEnvironment

    /// Reads a presented key; nil when it is malformed or its checksum does not fit, which costs no look-up.
    package init?(_ presented: String) {
        var presented = presented
        guard let key = presented.withUTF8({ APIKey(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = key
    }

    /// Reads a presented key from bytes; nil when it is malformed or its checksum does not fit.
    package init?(_ presented: UnsafeRawBufferPointer) {
        guard presented.count == Self.length, let environment = Self.environment(of: presented) else { return nil }
        let check = UnsafeRawBufferPointer(rebasing: presented[Self.checkedLength...])
        guard let expected = Self.number(check), expected == UInt64(Self.checksum(presented)) else { return nil }
        let random = UnsafeRawBufferPointer(rebasing: presented[Self.headLength..<Self.checkedLength])
        guard random.allSatisfy({ Self.value(of: $0) != nil }) else { return nil }
        digest = Digest.sha256(presented)
        self.environment = environment
    }

    private init(digest: SHA256Digest, environment: KeyEnvironment) {
        self.digest = digest
        self.environment = environment
    }

    /// Makes a new key, and the text that its owner is shown.
    package static func make(_ environment: KeyEnvironment, chance: any Chance) -> (key: APIKey, text: Secret<String>) {
        let checked = "hk_\(environment.rawValue)_" + Base62.encode(chance.bytes(randomBytes))
        let checksum = CRC32.checksum(checked.utf8)
        // Six digits of base 62 hold any 32 bits.
        guard let check = Base62.encode(UInt64(checksum), length: length - checkedLength) else {
            preconditionFailure("a checksum has at most six digits")
        }
        let text = checked + check
        return (APIKey(digest: Digest.sha256(text), environment: environment), Secret(text))
    }

    /// What of a key's text its owner is shown later.
    static func prefix(of text: Secret<String>) -> String { String(text.reveal.prefix(prefixLength)) }

    private static func environment(of text: UnsafeRawBufferPointer) -> KeyEnvironment? {
        let head = text.loadUnaligned(as: UInt64.self)
        if head == word("hk_live_") { return .live }
        return head == word("hk_test_") ? .test : nil
    }

    private static func word(_ text: StaticString) -> UInt64 {
        UnsafeRawPointer(text.utf8Start).loadUnaligned(as: UInt64.self)
    }

    private static func checksum(_ text: UnsafeRawBufferPointer) -> UInt32 {
        CRC32.checksum(UnsafeRawBufferPointer(rebasing: text[..<checkedLength]))
    }

    /// The number that base-62 digits spell, nil when one of them is none.
    private static func number(_ digits: UnsafeRawBufferPointer) -> UInt64? {
        var number: UInt64 = 0
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            number = number * 62 + UInt64(value)
        }
        return number
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 36
        default: nil
        }
    }
}
