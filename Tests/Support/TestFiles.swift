import Core
import Database
import Glibc

/// Files and folders that tests need. Folders of a test process are removed when it ends, or by the next one if it was killed.
package enum TestFiles {
    /// Something a test needs is not there.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
        /// Says what is missing.
        package init(_ description: String) { self.description = description }
    }

    private static let prefix = "herald-test-"

    /// Where programs are looked for.
    package static var searchPath: String { getenv("PATH").map { String(cString: $0) } ?? "" }

    /// The root of the project.
    package static let root: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    /// A new private folder under /tmp.
    package static func makeDirectory() -> String {
        _ = swept
        var template = Array("/tmp/\(prefix)\(getpid())-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return "/tmp" }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        AtExit.add { remove(path) }
        return path
    }

    static func migrations() -> [Migration] {
        let folder = root + "/db/migrations"
        return names(in: folder).filter { $0.hasSuffix(".sql") }.sorted().map { Migration(name: $0, sql: text(of: folder + "/" + $0)) }
    }

    /// The names in a folder, in no order.
    package static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { $0 != "." && $0 != ".." }
    }

    /// The text of a file; empty if it cannot be read.
    package static func text(of path: String) -> String {
        guard let file = fopen(path, "re") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Removes what killed test processes left behind.
    private static let swept: Void = {
        for name in names(in: "/tmp") where name.hasPrefix(prefix) {
            let owner = name.dropFirst(prefix.count).prefix { $0 != "-" }
            if let process = Int32(owner), kill(process, 0) != 0, errno == ESRCH { remove("/tmp/" + name) }
        }
    }()

    private static func remove(_ path: String) {
        var process = pid_t()
        let arguments = ["rm", "-rf", path].map { (text: String) in strdup(text) }
        defer { for argument in arguments { free(argument) } }
        if posix_spawn(&process, "/bin/rm", nil, nil, arguments + [nil], nil) == 0 { waitpid(process, nil, 0) }
    }
}
