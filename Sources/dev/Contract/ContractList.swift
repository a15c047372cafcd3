/// The list of all items, `Tests/Contract/items.tsv`, by section.
struct ContractList: Sendable {
    /// The items under one heading of the list.
    struct Section: Sendable {
        let title: String
        var items: [ContractItem]
    }

    private(set) var sections: [Section] = []

    var items: [ContractItem] { sections.flatMap(\.items) }

    init(_ text: String) throws(Failure) {
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where !line.isEmpty {
            if line.hasPrefix("# ") {
                sections.append(Section(title: String(line.dropFirst(2)), items: []))
            } else if let item = ContractItem(line), !sections.isEmpty {
                sections[sections.count - 1].items.append(item)
            } else {
                throw Failure("line \(number + 1) of the list of contract items is no item")
            }
        }
    }
}
