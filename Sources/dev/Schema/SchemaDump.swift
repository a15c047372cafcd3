import Foundation

/// `db/schema.sql`: what the migrations make, dumped from a cluster that was made for it.
struct SchemaDump: Sendable {
    let workspace: Workspace

    func text() throws(Failure) -> String {
        let place = try workspace.scratch("schema")
        defer { try? FileManager.default.removeItem(atPath: place) }  // it is only our own
        let herald = try LocalHerald(
            program: workspace.herald(.debug), in: place, port: Port.free(), log: place + "/herald.log")
        defer { herald.child.stop() }
        let dump = try Tool(
            [Postgres.require("pg_dump"), "--schema-only", "--no-owner", "-d", PrivateCluster.database] + herald.cluster().connection
        ).text()
        return Self.normal(dump)
    }

    /// Without what changes from one PostgreSQL release to the next: version comments, session settings, psql's restrict keys.
    static func normal(_ dump: String) -> String {
        let noise = ["-- Dumped ", "SET ", "SELECT pg_catalog.set_config", "\\restrict", "\\unrestrict"]
        var lines: [Substring] = ["-- Made by `swift run dev schema` from db/migrations; read it, do not edit it.", ""]
        for line in dump.split(separator: "\n", omittingEmptySubsequences: false) where !noise.contains(where: line.hasPrefix) {
            if line.isEmpty, lines.last?.isEmpty == true { continue }
            lines.append(line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }
}
