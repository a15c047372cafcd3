/// Which statements a connection has prepared, by their text; the one used longest ago makes room.
struct StatementCache {
    private struct Entry {
        let name: String
        var used: UInt64
    }

    /// How many statements a connection keeps prepared.
    static let limit = 256

    private var entries: [String: Entry] = [:]
    private var clock: UInt64 = 0
    private var made: UInt64 = 0

    /// The name of a statement that is prepared, nil if it is not.
    mutating func name(of text: String) -> String? {
        clock += 1
        guard let index = entries.index(forKey: text) else { return nil }
        entries.values[index].used = clock
        return entries.values[index].name
    }

    /// A name to prepare `text` under, and the name of a statement to give up for it, if there are too many.
    mutating func admit(_ text: String) -> (name: String, evicted: String?) {
        clock += 1
        made += 1
        var evicted: String?
        if entries.count >= Self.limit, let oldest = entries.min(by: { $0.value.used < $1.value.used }) {
            entries[oldest.key] = nil
            evicted = oldest.value.name
        }
        let name = "s\(made)"
        entries[text] = Entry(name: name, used: clock)
        return (name, evicted)
    }

    /// Forgets a statement that could not be prepared.
    mutating func forget(_ text: String) { entries[text] = nil }
}
