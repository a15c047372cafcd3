import Core
import Foundation
import TestSupport

/// A `curl` command of one of the documents, and the answer that the document prints for it; `Documented/README.md` describes the files.
struct DocumentedExample: Sendable {
    /// The hosts that the documents name.
    private static let hosts = [
        "https://api.flaresend.io", "https://api.flaresend.com", "https://api.yoursite.com", "https://srv.msgflash.com", "https://api.flowiq.live",
    ]
    /// What the documents write for a key or a token; the longer before what is part of it.
    private static let keys = [
        "1acdff9afe3fcbf788d06df07057d29cbc18d02deafb0e71f004510f8b120e4e", "msgf_live_your_api_key_here", "fiq_YOUR_API_KEY", "YOUR_API_KEY",
        "<token>",
    ]
    private static let file = "/C:/Users/sosmo/Documents/Sec1L1.pdf"

    let name: String
    /// Which document and section it is from.
    let source: String
    /// What is replaced beside host, key and file: the text, what comes in its place, and why.
    let replacements: [(text: String, by: String)]
    let command: String
    let status: Int
    let answer: JSON

    /// The document it is from: all examples of one run as one tenant.
    var document: String { String(name.split(separator: "-")[1]) }

    /// All of them, in the order in which they build on one another.
    static func all() throws -> [DocumentedExample] {
        let folder = #filePath.components(separatedBy: "/").dropLast(2).joined(separator: "/") + "/Documented"
        return try TestFiles.names(in: folder).filter { $0.hasSuffix(".example") }.sorted().map { file in
            try DocumentedExample(String(file.dropLast(".example".count)), TestFiles.text(of: folder + "/" + file))
        }
    }

    private init(_ name: String, _ text: String) throws {
        let lines = text.components(separatedBy: "\n")
        let head = lines.prefix { $0.hasPrefix("# ") || $0.hasPrefix("Replace: ") }
        guard let arrow = lines.firstIndex(where: { $0.hasPrefix("-> ") }), let status = Int(lines[arrow].split(separator: " ")[1]) else {
            throw TestFiles.Failure("\(name) expects nothing")
        }
        self.name = name
        self.status = status
        source = head.first.map { String($0.dropFirst(2)) } ?? ""
        replacements = head.dropFirst().compactMap { line in
            let parts = line.dropFirst("Replace: ".count).components(separatedBy: " -> ")
            guard parts.count == 2, let end = parts[1].range(of: " (") else { return nil }
            return (parts[0], String(parts[1][..<end.lowerBound]))
        }
        command = lines[head.count..<arrow].joined(separator: "\n").trimmingCharacters(in: .newlines)
        answer = try JSONParser.parse(lines[(arrow + 1)...].joined(separator: "\n"))
    }

    /// The command as it is run. `values` are what the names in braces stand for.
    func command(port: Int, key: String, file: String, _ values: [String: String]) throws -> String {
        // The page of the sessions API indents with no-break spaces, which no shell takes for blanks.
        var command = command.replacing("\u{A0}", with: " ")
        for (text, by) in replacements {
            guard command.contains(text) else { throw TestFiles.Failure("\(name) has no \(text)") }
            let name = by.hasPrefix("{{") ? by.dropFirst(2).dropLast(2) : nil
            guard let value = name.map({ values[String($0)] }) ?? by else { throw TestFiles.Failure("nothing is known as \(by)") }
            command = command.replacing(text, with: value)
        }
        for host in Self.hosts { command = command.replacing(host, with: "http://127.0.0.1:\(port)") }
        for text in Self.keys { command = command.replacing(text, with: key) }
        return command.replacing(Self.file, with: file)
    }
}

/// How two answers differ in the names of their members and the types of their values.
enum DocumentedShape {
    /// Each difference with its place; none where the shapes are the same.
    static func differences(_ documented: JSON, _ actual: JSON, at place: String = "") -> [String] {
        switch (documented, actual) {
        case (.null, _): return []
        case (.bool, .bool), (.string, .string), (.integer, .integer), (.number, .number), (.number, .integer), (.integer, .number): return []
        case (.array(let elements), .array(let found)):
            guard !elements.isEmpty else { return [] }
            if found.isEmpty { return ["\(place) is empty"] }
            return found.enumerated().flatMap { index, element in
                let all = elements.map { differences($0, element, at: "\(place)/\(index)") }
                return all.contains([]) ? [] : all[0]
            }
        // A dictionary by WhatsApp's addresses: the names are data.
        case (.object(let members), .object(let found)) where members.first?.name.contains("@") == true:
            if found.isEmpty { return ["\(place) is empty"] }
            return found.flatMap { differences(members[0].value, $0.value, at: "\(place)/\($0.name)") }
        case (.object(let members), .object(let found)):
            guard members.map(\.name) == found.map(\.name) else { return ["\(place) has \(found.map(\.name)) rather than \(members.map(\.name))"] }
            return zip(members, found).flatMap { differences($0.value, $1.value, at: "\(place)/\($0.name)") }
        default: return ["\(place) is \(actual.text), and documented is \(documented.text)"]
        }
    }
}
