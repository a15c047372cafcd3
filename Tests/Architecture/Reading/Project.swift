import Foundation

/// The project's files as text.
enum Project {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every Swift file of the project, read once.
    static let swift: [Source] =
        paths(under: "Sources") { $0.hasSuffix(".swift") }.map(source) + paths(under: "Tests") { $0.hasSuffix(".swift") }.map(source)

    /// The migrations, oldest first.
    static let migrations: [Migration] = paths(under: "db/migrations") { $0.hasSuffix(".sql") }.map { path in
        Migration(name: String(path.split(separator: "/").last?.dropLast(4) ?? ""), sql: text(path))
    }

    struct Migration: Sendable {
        let name: String
        let sql: String
    }

    static func paths(under folder: String, where isWanted: (String) -> Bool) -> [String] {
        let files = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
        var found: [String] = []
        while let path = files?.nextObject() as? String { if isWanted(path) { found.append("\(folder)/\(path)") } }
        return found.sorted()
    }

    /// The names of the folders in a folder.
    static func folders(in folder: String) -> [String] {
        // A folder that is not there has none in it.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)) ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            let path = root.appendingPathComponent("\(folder)/\(name)").path
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
        }.sorted()
    }

    /// A file's text; empty where there is no such file, which no rule takes for obedience: each counts what it read.
    static func text(_ path: String) -> String {
        (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
    }

    private static func source(_ path: String) -> Source { Source(path: path, text: text(path)) }
}
