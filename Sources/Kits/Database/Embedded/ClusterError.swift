import Glibc

/// Why the private PostgreSQL cannot run; one line each, for whoever starts the server.
package enum ClusterError: Error, Hashable, CustomStringConvertible {
    /// No PostgreSQL of version 15 or later was found.
    case notInstalled
    /// The data were made by this version, of which no programs were found.
    case otherVersion(String)
    /// PostgreSQL refuses to run as root, and there is no user to run it as.
    case noUser
    /// Another server uses the same directory.
    case inUse(directory: String, by: String)
    /// The directory cannot be used.
    case directory(String, reason: String)
    /// A program of PostgreSQL failed.
    case failed(program: String, output: String)
    /// PostgreSQL did not begin to serve in time, or an old one did not end.
    case tooSlow(String)
    /// The operating system refused something.
    case system(String, Int32)

    package var description: String {
        switch self {
        case .notInstalled:
            "PostgreSQL 15 or later was not found: install it (Debian, Ubuntu: `apt install postgresql`; Fedora: `dnf install postgresql-server`; "
                + "Alpine: `apk add postgresql`; macOS: `brew install postgresql`) or name a server in the settings"
        case .otherVersion(let version): "the data were made by PostgreSQL \(version), which is not installed any more: install it again"
        case .noUser: "PostgreSQL refuses to run as root: make a user for it (`useradd --system postgres`) or start as another user"
        case .inUse(let directory, let process): "\(directory) is used by another server (process \(process)): stop that one first"
        case .directory(let path, let reason): "\(path) cannot hold the database: \(reason)"
        case .failed(let program, let output): "\(program) failed: \(output)"
        case .tooSlow(let what): what
        case .system(let what, let code): "could not \(what): \(String(cString: strerror(code)))"
        }
    }
}
