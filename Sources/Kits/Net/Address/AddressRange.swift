/// The addresses that begin with the same bits, as `10.0.0.0/8` says (RFC 4632, RFC 4291 section 2.3), or a single one.
package struct AddressRange: Hashable, Sendable {
    /// The first of them, version 4 inside version 6 taken out.
    private let first: IPAddress
    /// How many bits they share.
    private let length: Int

    /// Reads an address, or an address, a slash and how many bits count; nil for anything else, also where bits beyond those are set, since
    /// nobody could tell what was meant.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(parts[0])) else { return nil }
        let width = address.isIPv6 ? 128 : 32
        guard let length = parts.count == 1 ? width : Self.number(parts[1]), length <= width else { return nil }
        let bare = address.unmapped
        if bare.isIPv6 == address.isIPv6 {
            (first, self.length) = (address, length)
        } else {
            // The prefix of mapped addresses has 96 bits; a shorter one would hold more than version 4.
            guard length >= 96 else { return nil }
            (first, self.length) = (bare, length - 96)
        }
        guard first == Self.masked(first, self.length) else { return nil }
    }

    /// Whether the address is one of them. Version 4 inside version 6 is version 4.
    package func contains(_ address: IPAddress) -> Bool {
        let address = address.unmapped
        return address.isIPv6 == first.isIPv6 && Self.masked(address, length) == first
    }

    private static func masked(_ address: IPAddress, _ length: Int) -> IPAddress {
        // A shift by all the bits there are gives 0.
        guard address.isIPv6 else { return IPAddress(v4: UInt32(truncatingIfNeeded: address.low) & (UInt32.max << (32 - length))) }
        return IPAddress(
            v6High: address.high & (UInt64.max << (64 - min(length, 64))), low: address.low & (UInt64.max << (128 - max(length, 64))))
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text == "0" || !text.hasPrefix("0"),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(text)
    }
}
