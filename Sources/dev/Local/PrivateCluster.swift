import Foundation

/// The private PostgreSQL cluster of a running `herald serve`, as its superuser reaches it over the socket.
struct PrivateCluster: Sendable {
    static let database = "herald"
    static let superuser = "postgres"

    /// Where its socket is.
    let socketDirectory: String
    /// Its first process; the others are its children.
    let postmaster: pid_t

    /// The cluster of a `.herald` directory, as PostgreSQL's own `postmaster.pid` describes it (process in line 1, socket in line 5).
    init(state: String) throws(Failure) {
        let path = state + "/postgres/postmaster.pid"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Failure("no private database runs in \(state); `swift run dev up` starts one")
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 4, let process = pid_t(lines[0]) else { throw Failure("\(path) is not as PostgreSQL writes it") }
        postmaster = process
        socketDirectory = String(lines[4])
    }

    /// Options that psql, pg_dump and pgbench share.
    var connection: [String] { ["-h", socketDirectory, "-p", "5432", "-U", Self.superuser] }

    /// What a statement prints, without decoration.
    func ask(_ sql: String, in database: String = Self.database) throws(Failure) -> String {
        let psql = try Postgres.require("psql")
        return try Tool([psql, "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-c", sql, "-d", database] + connection).text()
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
