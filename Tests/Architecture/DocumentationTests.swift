import Testing

/// What a reader of another target may lean on is said in a line above it.
@Suite struct DocumentationTests {
    @Test func `every package declaration says what it is`() {
        Rule(
            files: Rooms.isSource, breaches: undocumented,
            broken: ("Sources/API/Router.swift", "/// One.\n@inlinable\npackage func one() {}\n\npackage let two = 2\n")
        ).expectObeyed()
    }

    @Test func `a declaration's own protocol speaks for it`() {
        let source = Source(
            path: "Sources/API/Router.swift",
            text: """
                /// A run of names that say it themselves.
                package static let one = 1
                package static let two = 2
                package static func == (left: Self, right: Self) -> Bool { true }
                package var description: String { "" }

                package let three = 3
                """)
        #expect(undocumented(source).map(\.line) == [7])
    }

    private static let declaration = Pattern(
        #"^[ \t]*(?:@\w+(?:\([^)]*\))? )*package (?!import|extension)(?:[a-z]+(?:\(\w+\))? )*?(?:func|var|let|init|struct|class|enum|protocol|actor|typealias|subscript)\b(?: (\w*)|\??(\(\w+)|)"#
    )
    private static let oneLine = Pattern(#"^ *package (?:static )?let .*[^{(,]$"#)
    /// What protocols of the standard library ask for.
    private static let witness = Pattern(
        #"\bstatic func [^\w\s]+ |\b(hash\(into|description|debugDescription|customMirror|rawValue|enqueue|checkIsolated|appendLiteral|next\(\) -> UInt64)\b|init\((\w+Literal|from decoder|rawValue|stringInterpolation|literalCapacity)\b"#
    )

    /// `package` declarations without a `///` line. A witness needs none: its protocol says it. One line may head a run of constants.
    private func undocumented(_ source: Source) -> [Rule.Breach] {
        let lines = source.lines.map { $0.drop { $0 == " " } }
        return Self.declaration.matches(in: source.code).compactMap { found in
            let line = lines[found.line - 1]
            var above = found.line - 2
            while above >= 0, lines[above].hasPrefix("@") || isRun(lines[above], before: line) { above -= 1 }
            let isSaid = above >= 0 && lines[above].hasPrefix("///")
            return isSaid || Self.required.contains(found.groups.joined()) || Self.witness.isIn(String(line))
                ? nil : .init(line: found.line, what: String(line))
        }
    }

    private func isRun(_ above: Substring, before line: Substring) -> Bool {
        Self.oneLine.isIn(String(above)) && Self.oneLine.isIn(String(line)) && above.hasPrefix("package static let")
    }

    /// What protocols of ours ask for, by name: it is said there.
    private static let required = Set(Project.swift.filter { Rooms.isSource($0.path) }.flatMap { requirements(in: $0.code) })

    private static func requirements(in code: String) -> [String] {
        var names: [String] = []
        var depth = 0
        var isProtocol = false
        for line in code.split(separator: "\n") {
            if depth == 0 || !isProtocol, Pattern(#"\bprotocol \w+"#).isIn(String(line)) {
                isProtocol = true
                depth = 0
            }
            guard isProtocol else { continue }
            names += Pattern(#"\b(?:(?:func|var) (\w+)|init\??(\(\w+))"#).matches(in: String(line)).map { $0.groups.joined() }
            depth += line.count { $0 == "{" } - line.count { $0 == "}" }
            if depth <= 0 { isProtocol = false }
        }
        return names
    }
}
