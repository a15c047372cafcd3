import Contracts

/// An email address as browsers accept it (WHATWG HTML, "valid email address"), in lower case, so that a mailbox has one account.
package struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
    /// How long an address may be (RFC 5321, section 4.5.3.1.3, without the brackets), and the part before the `@`.
    package static let limit = 254
    private static let localLimit = 64
    private static let labelLimit = 63

    package let description: String

    /// What is wrong with a text that is none.
    static let violation = Violation("/email", "Must be an email address.")

    /// Reads an address; nil for anything else.
    package init?(_ text: String) {
        let bytes = text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard bytes.count <= Self.limit, parts.count == 2, (1...Self.localLimit).contains(parts[0].count),
            parts[0].allSatisfy({ Self.isAlphanumeric($0) || Self.isLocal($0) }),
            parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy(Self.isLabel)
        else { return nil }
        description = String(decoding: bytes, as: UTF8.self)
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...labelLimit).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { isAlphanumeric($0) || $0 == hyphen }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLocal(_ byte: UInt8) -> Bool { ".!#$%&'*+/=?^_`{|}~-".utf8.contains(byte) }
}
