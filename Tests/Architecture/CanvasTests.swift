import Testing

/// The head comment of a module's façade is its canvas: what it owns, says, hears and needs. Here it is held against the facts.
@Suite struct CanvasTests {
    struct Canvas {
        let module: String
        let lines: [String: Set<String>]

        init(_ module: String, facade: String) {
            self.module = module
            var lines: [String: Set<String>] = [:]
            for found in Pattern(#"^/// (Owns|Says|Hears|Needs) +(.*(?:\n///  +.*)*)"#).matches(in: facade) {
                lines[found.groups[0]] = Set(
                    Pattern(#"\b[A-Z]\w*|\b[a-z_]+\.[a-z_]+"#).matches(in: found.groups[1].replacing("///", with: "")).map(\.text))
            }
            self.lines = lines
        }

        func names(_ word: String) -> Set<String> { lines[word] ?? [] }
    }

    private static let event = "(?:struct|enum) (\\w+)[^{\\n]*: [^{\\n]*\\b\\w*(?:Event|Signal)\\b"
    private static let canvases = Rooms.modules.map { Canvas($0, facade: Project.text("Sources/Domain/\($0)/\($0).swift")) }

    @Test func `every module's façade has its canvas`() {
        for canvas in Self.canvases {
            #expect(
                Set(canvas.lines.keys) == ["Owns", "Says", "Hears", "Needs"],
                "Domain/\(canvas.module)/\(canvas.module).swift has \(canvas.lines.keys.sorted())")
        }
    }

    @Test func `a module owns the tables of its schema`() {
        for canvas in Self.canvases {
            let schema = canvas.module.lowercased()
            let tables = Set(SQLText.known.filter { $0.schema == schema }.map { "\($0.schema).\($0.table)" })
            #expect(canvas.names("Owns") == tables, "\(canvas.module)")
        }
    }

    @Test func `a module says the events that it records`() {
        let events = declared(Self.event)
        for canvas in Self.canvases {
            let made = mentioned(events, in: canvas.module, as: { "\\b\($0)(\\(|\\.name\\b)" })
            #expect(canvas.names("Says") == made, "\(canvas.module)")
        }
    }

    @Test func `a module hears the events that it subscribes to`() {
        let events = declared(Self.event)
        for canvas in Self.canvases {
            let heard = mentioned(events, in: canvas.module, as: { "\\b\($0)\\.self\\b" })
            #expect(canvas.names("Hears") == heard, "\(canvas.module)")
        }
    }

    @Test func `a module needs the ports that it asks`() {
        let ports = declared("package protocol (\\w+)", in: "Sources/Contracts/Ports/")
        for canvas in Self.canvases {
            #expect(
                canvas.names("Needs").isSubset(of: ports),
                "\(canvas.module) needs what is no port: \(canvas.names("Needs").subtracting(ports).sorted())")
            let asked = mentioned(ports, in: canvas.module, as: { "\\bany \($0)\\b" })
            #expect(canvas.names("Needs").isSubset(of: asked), "\(canvas.module) never asks \(canvas.names("Needs").subtracting(asked).sorted())")
        }
    }

    @Test func `a canvas is read as it is written`() {
        let canvas = Canvas(
            "Auth", facade: "/// Lets in.\n///\n/// Owns   auth.api_key,\n///        auth.digest\n/// Says   nothing\npackage struct Auth {}\n")
        #expect(canvas.names("Owns") == ["auth.api_key", "auth.digest"])
        #expect(canvas.lines["Says"] == [])
        #expect(canvas.lines["Hears"] == nil)
    }

    /// The names that a pattern's group finds in Contracts.
    private func declared(_ pattern: String, in folder: String = "Sources/Contracts/") -> Set<String> {
        Set(Project.swift.filter { $0.path.hasPrefix(folder) }.flatMap { Pattern(pattern).matches(in: $0.code).map { $0.groups[0] } })
    }

    /// Those of `names` that the module's code mentions in that way.
    private func mentioned(_ names: Set<String>, in module: String, as pattern: (String) -> String) -> Set<String> {
        let code = Project.swift.filter { $0.path.hasPrefix("Sources/Domain/\(module)/") }.map(\.code).joined(separator: "\n")
        return names.filter { Pattern(pattern($0)).isIn(code) }
    }
}
