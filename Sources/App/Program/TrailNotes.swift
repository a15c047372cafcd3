import Audit
import Core
import Foundation

/// Where audit trails ended when they were last looked at, a line each: kept where the database is not, they prove that nothing was put back.
enum TrailNotes {
    /// A line of `herald verify audit --json`.
    static func line(_ report: TrailReport, name: String) -> String {
        let line: JSON = [
            "tenant_id": .optional(report.tenant?.description), "name": .string(name), "entries": .integer(report.end.entries),
            "hash": .string(Hex.encode(report.end.hash)), "faults": .array(report.faults.map { .string($0.description) }),
        ]
        return line.text
    }

    /// The ends in a file of such lines; throws where one is none.
    static func read(_ path: String) throws -> [TenantID?: TrailEnd] {
        var ends: [TenantID?: TrailEnd] = [:]
        for text in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let line = try JSONParser.parse(String(text))
            guard let entries = line["entries"]?.integer, let hash = line["hash"]?.string.flatMap(Hex.decode) else {
                throw ConfigError(mistakes: ["\(path) is not what `herald verify audit --json` prints"])
            }
            if entries > 0 { ends[line["tenant_id"]?.string.flatMap { TenantID($0) }] = TrailEnd(entries: entries, hash: hash) }
        }
        return ends
    }
}
