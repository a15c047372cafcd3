import Foundation

/// What surrounds us: variables and who we are.
enum Environment {
    static var all: [String: String] { ProcessInfo.processInfo.environment }
    /// Herald's settings among them.
    static var settings: [String: String] { all.filter { $0.key.hasPrefix("HERALD_") || $0.key.hasPrefix("DATABASE_URL") || $0.key == "PORT" } }
    static var isRoot: Bool { geteuid() == 0 }
    /// Continuous integration: nothing may be left out quietly.
    static var isCI: Bool { !(all["CI"] ?? "").isEmpty && all["CI"] != "false" }

    /// Where a program is on PATH, or in one of `places`.
    static func find(_ program: String, alsoIn places: [String] = []) -> String? {
        let path = (all["PATH"] ?? "").split(separator: ":").map(String.init)
        return (path + places).map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
