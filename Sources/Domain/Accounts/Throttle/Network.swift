/// Whoever counts as one among addresses: an IPv4 address, or the /64 of an IPv6 one, all of which one customer of a provider has
/// (RFC 6177). Anything else counts as itself.
struct Network: Hashable, Sendable {
    /// How much of a text that is no address is told apart, in bytes.
    private static let textLimit = 64

    private let name: String

    /// The network of a numeric address, as `SocketAddress.ip` writes it or as a proxy may.
    init(_ address: String) {
        let groups = Self.groups(of: address)
        if let groups, let four = Self.mapped(groups) {
            name = four
        } else if let groups {
            name = groups.prefix(4).map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
        } else {
            name = String(decoding: address.utf8.prefix(Self.textLimit), as: UTF8.self)
        }
    }

    /// The IPv4 address within an IPv4-mapped one (RFC 4291, section 2.5.5.2).
    private static func mapped(_ groups: [UInt16]) -> String? {
        guard groups.prefix(5).allSatisfy({ $0 == 0 }), groups[5] == 0xFFFF else { return nil }
        return [groups[6] >> 8, groups[6] & 0xFF, groups[7] >> 8, groups[7] & 0xFF].map(String.init).joined(separator: ".")
    }

    /// The eight groups of an IPv6 address (RFC 4291, section 2.2), its zone left out; nil for anything else.
    private static func groups(of address: String) -> [UInt16]? {
        guard address.utf8.count <= textLimit, address.contains(":") else { return nil }
        let text = address.prefix { $0 != "%" }
        let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        let parts = halves.compactMap(Self.numbers(in:))
        guard parts.count == halves.count else { return nil }
        switch parts.count {
        case 1: return parts[0].count == 8 ? parts[0] : nil
        case 2:
            let zeros = 8 - parts[0].count - parts[1].count
            return zeros > 0 ? parts[0] + [UInt16](repeating: 0, count: zeros) + parts[1] : nil
        default: return nil
        }
    }

    /// The groups between two colons each; the last may be an IPv4 address. Nil when one of them is none.
    private static func numbers(in text: Substring) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        for part in text.split(separator: ":", omittingEmptySubsequences: false) {
            if part.contains(".") {
                let bytes = part.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
                guard bytes.count == 4 else { return nil }
                groups += [UInt16(bytes[0]) << 8 | UInt16(bytes[1]), UInt16(bytes[2]) << 8 | UInt16(bytes[3])]
            } else {
                guard (1...4).contains(part.utf8.count), let group = UInt16(part, radix: 16) else { return nil }
                groups.append(group)
            }
        }
        return groups
    }
}
