import Testing

/// What can be told of style by reading.
@Suite struct TasteTests {
    static let longestFile = 400

    @Test func `no file is longer than 400 lines`() {
        Rule(
            files: { !Rooms.isGenerated($0) },
            breaches: { $0.lines.count - 1 > Self.longestFile ? [.init(line: $0.lines.count, what: "too long")] : [] },
            broken: ("Sources/API/Router.swift", String(repeating: "\n", count: Self.longestFile + 1))
        ).expectObeyed()
    }

    @Test func `nothing is public, for there is no outside`() {
        Rule.noCode(#"^\s*(@\w+ )*(public|open) "#, in: { _ in true }, broken: ("Sources/API/Router.swift", "    public struct Router {}"))
            .expectObeyed()
    }

    @Test func `nothing is left for later`() {
        // Pieces, so that this file does not break its own rule.
        let words = [
            "TO" + "DO", "FIX" + "ME", "XX" + "X\\b", "HA" + "CK\\b", "not (yet )?imple" + "mented", "(?i:place" + "holder)",
            "(?i:for n" + "ow\\b)",
        ]
        let later = Pattern(#"\b("# + words.joined(separator: "|") + ")")
        Rule(
            files: { _ in true }, breaches: { later.matches(in: $0.text).map { .init(line: $0.line, what: $0.text) } },
            broken: ("Sources/API/Router.swift", "// TO" + "DO: route")
        ).expectObeyed()
    }

    @Test func `no banners and no commented-out code`() {
        let banner = Pattern(#"^[ \t]*//[ \t]*(MARK: *-|[-=*#]{4,}|(let|var|func|if|for|guard|return|import|try|await) .*[({=;][ \t]*$)"#)
        Rule(
            files: { _ in true }, breaches: { banner.matches(in: $0.text).map { .init(line: $0.line, what: $0.text) } },
            broken: ("Sources/API/Router.swift", "// MARK: - Routes\n")
        ).expectObeyed()
    }

    @Test func `nothing traps on outside input`() {
        Rule.noCode(
            #"\btry!|\bas!|\bfatalError\(|[\w)\]]!(?=[\s.,)\]:;\[(]|$)(?<!\bis!)"#, in: Rooms.isSource,
            broken: ("Sources/API/Router.swift", "let first = routes.first!.path")
        ).expectObeyed()
    }

    @Test func `unchecked promises stay in kits`() {
        Rule.noCode(
            #"@unchecked Sendable|nonisolated\(unsafe\)|unsafeBitCast|@preconcurrency|unowned\(unsafe\)"#,
            // What a signal's handler touches can be nothing but a global.
            in: { Rooms.isHerald($0) && !Rooms.isKit($0) && $0 != "Sources/App/Serving/TerminationSignals.swift" },
            broken: ("Sources/Domain/Auth/Cache.swift", "final class Cache: @unchecked Sendable {}")
        ).expectObeyed()
    }

    @Test func `a try that forgets why says so`() {
        let forgetting = Pattern(#"\btry\?"#)
        Rule(
            files: Rooms.isHerald,
            breaches: { source in
                let lines = source.lines
                return forgetting.matches(in: source.code).filter { found in
                    let near = lines[max(0, found.line - 6)..<min(found.line + 9, lines.count)]
                    return !near.contains { $0.contains("//") }
                }.map { .init(line: $0.line, what: "try? without a reason") }
            },
            broken: ("Sources/API/Router.swift", "func f() {\n    try? g()\n}")
        ).expectObeyed()
    }

    @Test func `no test sleeps`() {
        Rule.noCode(
            #"(?<!func )\b(Task\.sleep|usleep|nanosleep|Thread\.sleep|sleep)\("#,
            // Clocks, and the one loop that waits for a fact until a deadline, are the harness's.
            in: { Rooms.isTest($0) && !$0.hasPrefix("Tests/Support/") },
            broken: ("Tests/Unit/Core/ClockTests.swift", "try await Task.sleep(for: .seconds(1))")
        ).expectObeyed()
    }

    @Test func `release keeps its checks`() {
        let manifest = Project.text("Package.swift")
        #expect(!manifest.isEmpty)
        #expect(!manifest.contains("-Ounchecked"))
        #expect(!manifest.contains("enforce-exclusivity=unchecked"))
    }
}
