import Foundation

/// The anchor for durable writes: one single-row insert and one commit each, prepared, on a cluster like Herald's.
struct Pgbench: Sendable {
    static let database = "bench"
    static let insert = """
        INSERT INTO message VALUES (gen_random_uuid(), '0198c2f0-0000-7000-8000-000000000001', 'text', 'Hello from Herald', 'queued', now());
        """
    static let schema = """
        CREATE TABLE message (id uuid PRIMARY KEY, account_id uuid NOT NULL, type text NOT NULL, body text NOT NULL, status text NOT NULL,
                              created_at timestamptz NOT NULL)
        """

    let cluster: PrivateCluster
    /// For its script and its logs.
    let directory: String

    func prepare(_ workspace: Workspace) throws(Failure) {
        _ = try cluster.ask("CREATE DATABASE \(Self.database)")
        _ = try cluster.ask(Self.schema, in: Self.database)
        try workspace.write(Self.insert, to: directory + "/insert.sql")
    }

    func run(seconds: Int, connections: Int, _ workspace: Workspace) throws(Failure) -> Figures {
        let words = [
            try Postgres.require("pgbench"), "-n", "-M", "prepared", "-c", String(connections), "-j", "2", "-T", String(seconds),
            "-f", directory + "/insert.sql", "-l", "--log-prefix", directory + "/transactions",
        ]
        let report = try Tool(words + cluster.connection + [Self.database]).text()
        guard let line = report.split(separator: "\n").last(where: { $0.hasPrefix("tps = ") }),
            let rate = line.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) })
        else { throw Failure("not what pgbench prints:\n\(report)") }
        let times = try takeTimes(workspace).sorted()
        guard !times.isEmpty else { throw Failure("pgbench logged no transaction") }
        return Figures(
            perSecond: rate, p50: Double(times[times.count / 2]), p99: Double(times[times.count * 99 / 100]), count: Double(times.count), failures: 0)
    }

    /// The microseconds of every transaction: the third word of each line of pgbench's logs, which go.
    private func takeTimes(_ workspace: Workspace) throws(Failure) -> [Int] {
        var times: [Int] = []
        for name in try workspace.names(in: directory) where name.hasPrefix("transactions") {
            let path = "\(directory)/\(name)"
            for line in try workspace.read(path).utf8.split(separator: UInt8(ascii: "\n")) {
                let words = line.split(separator: UInt8(ascii: " "), maxSplits: 3)
                if words.count > 2, let time = Int(Substring(words[2])) { times.append(time) }
            }
            try? FileManager.default.removeItem(atPath: path)  // one that stays would be counted again, and noticed
        }
        return times
    }
}
