/// One thing that a dialect's document states or implies, and that one exchange can prove.
struct ContractItem: Sendable {
    /// Its name, as tests are tagged with it: `FS1-20`.
    let id: String
    /// Whether the document states it (S), implies it (I), leaves it open (A), or only the product's wider documents have it (D).
    let kind: String
    /// What it says.
    let text: String
    /// Why no test covers it; nil where one must.
    let excuse: String?

    /// Reads a line of the list: four columns between tabs, the last one may be empty.
    init?(_ line: Substring) {
        let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard columns.count == 4 else { return nil }
        (id, kind, text) = (columns[0], columns[1], columns[2])
        excuse = columns[3].isEmpty ? nil : columns[3]
    }
}
