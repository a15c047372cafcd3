import Foundation

/// PostgreSQL's programs, wherever the system put them.
enum Postgres {
    /// The newest one, from PATH or from where Debian, Fedora and Homebrew keep server programs.
    static func find(_ program: String) -> String? {
        let versioned = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"].flatMap { parent in
            // A parent that is not there has no versions.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
            return names.filter { $0.first?.isNumber == true || $0.hasPrefix("postgresql") }
                .sorted { $0.compare($1, options: .numeric) == .orderedDescending }.map { "\(parent)/\($0)/bin" }
        }
        return Environment.find(program, alsoIn: versioned + ["/usr/pgsql-17/bin", "/usr/pgsql-16/bin", "/usr/pgsql-15/bin"])
    }

    static func require(_ program: String) throws(Failure) -> String {
        guard let path = find(program) else { throw Failure("PostgreSQL's \(program) is not on this machine") }
        return path
    }
}
