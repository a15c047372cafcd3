/// One step of the schema, from `db/migrations`.
package struct Migration: Sendable {
    /// The file's name without `.sql`: four digits, an underscore, words.
    package let name: String
    /// What it does.
    package let sql: String

    /// A step from its file; the name may end in `.sql`.
    package init(name: String, sql: String) {
        self.name = name.hasSuffix(".sql") ? String(name.dropLast(4)) : name
        self.sql = sql
    }

    /// The number in front, from 1; nil for a name that is not `NNNN_words`.
    var version: Int? {
        let parts = name.split(separator: "_", maxSplits: 1)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(parts[0]).flatMap { $0 > 0 ? $0 : nil }
    }

    /// Some statements, such as building an index concurrently, refuse to run in a transaction. Such a file holds one statement that may be
    /// repeated, since it may have run without having been remembered.
    var runsOutsideTransaction: Bool { sql.hasPrefix("-- outside a transaction\n") }
}
