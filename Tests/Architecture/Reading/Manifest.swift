/// What Package.swift says: each target of ours and what it may import.
struct Manifest: Sendable {
    /// Target name to the names it lists.
    let targets: [String: Set<String>]

    static let ours = Manifest(Project.text("Package.swift"))

    init(_ text: String) {
        var groups: [String: Set<String>] = [:]
        for found in Pattern(#"^let (\w+) = \[([^\]:]*)\]$"#).matches(in: text) {
            groups[found.groups[0]] = Self.names(found.groups[1])
        }
        var targets: [String: Set<String>] = [:]
        // ("Auth", domain + ["Crypto"]) and target("API", "API", ["Core", "HTTP"])
        for found in Pattern(#"^\s*(?:target\("(\w+)", "[^"]+", |\("(\w+)", )(.*)\),?$"#).matches(in: text) {
            let list = found.groups[2]
            let named = Pattern(#"\b[a-z]\w*\b"#).matches(in: list).flatMap { groups[$0.text] ?? [] }
            targets[found.groups[0] + found.groups[1]] = Self.names(list).union(named)
        }
        self.targets = targets
    }

    private static func names(_ list: String) -> Set<String> {
        Set(Pattern(#""(\w+)""#).matches(in: list).map { $0.groups[0] })
    }

    /// The target that a path belongs to; nil for tests and for what has no list.
    func target(of path: String) -> String? {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count > 2, parts[0] == "Sources" else { return nil }
        switch parts[1] {
        case "Kits", "Domain", "Dialects": return parts[2]
        case "Channels": return "Channel" + parts[2]
        case "Contracts", "API", "App", "herald", "dev": return parts[1]
        default: return nil
        }
    }
}
