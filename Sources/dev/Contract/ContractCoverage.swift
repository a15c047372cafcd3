import Foundation

/// Which items the contract tests name: Swift tests by their tags, exchanges in the comment at their head.
struct ContractCoverage: Sendable {
    /// The places that name an item, by its id.
    private(set) var places: [String: [String]] = [:]

    /// Looks through the tests that speak to a whole Herald or a real database: what is proven in memory alone is not proven for a customer.
    init(_ workspace: Workspace) throws(Failure) {
        let root = workspace.root + "/Tests"
        guard let paths = FileManager.default.enumerator(atPath: root)?.compactMap({ $0 as? String }) else {
            throw Failure("cannot list \(root)")
        }
        for path in paths.sorted() where !path.hasPrefix("Unit/") {
            if path.hasSuffix(".swift") {
                note(Self.tags(in: try workspace.read(root + "/" + path)), at: path)
            } else if path.hasSuffix(".exchange") {
                note(Self.ids(inHeadOf: try workspace.read(root + "/" + path)), at: path)
            }
        }
    }

    /// The ids whose tags a test wears, such as `.tags(.FS1_20, .FS1_23)`.
    static func tags(in source: String) -> Set<String> {
        var ids: Set<String> = []
        for match in source.matches(of: /\.tags\(([^)]*)\)/) {
            for tag in match.1.matches(of: /\.([A-Z0-9]+)_(\d+)/) { ids.insert("\(tag.1)-\(tag.2)") }
        }
        return ids
    }

    /// The ids that an exchange's comment names.
    static func ids(inHeadOf exchange: String) -> Set<String> {
        let head = exchange.split(separator: "\n").prefix { $0.hasPrefix("#") }.joined(separator: "\n")
        return Set(head.matches(of: /\b([A-Z]+\d?-\d+)\b/).map { String($0.1) })
    }

    private mutating func note(_ ids: Set<String>, at path: String) {
        for id in ids { places[id, default: []].append(path) }
    }
}
