/// What `herald verify` is asked.
struct VerifyOptions {
    /// What can be looked at.
    enum Word: String, CaseIterable { case audit, ledger }

    let what: Word
    /// The slug of the one tenant to look at; nil for all.
    var tenant: String?
    /// A file with what an earlier run printed with `--json`: since then nothing may have changed.
    var since: String?
    var isJSON = false

    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        var rest = arguments
        guard let word = rest.popFirst().flatMap(Word.init) else {
            throw UsageError("`herald verify` needs a word: \(Word.allCases.map(\.rawValue).joined(separator: " or "))")
        }
        what = word
        while let option = rest.popFirst() {
            switch option {
            case "--json": isJSON = true
            case "--tenant":
                guard let slug = rest.popFirst() else { throw UsageError("--tenant needs a slug") }
                tenant = slug
            case "--since":
                guard let path = rest.popFirst() else { throw UsageError("--since needs a file") }
                since = path
            default: throw UsageError("unknown option \(option)")
            }
        }
        if word == .ledger, isJSON || since != nil { throw UsageError("--json and --since are options of `herald verify audit`") }
    }
}
