import Testing

/// A law over source text: where it holds, what breaks it, and a piece of text that does, so that every run shows that it can fail.
struct Rule: Sendable {
    /// The files it is about, by path.
    var files: @Sendable (String) -> Bool
    /// The breaches in one file.
    var breaches: @Sendable (Source) -> [Breach]
    /// A file that breaks it: path and text.
    var broken: (path: String, text: String)

    struct Breach: Sendable, Hashable {
        let line: Int
        let what: String
    }

    /// What matches the pattern in code (not in comments or literals) is a breach.
    static func noCode(_ pattern: String, in files: @escaping @Sendable (String) -> Bool, broken: (String, String)) -> Rule {
        Rule(files: files, breaches: { Pattern(pattern).matches(in: $0.code).map { Breach(line: $0.line, what: $0.text) } }, broken: broken)
    }

    /// The project obeys it, and the broken text does not.
    func expectObeyed(sourceLocation: SourceLocation = #_sourceLocation) {
        let sample = Source(path: broken.path, text: broken.text)
        #expect(files(sample.path) && !breaches(sample).isEmpty, "the rule does not see its own broken sample", sourceLocation: sourceLocation)
        let subjects = Project.swift.filter { files($0.path) }
        #expect(!subjects.isEmpty, "the rule is about no file at all", sourceLocation: sourceLocation)
        let found = subjects.flatMap { file in breaches(file).map { "\(file.path):\($0.line): \($0.what)" } }
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))", sourceLocation: sourceLocation)
    }
}
