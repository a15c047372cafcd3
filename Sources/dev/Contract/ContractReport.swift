import Foundation

/// What the list and the tests say together.
struct ContractReport: Sendable {
    let list: ContractList
    let coverage: ContractCoverage

    init(_ workspace: Workspace) throws(Failure) {
        list = try ContractList(try workspace.read(workspace.root + "/Tests/Contract/items.tsv"))
        coverage = try ContractCoverage(workspace)
    }

    /// What is wrong: an item without test or reason, one with both, a tag or comment that names no item.
    var faults: [String] {
        let ids = Set(list.items.map(\.id))
        let silent = list.items.filter { $0.excuse == nil && coverage.places[$0.id] == nil }.map { "\($0.id) has neither a test nor a reason" }
        let both = list.items.filter { $0.excuse != nil && coverage.places[$0.id] != nil }.map { "\($0.id) has a test and a reason to have none" }
        let unknown = coverage.places.keys.filter { !ids.contains($0) }.sorted().map { "\($0) is no item: \(coverage.places[$0]?.first ?? "")" }
        return silent + both + unknown
    }

    /// A line for each section whose title begins with one of `prefixes`, and why items of them are not covered.
    func table(of prefixes: [String]) -> String {
        let chosen = list.sections.filter { section in prefixes.isEmpty || prefixes.contains { section.title.hasPrefix($0) } }
        let width = (chosen.map(\.title.count).max() ?? 0) + 2
        let row = { (title: String, cells: [String]) in
            title.padding(toLength: width, withPad: " ", startingAt: 0) + cells.map { $0.padding(toLength: 9, withPad: " ", startingAt: 0) }.joined()
        }
        var lines = [row("section", ["items", "covered", "not"])]
        for section in chosen {
            let covered = section.items.count { coverage.places[$0.id] != nil }
            lines.append(row(section.title, [section.items.count, covered, section.items.count - covered].map(String.init)))
        }
        let missing = chosen.flatMap(\.items).filter { coverage.places[$0.id] == nil }
        if !missing.isEmpty { lines += ["", "not covered:"] + missing.map { "  \($0.id)  \($0.text): \($0.excuse ?? "no reason is given")" } }
        return lines.joined(separator: "\n")
    }
}
