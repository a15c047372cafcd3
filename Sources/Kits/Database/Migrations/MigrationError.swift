/// Why the schema and the program do not fit together; one line each, for whoever starts the server.
package enum MigrationError: Error, Hashable, CustomStringConvertible {
    /// A file's name is not `NNNN_words`, or its number is taken.
    case misnamed(String)
    /// A migration that was applied reads differently now.
    case changed(String)
    /// The database has a migration that this program does not know: a newer program has been here.
    case unknown(String)
    /// A migration is not applied although a later one is.
    case missing(String)
    /// The database lacks migrations that this program needs.
    case pending([String])
    /// PostgreSQL refused a migration; nothing of it remains, unless it runs outside a transaction.
    case failed(String, reason: String)

    package var description: String {
        switch self {
        case .misnamed(let name): "the migration \(name) must be named NNNN_words, with a number of its own"
        case .changed(let name): "the migration \(name) was changed after it had been applied to this database"
        case .unknown(let name): "this database has the migration \(name), which this program does not know: it needs a newer program"
        case .missing(let name): "the migration \(name) is not applied although a later one is"
        case .pending(let names): "this database lacks \(names.count) migration(s), from \(names.first ?? "") on: run `herald migrate`"
        case .failed(let name, let reason): "the migration \(name) failed: \(reason)"
        }
    }
}
