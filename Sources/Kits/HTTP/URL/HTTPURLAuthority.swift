import Core
import Net

/// Host and port of a URL.
struct HTTPURLAuthority {
    let host: HTTPURL.Host
    /// As it stands in the Host field, version 6 in brackets.
    let hostText: String
    let port: Int?

    init(_ text: ArraySlice<UInt8>) throws(HTTPURLError) {
        guard !text.contains(UInt8(ascii: "@")) else { throw .credentials }
        if text.first == UInt8(ascii: "[") {
            guard let close = text.firstIndex(of: UInt8(ascii: "]")) else { throw .host }
            let inside = String(decoding: text[text.startIndex + 1..<close], as: UTF8.self)
            guard let address = IPAddress(inside), address.isIPv6 else { throw .host }
            host = .address(address)
            hostText = "[\(inside.lowercased())]"
            port = try Self.port(text[(close + 1)...])
        } else {
            let end = text.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
            let name = String(decoding: text[..<end].map { ASCII.lower($0) }, as: UTF8.self)
            host = try Self.host(name)
            hostText = name
            port = try Self.port(text[end...])
        }
    }

    private static func port(_ text: ArraySlice<UInt8>) throws(HTTPURLError) -> Int? {
        if text.isEmpty { return nil }
        let digits = text.dropFirst()
        guard text.first == UInt8(ascii: ":"), (1...5).contains(digits.count), digits.allSatisfy(ASCII.isDigit) else { throw .port }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        guard (1...65_535).contains(number), digits.first != UInt8(ascii: "0") else { throw .port }
        return number
    }

    private static func host(_ name: String) throws(HTTPURLError) -> HTTPURL.Host {
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard name.utf8.count <= Resolver.nameLimit, let last = labels.last, labels.allSatisfy(isLabel) else { throw .host }
        // The resolver takes `127.1`, `0x7f.1`, `0177.0.0.1` and `2130706433` for addresses; we take one spelling only.
        guard last.allSatisfy(ASCII.isDigit) || last.starts(with: "0x".utf8) else { return .name(name) }
        guard let address = IPAddress(name) else { throw .host }
        return .address(address)
    }

    /// Underscores are no letters of host names, but names of servers have them.
    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
            && label.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }
}
