import Contracts

/// The look of an IANA time zone name (theory.html of tz, "Timezone identifiers").
enum TimeZoneName {
    /// The longest that is looked up, in bytes.
    static let limit = 64
    /// What a zone directory holds beside the zones.
    private static let others: Set<String> = ["localtime", "posixrules", "Factory", "posix", "right"]

    /// What is wrong with a text that is none.
    static let violation = Violation("/time_zone", "Must be an IANA time zone, such as Africa/Nairobi.")

    /// Whether `name` may be one: parts of letters, digits, `_`, `+` and `-`, separated by slashes.
    static func isPlausible(_ name: String) -> Bool {
        guard (1...limit).contains(name.utf8.count) else { return false }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return !others.contains(String(parts[0])) && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isNameByte) }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
