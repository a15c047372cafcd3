package import Core
import Net

/// The proxies in front of this server whose word for where a request came from is taken: the operator's `HERALD_TRUSTED_PROXIES`.
package struct TrustedProxies: Sendable, Hashable {
    /// How many addresses and ranges may be listed.
    package static let rangeLimit = 64
    /// How many proxies a request may have passed.
    package static let hopLimit = 16
    private static let header = "X-Forwarded-For"

    /// Why a list cannot be read.
    package struct Malformed: Error, Sendable, Hashable, CustomStringConvertible {
        /// What is wrong, for the operator.
        package let description: String

        /// Says what is wrong.
        package init(description: String) { self.description = description }
    }

    /// Nobody's word is taken.
    package static let none = TrustedProxies(ranges: [])

    private let ranges: [AddressRange]

    private init(ranges: [AddressRange]) { self.ranges = ranges }

    /// Reads addresses and ranges such as `10.0.0.0/8`, comma-separated.
    package init(_ text: String) throws(Malformed) {
        var ranges: [AddressRange] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let entry = Self.trimmed(part)
            guard let range = AddressRange(entry) else {
                throw Malformed(description: "\"\(entry)\" is neither an address nor a range such as 10.0.0.0/8")
            }
            ranges.append(range)
        }
        guard ranges.count <= Self.rangeLimit else { throw Malformed(description: "there are more than \(Self.rangeLimit)") }
        self.init(ranges: ranges)
    }

    /// The numeric address of whoever sent the request: the peer, or, where that is a trusted proxy, the nearest hop in `X-Forwarded-For` that is
    /// none. Where that cannot be read, the peer, so that nobody can make up an address; where all are proxies, the farthest.
    package func clientAddress(of request: HTTPRequest) -> String { text(client(of: request)) }

    /// That address as far as it tells clients apart, as an id of whatever kind the asker gives networks: a version 4 address (RFC 4291, section
    /// 2.5.5.2), or the first 64 bits of a version 6 one, which one customer of a provider has alone (RFC 6177).
    package func network<Kind>(of request: HTTPRequest, as kind: Kind.Type = Kind.self) -> ID<Kind> {
        let address = client(of: request).unmapped
        return address.isIPv6 ? ID(high: address.high, low: 0) : ID(high: 0, low: 0xFFFF << 32 | address.low)
    }

    /// Whether that address is of this very machine.
    package func isLocal(_ request: HTTPRequest) -> Bool {
        SocketAddress(ip: client(of: request).description, port: 0)?.isLoopback ?? false
    }

    private func client(of request: HTTPRequest) -> IPAddress {
        let peer = IPAddress(request.peer)
        guard !ranges.isEmpty, isTrusted(peer) else { return peer }
        let lines = request.fields.all(Self.header)
        guard !lines.isEmpty else { return peer }
        var farthest = peer
        var passed = 0
        // What the nearest proxy saw stands last. What stands before the first stranger was written by nobody we know.
        for hop in lines.joined(separator: ",").split(separator: ",", omittingEmptySubsequences: false).reversed() {
            guard passed < Self.hopLimit, let address = IPAddress(Self.trimmed(hop)) else { return peer }
            guard isTrusted(address) else { return address }
            farthest = address
            passed += 1
        }
        return farthest
    }

    private func isTrusted(_ address: IPAddress) -> Bool { ranges.contains { $0.contains(address) } }

    /// Version 4 inside version 6 as version 4, and the short form of version 6, so that one client has one address.
    private func text(_ address: IPAddress) -> String {
        let text = address.unmapped.description
        return SocketAddress(ip: text, port: 0)?.ip ?? text
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" {
            text.removeLast()
        }
        return String(text)
    }
}
