import Testing

/// Who may import whom.
@Suite struct WallTests {
    private static let domain: Set<String> = ["Core", "Database", "Events", "Contracts", "Crypto", "HTTP"]
    private static let kits: Set<String> = ["Core", "Crypto", "Net", "HTTP", "Database", "Events", "QR"]

    @Test func `a target imports only what Package.swift lists for it`() {
        let manifest = Manifest.ours
        let names = Set(manifest.targets.keys).union(["TestSupport", "herald", "dev"])
        Rule(
            files: { Rooms.isHerald($0) && $0.hasSuffix(".swift") && manifest.target(of: $0).map { manifest.targets[$0] != nil } == true },
            breaches: { source in
                let allowed = manifest.target(of: source.path).flatMap { manifest.targets[$0] } ?? []
                // `everything` is App's word for all of them.
                let isApp = manifest.target(of: source.path) == "App"
                return source.imports.filter { names.contains($0.module) && !allowed.contains($0.module) && !isApp }
                    .map { .init(line: $0.line, what: "imports \($0.module)") }
            },
            broken: ("Sources/Domain/Auth/Issue.swift", "package import Core\nimport Messaging\n")
        ).expectObeyed()
    }

    @Test func `no domain module may import a sibling, a dialect or a channel`() {
        for module in Rooms.modules {
            let listed = Manifest.ours.targets[module]
            #expect(listed != nil, "\(module) is not in the manifest's lists")
            #expect((listed ?? []).subtracting(Self.domain).isEmpty, "\(module) lists \((listed ?? []).subtracting(Self.domain).sorted())")
        }
        #expect(
            !Manifest("    (\"Auth\", domain + [\"Messaging\"]),\nlet domain = [\"Core\"]\n").targets["Auth", default: []].subtracting(Self.domain)
                .isEmpty)
    }

    @Test func `kits know nothing above them, and Contracts and API know no module`() {
        for kit in Self.kits.sorted() {
            let listed = Manifest.ours.targets[kit] ?? []
            #expect(!listed.isEmpty || kit == "Core", "\(kit) is not in the manifest's lists")
            #expect(listed.subtracting(Self.kits).subtracting(["COpenSSL", "CLibpq", "CLinux"]).isEmpty, "\(kit) lists \(listed.sorted())")
        }
        #expect(Manifest.ours.targets["Contracts"] == ["Core", "Database", "Events"])
        #expect(Manifest.ours.targets["API"] == ["Core", "HTTP", "Contracts"])
    }

    @Test func `a channel knows Contracts and kits, never tables or tenants' modules`() {
        let channels = Project.folders(in: "Sources/Channels").map { "Channel" + $0 }
        #expect(!channels.isEmpty)
        for channel in channels {
            let listed = Manifest.ours.targets[channel]
            #expect(listed != nil, "\(channel) is not in the manifest's lists")
            #expect((listed ?? []).isSubset(of: ["Core", "Contracts", "HTTP", "Crypto", "API"]), "\(channel) lists \((listed ?? []).sorted())")
        }
    }

    @Test func `a dialect is imported by App alone`() {
        let dialects = Set(Project.folders(in: "Sources/Dialects"))
        #expect(!dialects.isEmpty)
        Rule(
            files: { Rooms.isHerald($0) && !$0.hasPrefix("Sources/App/") },
            breaches: { source in source.imports.filter { dialects.contains($0.module) }.map { .init(line: $0.line, what: "imports \($0.module)") } },
            broken: ("Sources/API/Router.swift", "import \(dialects.sorted().first ?? "")\n")
        ).expectObeyed()
    }

    @Test func `the people's program imports nothing of ours`() {
        let names = Set(Manifest.ours.targets.keys)
        Rule(
            files: { $0.hasPrefix("Sources/dev/") },
            breaches: { source in source.imports.filter { names.contains($0.module) }.map { .init(line: $0.line, what: "imports \($0.module)") } },
            broken: ("Sources/dev/Up.swift", "import App\n")
        ).expectObeyed()
    }

    @Test func `kits, Contracts and domain do without Foundation`() {
        Rule(
            files: { Rooms.isKit($0) || Rooms.module(of: $0) != nil || $0.hasPrefix("Sources/Contracts/") },
            breaches: { source in
                source.imports.filter { $0.module.hasPrefix("Foundation") }.map { .init(line: $0.line, what: "imports \($0.module)") }
            },
            broken: ("Sources/Kits/HTTP/Parser.swift", "import FoundationEssentials\n")
        ).expectObeyed()
    }

    @Test func `nobody uses Foundation's JSON or its HTTP client`() {
        Rule.noCode(
            #"\b(JSONEncoder|JSONDecoder|JSONSerialization|URLSession)\b|import FoundationNetworking"#, in: Rooms.isHerald,
            broken: ("Sources/App/Report.swift", "JSONEncoder().encode(x)")
        ).expectObeyed()
    }

    @Test func `the package has no dependencies`() {
        let manifest = Project.text("Package.swift")
        #expect(!manifest.isEmpty)
        #expect(!manifest.contains(".package("))
    }
}
