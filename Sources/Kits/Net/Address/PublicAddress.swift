/// Which addresses belong to the public internet, so that a URL given by a customer cannot reach what only this machine can.
///
/// An explicit list, since every library's "is global" lets some internal address through: the IANA special-purpose registries (RFC 6890),
/// multicast, the transition mechanisms that carry a version 4 address inside (6to4, Teredo, NAT64), and Azure's host endpoint.
package enum PublicAddress {
    private static let refusedV4: [(network: UInt32, length: Int)] = [
        (0x0000_0000, 8),  // this network; connects to this machine on Linux
        (0x0A00_0000, 8),  // private
        (0x6440_0000, 10),  // carrier-grade NAT
        (0x7F00_0000, 8),  // loopback
        (0xA83F_8110, 32),  // 168.63.129.16: Azure's host, in a public range
        (0xA9FE_0000, 16),  // link-local, with the clouds' metadata services
        (0xAC10_0000, 12),  // private
        (0xC000_0000, 24),  // protocol assignments
        (0xC000_0200, 24),  // documentation
        (0xC058_6300, 24),  // 6to4 relays
        (0xC0A8_0000, 16),  // private
        (0xC612_0000, 15),  // benchmarking
        (0xC633_6400, 24),  // documentation
        (0xCB00_7100, 24),  // documentation
        (0xE000_0000, 4),  // multicast
        (0xF000_0000, 4),  // reserved, and the broadcast address
    ]
    private static let refusedV6: [(network: UInt64, length: Int)] = [
        (0x2001_0000_0000_0000, 32),  // Teredo
        (0x2001_0DB8_0000_0000, 32),  // documentation
        (0x2002_0000_0000_0000, 16),  // 6to4
        (0x3FFF_0000_0000_0000, 20),  // documentation
    ]

    /// Whether connecting to the address cannot reach anything internal. Version 4 inside version 6 is judged as version 4.
    package static func isPublic(_ address: IPAddress) -> Bool {
        let address = address.unmapped
        if address.isIPv6 {
            return address.high >> 61 == 0b001 && !refusedV6.contains { ($0.network ^ address.high) >> (64 - $0.length) == 0 }
        }
        let number = UInt32(truncatingIfNeeded: address.low)
        return !refusedV4.contains { ($0.network ^ number) >> (32 - $0.length) == 0 }
    }
}

extension PublicAddress {
    /// Whether connecting to the address cannot reach anything internal.
    package static func isPublic(_ address: SocketAddress) -> Bool { isPublic(IPAddress(address)) }
}
