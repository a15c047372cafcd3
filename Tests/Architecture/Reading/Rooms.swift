/// Which rooms a path lies in.
enum Rooms {
    static func isSource(_ path: String) -> Bool { path.hasPrefix("Sources/") }
    /// Herald itself, without the people's program, which imports nothing of it.
    static func isHerald(_ path: String) -> Bool { isSource(path) && !path.hasPrefix("Sources/dev/") }
    static func isKit(_ path: String) -> Bool { path.hasPrefix("Sources/Kits/") }
    static func isKit(_ name: String, _ path: String) -> Bool { path.hasPrefix("Sources/Kits/\(name)/") }
    static func isGenerated(_ path: String) -> Bool { path.contains("/Generated/") }
    static func isTest(_ path: String) -> Bool { path.hasPrefix("Tests/") }
    /// The tests of this folder quote what others must not write.
    static func isOwn(_ path: String) -> Bool { path.hasPrefix("Tests/Architecture/") }
    /// The Store of a domain module.
    static func isStore(_ path: String) -> Bool { path.hasPrefix("Sources/Domain/") && (path.contains("/Store/") || path.hasSuffix("Store.swift")) }
    /// The domain module a path lies in.
    static func module(of path: String) -> String? {
        let parts = path.split(separator: "/")
        return parts.count > 3 && parts[0] == "Sources" && parts[1] == "Domain" ? String(parts[2]) : nil
    }
    static let modules = Project.folders(in: "Sources/Domain").filter { module in
        Project.swift.contains { $0.path.hasPrefix("Sources/Domain/\(module)/") && $0.name != "Empty" }
    }
}
