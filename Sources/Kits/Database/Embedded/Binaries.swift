import Core
import Glibc

/// The programs of PostgreSQL on this machine.
struct Binaries: Sendable {
    /// The folder with `initdb` and `postgres`.
    let folder: String
    /// The major version.
    let version: Int

    /// The oldest version that will do.
    static let oldest = 15

    var initdb: String { folder + "/initdb" }
    var postgres: String { folder + "/postgres" }

    /// Where installers put the programs, with a star for the version.
    static let places = [
        "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/libexec/postgresql*", "/usr/local/pgsql*/bin", "/usr/local/bin",
        "/usr/local/opt/postgresql*/bin", "/opt/homebrew/opt/postgresql*/bin", "/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
    ]

    /// The programs for data of the major version `wanted`, or the newest there are; those on the search path win over others of their age.
    static func find(searchPath: String, wanted: Int?, places: [String] = places) throws(ClusterError) -> Binaries {
        var found: [Binaries] = []
        for folder in searchPath.split(separator: ":").map(String.init) + places.flatMap(expand) {
            guard access(folder + "/initdb", X_OK) == 0, access(folder + "/postgres", X_OK) == 0,
                let version = try version(in: folder), version >= oldest
            else { continue }
            found.append(Binaries(folder: folder, version: version))
        }
        if let wanted {
            guard let binaries = found.first(where: { $0.version == wanted }) else { throw .otherVersion("\(wanted)") }
            return binaries
        }
        guard let newest = found.map(\.version).max(), let binaries = found.first(where: { $0.version == newest }) else { throw .notInstalled }
        return binaries
    }

    /// `postgres (PostgreSQL) 15.20 (Debian …)` says 15.
    private static func version(in folder: String) throws(ClusterError) -> Int? {
        let (status, output) = try Child.run(folder + "/postgres", ["--version"], within: .seconds(5))
        guard status == 0, let number = output.split(separator: " ").first(where: { $0.first?.isASCII == true && $0.first?.isNumber == true })
        else { return nil }
        return Int(number.prefix { $0.isASCII && $0.isNumber })
    }

    private static func expand(_ pattern: String) -> [String] {
        var matches = glob_t()
        defer { globfree(&matches) }
        guard glob(pattern, 0, nil, &matches) == 0 else { return [] }
        return (0..<Int(matches.gl_pathc)).compactMap { matches.gl_pathv[$0].map { String(cString: $0) } }
    }
}
