extension HTTPURL {
    /// The URL that a reference found under this one leads to (RFC 3986, section 5.2), read as strictly as any.
    func following(_ reference: String) throws(HTTPURLError) -> HTTPURL {
        let first = reference.prefix { !"/?#".contains($0) }
        if first.contains(":") { return try HTTPURL(reference) }
        if reference.hasPrefix("//") { return try HTTPURL("\(scheme.rawValue):\(reference)") }
        let here = target.prefix { $0 != "?" }
        let joined: String =
            if reference.hasPrefix("/") {
                reference
            } else if reference.hasPrefix("?") {
                String(here) + reference
            } else if reference.isEmpty || reference.hasPrefix("#") {
                target
            } else {
                String(here.prefix(through: here.lastIndex(of: "/") ?? here.startIndex)) + reference
            }
        let end = joined.firstIndex { "?#".contains($0) } ?? joined.endIndex
        return try HTTPURL("\(scheme.rawValue)://\(authority)\(Self.withoutDots(joined[..<end]))\(joined[end...])")
    }

    /// The path without `.` and `..` (section 5.2.4).
    private static func withoutDots(_ path: Substring) -> String {
        var kept: [Substring] = []
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for segment in segments {
            switch segment {
            case ".": continue
            case "..": _ = kept.popLast()
            default: kept.append(segment)
            }
        }
        // A dot at the end means the folder itself.
        if segments.last == "." || segments.last == ".." { kept.append("") }
        return "/" + kept.joined(separator: "/")
    }
}
