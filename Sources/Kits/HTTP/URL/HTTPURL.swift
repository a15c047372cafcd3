package import Net

/// An absolute `http` or `https` URL (RFC 9110, section 4.2), read so strictly that no other program can take it for a URL of another host.
///
/// ASCII only, no user and password, a host that is a name in canonical letters (IDNA as `xn--`), a canonical dotted quad or a version 6
/// address in brackets. A fragment is dropped, since it is never sent.
package struct HTTPURL: Hashable, Sendable, CustomStringConvertible {
    /// How the server is spoken to.
    package enum Scheme: String, Sendable {
        case http, https

        /// The port that goes without saying.
        package var defaultPort: Int { self == .http ? 80 : 443 }
    }

    /// Who the server is.
    package enum Host: Hashable, Sendable {
        /// A name, in lower case.
        case name(String)
        /// An address.
        case address(IPAddress)
    }

    /// The longest URL, in bytes.
    package static let byteLimit = 2048

    /// How the server is spoken to.
    package let scheme: Scheme
    /// Who the server is.
    package let host: Host
    /// The port, 1 to 65535.
    package let port: Int
    /// Path and query as they stand in the request line; starts with `/`.
    package let target: String
    private let hostText: String

    /// Reads a URL.
    package init(_ text: String) throws(HTTPURLError) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.byteLimit else { throw .tooLong }
        let (scheme, rest) = try Self.scheme(bytes[...])
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? rest.endIndex
        let authority = try HTTPURLAuthority(rest[..<end])
        self.scheme = scheme
        host = authority.host
        hostText = authority.hostText
        port = authority.port ?? scheme.defaultPort
        target = try Self.target(rest[end...])
    }

    /// The value of the Host field: the port only when it is not the usual one.
    package var authority: String { port == scheme.defaultPort ? hostText : "\(hostText):\(port)" }

    /// The URL in the one form that we write: lower-case scheme and host, no usual port, no fragment, at least `/`.
    package var description: String { "\(scheme.rawValue)://\(authority)\(target)" }

    private static func scheme(_ text: ArraySlice<UInt8>) throws(HTTPURLError) -> (Scheme, ArraySlice<UInt8>) {
        for scheme in [Scheme.https, .http] {
            let start = "\(scheme.rawValue)://".utf8
            if text.count > start.count, zip(text, start).allSatisfy({ ASCII.equal($0, $1) }) { return (scheme, text.dropFirst(start.count)) }
        }
        throw .scheme
    }

    private static func target(_ text: ArraySlice<UInt8>) throws(HTTPURLError) -> String {
        let kept = text.prefix { $0 != UInt8(ascii: "#") }
        guard text.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .target }
        var position = kept.startIndex
        while position < kept.endIndex {
            if kept[position] == UInt8(ascii: "%") {
                guard position + 2 < kept.endIndex, ASCII.hexadecimal(kept[position + 1]) != nil, ASCII.hexadecimal(kept[position + 2]) != nil
                else { throw .target }
            } else if forbidden.contains(kept[position]) {
                throw .target
            }
            position += 1
        }
        let target = String(decoding: kept, as: UTF8.self)
        return target.hasPrefix("/") ? target : "/" + target
    }

    // RFC 3986 wants these encoded. Brackets too, but `a[]=1` is too common to be refused.
    private static let forbidden = Set("\"<>\\^`{|}".utf8)
}
