import Foundation

/// The places of the project that commands read and write.
struct Workspace: Sendable {
    let root: String

    /// The project that the current directory lies in.
    init() throws(Failure) {
        var place = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        while place.path != "/" {
            let manifest = place.appendingPathComponent("Package.swift")
            if let text = try? String(contentsOf: manifest, encoding: .utf8), text.contains("name: \"herald\"") {
                root = place.path
                return
            }
            place.deleteLastPathComponent()
        }
        throw Failure("no Package.swift of Herald here or above; run it inside the project")
    }

    var migrations: String { root + "/db/migrations" }
    var schemaDump: String { root + "/db/schema.sql" }
    var embeddedMigrations: String { root + "/Sources/App/Generated/Migrations.swift" }
    var documents: String { root + "/openapi" }
    /// The private cluster of `up` and what it made for itself.
    var state: String { root + "/.herald" }
    var demo: String { state + "/demo.json" }
    var checkers: String { root + "/.build/checkers" }

    /// The program as `build` left it.
    func herald(_ configuration: BuildConfiguration) -> String { "\(root)/.build/\(configuration.rawValue)/herald" }

    /// An empty directory that is this process's own, under the build directory.
    func scratch(_ name: String) throws(Failure) -> String {
        let path = "\(root)/.build/dev/\(name)-\(ProcessInfo.processInfo.processIdentifier)"
        try? FileManager.default.removeItem(atPath: path)  // what a process of the same number left behind
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure("cannot make \(path): \(error.localizedDescription)")
        }
        return path
    }

    func read(_ path: String) throws(Failure) -> String {
        do { return try String(contentsOfFile: path, encoding: .utf8) } catch { throw Failure("cannot read \(path): \(error.localizedDescription)") }
    }

    func write(_ text: String, to path: String, mode: Int = 0o644) throws(Failure) {
        do {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try? FileManager.default.removeItem(atPath: path)  // so that the mode below holds from the first byte
            guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode]) else {
                throw CocoaError(.fileWriteUnknown)
            }
        } catch {
            throw Failure("cannot write \(path): \(error.localizedDescription)")
        }
    }

    /// The names in a folder, sorted.
    func names(in folder: String) throws(Failure) -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
            throw Failure("cannot list \(folder): \(error.localizedDescription)")
        }
    }
}
