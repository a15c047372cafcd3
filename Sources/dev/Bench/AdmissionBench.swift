import Foundation

/// What limits cost the acceptance of a message, and what it costs to refuse one: microseconds of processor time for each request, in one run.
struct AdmissionBench {
    /// How much a refusal may cost, in microseconds.
    static let expectedOfRefusal = 50.0
    /// Limits that are there and never reached.
    private static let vast = plan("vast", requestsPerSecond: 1_000_000, messagesPerDay: 2_000_000_000)
    /// A limit that is always reached.
    private static let tiny = plan("tiny", requestsPerSecond: 1, messagesPerDay: 1_000_000)
    /// A key of the right form that admits nobody.
    private static let strange = "hk_live_0000000000000000000000000000000000000000000000000"
    /// How many requests one commit of the quota's measurement counts.
    private static let batch = 16

    let rounds: Int
    let seconds: Int
    let workspace: Workspace
    let place: String

    func run(_ operatorKey: String) throws(Failure) {
        Terminal.announce("starting herald on a cluster of its own")
        let herald = try LocalHerald(
            program: workspace.herald(.release), in: place, port: Port.free(), variables: ["HERALD_ADMIN_KEY": operatorKey],
            log: place + "/herald.log")
        defer { herald.child.stop() }
        let cluster = try herald.cluster()
        let free = try BenchTenant(herald, operatorKey: operatorKey)
        let vast = try BenchTenant(herald, operatorKey: operatorKey, plan: "vast", Self.vast, number: "254700000009")
        let tiny = try key(herald, plan: "tiny", Self.tiny)
        let (program, postmaster) = (herald.child.process, cluster.postmaster)
        func contender(_ name: String, _ script: String) throws(Failure) -> Contender {
            let file = "\(place)/\(name.filter(\.isLetter)).lua"
            try workspace.write(script, to: file)
            let load = Wrk(url: herald.url + "/v1/messages", script: file)
            return Contender(name, server: { ProcessorTime.of(program) }, database: { ProcessorTime.ofTree(postmaster) }) {
                seconds throws(Failure) in try load.run(seconds: seconds, connections: Bench.connections)
            }
        }
        let contenders = [
            try contender("nothing is limited", free.script), try contender("limited", vast.script),
            try contender("limited, with a key", vast.keyedScript), try contender("refused: pace", BenchTenant.script(tiny)),
            try contender("refused: address", BenchTenant.script(Self.strange)),
        ]

        Terminal.announce("\(rounds) rounds of \(seconds) s each for \(contenders.map(\.name).joined(separator: ", "))")
        for contender in contenders { _ = try contender.run(seconds: 2) }
        _ = try cluster.ask("VACUUM (ANALYZE) messaging.message")
        var figures: [[Figures]] = contenders.map { _ in [] }
        for _ in 0..<rounds {
            for (index, contender) in contenders.enumerated() { figures[index].append(try contender.run(seconds: seconds)) }
        }
        let medians = figures.map { Figures.median(of: $0) }
        Terminal.say(BenchReport(medians: zip(contenders, medians).map { ($0.name, $1) }).text)
        Terminal.say()
        Terminal.say(difference("pace, headers and a limited day", of: medians[1], to: medians[0]))
        Terminal.say(difference("an idempotency key", of: medians[2], to: medians[1]))
        for (name, median) in [("over a key's pace", medians[3]), ("over an address's", medians[4])] {
            Terminal.say(
                String(
                    format: "a refusal %@: %.1f µs of herald, %.2f µs of postgres (expected at most %.0f in all)", name, median.serverTime ?? 0,
                    median.databaseTime ?? 0, Self.expectedOfRefusal))
        }
        Terminal.say(try quota(cluster))
    }

    private static func plan(_ name: String, requestsPerSecond: Int, messagesPerDay: Int) -> String {
        """
        INSERT INTO billing.plan (name, price_minor, currency, requests_per_second, messages_per_day, media_bytes)
        VALUES ('\(name)', 0, 'USD', \(requestsPerSecond), \(messagesPerDay), '{}')
        """
    }

    /// The key of a tenant that has nothing else.
    private func key(_ herald: LocalHerald, plan: String, _ sql: String) throws(Failure) -> String {
        _ = try herald.cluster().ask(sql)
        return try DemoTenant.parse(
            herald.ask("tenant", "create", "--name", plan, "--slug", plan, "--plan", plan, "--owner", "owner@\(plan).test", "--json")
        ).testKey
    }

    /// What the first load costs more than the second, of both programs, and as a share of the first.
    private func difference(_ what: String, of first: Figures, to second: Figures) -> String {
        let (server, database) = ((first.serverTime ?? 0) - (second.serverTime ?? 0), (first.databaseTime ?? 0) - (second.databaseTime ?? 0))
        let whole = (first.serverTime ?? 0) + (first.databaseTime ?? 0)
        return String(
            format: "%@: %+.2f µs of herald, %+.2f µs of postgres; %.1f %% of the acceptance's %.1f µs", what, server, database,
            whole > 0 ? (server + database) / whole * 100 : 0, whole)
    }

    /// What it costs PostgreSQL to count a request against a limited day, when so many share a commit: the statement alone, again and again.
    private func quota(_ cluster: PrivateCluster) throws(Failure) -> String {
        let tenant = try cluster.ask("SELECT tenant_id FROM billing.subscription WHERE plan = 'vast'")
        let amounts = Array(repeating: "1", count: Self.batch).joined(separator: ",")
        let script = """
            SELECT billing.reserve('\(tenant)', (now() AT TIME ZONE 'UTC')::date, now(), 'accepted', i.ids, i.ids, ARRAY[\(amounts)])
            FROM (SELECT array_agg(gen_random_uuid()) AS ids FROM generate_series(1, \(Self.batch))) AS i;

            """
        try workspace.write(script, to: place + "/quota.sql")
        let pgbench = try Postgres.require("pgbench")
        let before = ProcessorTime.ofTree(cluster.postmaster)
        let report = try Tool(
            [pgbench, "-n", "-M", "prepared", "-c", "1", "-T", String(seconds), "-f", place + "/quota.sql"] + cluster.connection
                + [PrivateCluster.database]
        ).text()
        let spent = ProcessorTime.ofTree(cluster.postmaster) - before
        let label = "number of transactions actually processed: "
        guard let line = report.split(separator: "\n").first(where: { $0.hasPrefix(label) }),
            let count = Double(line.dropFirst(label.count).prefix { $0.isNumber }), count > 0
        else { throw Failure("not what pgbench prints:\n\(report)") }
        return String(
            format: "quota: %.2f µs of postgres for each request when %d share a commit (the commit itself included)",
            spent / count / Double(Self.batch), Self.batch)
    }
}
