/// An address of the Internet Protocol, version 4 or 6, without port and zone.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// Whether it is of version 6.
    package let isIPv6: Bool
    /// The first eight bytes, most significant first; 0 in version 4.
    package let high: UInt64
    /// The last eight bytes, most significant first; the four bytes of version 4.
    package let low: UInt64

    /// A version 4 address from its number, `0x7F000001` for 127.0.0.1.
    package init(v4 number: UInt32) {
        isIPv6 = false
        high = 0
        low = UInt64(number)
    }

    /// A version 6 address from its two halves.
    package init(v6High high: UInt64, low: UInt64) {
        isIPv6 = true
        self.high = high
        self.low = low
    }

    /// Reads a canonical dotted quad (no leading zeros, no other base, exactly four parts) or the text of RFC 4291, section 2.2, without a
    /// zone; nil for anything else, in particular for everything else that `inet_aton` would take for an address.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        if bytes.contains(UInt8(ascii: ":")) {
            guard let halves = IPv6Text.parse(bytes[...]) else { return nil }
            self.init(v6High: halves.high, low: halves.low)
        } else {
            guard let number = Self.dottedQuad(bytes[...]) else { return nil }
            self.init(v4: number)
        }
    }

    /// The version 4 address inside ::ffff:0:0/96 (RFC 4291, section 2.5.5.2), or the address itself.
    package var unmapped: IPAddress {
        guard isIPv6, high == 0, low >> 32 == 0xFFFF else { return self }
        return IPAddress(v4: UInt32(truncatingIfNeeded: low))
    }

    /// The dotted quad, or the eight groups in full: unambiguous rather than short.
    package var description: String {
        if isIPv6 {
            let groups = [high >> 48, high >> 32, high >> 16, high, low >> 48, low >> 32, low >> 16, low]
            return groups.map { String($0 & 0xFFFF, radix: 16) }.joined(separator: ":")
        }
        return [low >> 24, low >> 16, low >> 8, low].map { String($0 & 0xFF) }.joined(separator: ".")
    }

    static func dottedQuad(_ text: ArraySlice<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            var value: UInt32 = 0
            for digit in part {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
                value = value * 10 + UInt32(digit - UInt8(ascii: "0"))
            }
            guard value <= 255 else { return nil }
            number = number << 8 | value
        }
        return number
    }
}

extension IPAddress {
    /// The address without its port and zone.
    package init(_ address: SocketAddress) {
        let number = { (bytes: ArraySlice<UInt8>) in bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        let bytes = address.bytes
        if address.isIPv6 {
            self.init(v6High: number(bytes.prefix(8)), low: number(bytes.dropFirst(8)))
        } else {
            self.init(v4: UInt32(truncatingIfNeeded: number(bytes[...])))
        }
    }
}
