import Foundation

/// What messages cost from acceptance to the last receipt, how long a caller waits for WhatsApp's answer, and whether one tenant's million is
/// felt by another.
struct MessagesBench {
    static let instances = 8
    static let million = 1_000_000
    /// How long what was accepted may take to be settled.
    static let deadline: TimeInterval = 300
    /// How much slower a lone tenant may get while another has a million queued.
    static let expectedOfFairness = 2.0
    private static let open = "SELECT count(*) FROM messaging.message WHERE state IN ('queued', 'sending')"
    private static let settled = "SELECT count(*) FROM messaging.message WHERE state IN ('sent', 'delivered', 'read')"

    let rounds: Int
    let seconds: Int
    let workspace: Workspace
    let place: String

    /// A tenant with numbers that can send.
    private struct Party {
        let key: String
        let instances: [String]
    }

    // MARK: Rates and waiting

    func run() throws(Failure) {
        let herald = try start()
        defer { herald.child.stop() }
        let cluster = try herald.cluster()
        let party = try party("bench", numbers: Self.instances, herald)
        let pgbench = Pgbench(cluster: cluster, directory: place)
        try pgbench.prepare(workspace)
        try write(script: "accept", acceptance(from: party))
        try write(script: "wait", waiting(as: party))
        let accept = Wrk(url: herald.url + "/v1/messages", script: place + "/accept.lua")
        let wait = Wrk(url: herald.url + "/send-message", script: place + "/wait.lua")
        // As a database stands after its first minute: with statistics, and plans for a table that has grown.
        _ = try (accept.run(seconds: 5, connections: Bench.connections), settle(cluster))
        _ = try cluster.ask("VACUUM (ANALYZE) messaging.message")

        let (program, postmaster) = (herald.child.process, cluster.postmaster)
        /// The load with the processor time of each message until the last one is settled.
        func measure(_ load: Wrk, connections: Int) throws(Failure) -> Figures {
            let before = (ProcessorTime.of(program), ProcessorTime.ofTree(postmaster))
            var figures = try load.run(seconds: seconds, connections: connections)
            try settle(cluster)
            figures.serverTime = (ProcessorTime.of(program) - before.0) / max(1, figures.count)
            figures.databaseTime = (ProcessorTime.ofTree(postmaster) - before.1) / max(1, figures.count)
            return figures
        }
        var (anchor, accepted, settled, lone, many): ([Figures], [Figures], [Double], [Figures], [Figures]) = ([], [], [], [], [])
        for round in 1...rounds {
            Terminal.announce("round \(round) of \(rounds), \(seconds) s each")
            let time = ProcessorTime.ofTree(postmaster)
            var inserted = try pgbench.run(seconds: seconds, connections: Bench.connections, workspace)
            inserted.databaseTime = (ProcessorTime.ofTree(postmaster) - time) / max(1, inserted.count)
            anchor.append(inserted)
            let (before, began) = (try number(Self.settled, cluster), Date())
            accepted.append(try measure(accept, connections: Bench.connections))
            settled.append(Double(try number(Self.settled, cluster) - before) / Date().timeIntervalSince(began))
            lone.append(try measure(wait, connections: 1))
            many.append(try measure(wait, connections: Bench.connections))
        }
        let report = BenchReport(medians: [
            ("pgbench insert", .median(of: anchor)), ("POST /v1/messages", .median(of: accepted)),
            ("POST /send-message, 1", .median(of: lone)), ("POST /send-message, \(Bench.connections)", .median(of: many)),
        ])
        let perSecond = settled.sorted()[settled.count / 2]
        Terminal.say(report.text)
        Terminal.say()
        Terminal.say(String(format: "accepted and settled, until the last one is read: %.0f/s", perSecond))
        Terminal.say(report.ratio("POST /v1/messages", to: "pgbench insert", expected: BenchReport.expectedOfPgbench))
        Terminal.say(String(format: "settled / pgbench insert: %.2f", perSecond / Figures.median(of: anchor).perSecond))
        let figures = try number("SELECT count(*) FROM messaging.message WHERE state = 'failed'", cluster)
        Terminal.say("failed: \(figures)")
    }

    // MARK: Fairness

    func fairness() throws(Failure) {
        let herald = try start()
        defer { herald.child.stop() }
        let cluster = try herald.cluster()
        let (lone, crowd) = (try party("lone", numbers: 1, herald), try party("crowd", numbers: 1, herald))
        try write(script: "wait", waiting(as: lone))
        let wait = Wrk(url: herald.url + "/send-message", script: place + "/wait.lua")
        _ = try wait.run(seconds: 2, connections: 1)
        var (before, during): ([Figures], [Figures]) = ([], [])
        for _ in 0..<rounds { before.append(try wait.run(seconds: seconds, connections: 1)) }
        Terminal.announce("queueing \(Self.million) messages of another tenant")
        _ = try cluster.ask(queueing(Self.million, from: crowd.instances[0]))
        // What inserting them leaves to do would otherwise be measured; it is over a minute later.
        _ = try (cluster.ask("VACUUM (ANALYZE) messaging.message"), cluster.ask("CHECKPOINT"))
        sleep(2)
        let (queued, began) = (try number(Self.open, cluster), Date())
        for _ in 0..<rounds { during.append(try wait.run(seconds: seconds, connections: 1)) }
        let left = try number(Self.open, cluster)
        let sent = Double(queued - left) / Date().timeIntervalSince(began)
        guard left > 0 else { throw Failure("the million was gone before the measurement was over") }
        let report = BenchReport(medians: [("alone", .median(of: before)), ("beside the million", .median(of: during))])
        Terminal.say(report.text)
        Terminal.say()
        let ratio = Figures.median(of: during).p99 / max(1, Figures.median(of: before).p99)
        Terminal.say(String(format: "p99 beside the million / alone: %.2f (expected at most %.1f)", ratio, Self.expectedOfFairness))
        Terminal.say(String(format: "of the million went out meanwhile: %.0f/s, left %d", sent, left))
    }

    /// A million rows as acceptance would have written them, in one transaction, each to somebody else.
    private func queueing(_ count: Int, from instance: String) -> String {
        """
        SET statement_timeout = 0;
        INSERT INTO messaging.message (tenant_id, id, batch_id, instance_id, direction, chat, kind, content, whatsapp_id, state, due_at, created_at, lane)
        SELECT i.tenant_id, m.id, m.id, i.id, 'out', '2541' || lpad(n::text, 8, '0') || '@s.whatsapp.net', 'text', '{"text": "Hello from Herald"}',
               '3EB0' || upper(right(replace(m.id::text, '-', ''), 18)), 'queued', clock_timestamp(), clock_timestamp(), 1
          FROM instances.instance i, generate_series(10, \(count) * 10, 10) AS n,
               LATERAL (SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '70008'
                                || left(md5(n::text), 15))::uuid AS id) AS m
         WHERE i.id = '\(instance)' AND right(n::text, 4) NOT LIKE '000_'
        """
    }

    // MARK: Parts

    private func start() throws(Failure) -> LocalHerald {
        Terminal.announce("starting herald on a cluster of its own")
        let herald = try LocalHerald(program: workspace.herald(.release), in: place, port: Port.free(), log: place + "/herald.log")
        do { _ = try herald.cluster().ask(BenchTenant.plan) } catch {
            herald.child.stop()
            throw error
        }
        return herald
    }

    private func party(_ slug: String, numbers: Int, _ herald: LocalHerald) throws(Failure) -> Party {
        let tenant = try DemoTenant.parse(
            try herald.ask(
                "tenant", "create", "--name", slug, "--slug", slug, "--plan", "bench", "--owner", "owner@\(slug).test", "--json"))
        let api = API(url: herald.url, key: tenant.testKey)
        try Crowd(url: herald.url, key: tenant.testKey, count: numbers, directory: place).link(workspace)
        let end = Date().addingTimeInterval(60)
        while Date() < end {
            let listed = try api.call("GET", "/v1/instances?limit=100")["data"] as? [[String: Any]] ?? []
            let ready = listed.filter { $0["status"] as? String == "connected" }.compactMap { $0["id"] as? String }
            if ready.count == numbers { return Party(key: tenant.testKey, instances: ready) }
            usleep(100_000)
        }
        throw Failure("the numbers of \(slug) did not connect")
    }

    private func settle(_ cluster: PrivateCluster) throws(Failure) {
        let end = Date().addingTimeInterval(Self.deadline)
        while Date() < end {
            if try number(Self.open, cluster) == 0 { return }
            usleep(20_000)
        }
        throw Failure("not everything was settled within \(Int(Self.deadline)) s")
    }

    private func number(_ sql: String, _ cluster: PrivateCluster) throws(Failure) -> Int { Int(try cluster.ask(sql)) ?? 0 }

    private func write(script name: String, _ body: String) throws(Failure) { try workspace.write(body, to: "\(place)/\(name).lua") }

    /// A number that nobody has written to, and that is not one of the sandbox's script.
    private static let number = #"string.format("2547%04d%04d", math.random(0, 9999), math.random(10, 9999))"#

    private func acceptance(from party: Party) -> String {
        """
        \(head(party))
        local instances = {\(party.instances.map { "\"\($0)\"" }.joined(separator: ", "))}
        local turn = 0
        request = function()
            turn = turn % #instances + 1
            return wrk.format(nil, nil, nil, '{"instance_id":"' .. instances[turn] .. '","to":"' .. \(Self.number)
                .. '","type":"text","text":"Hello from Herald"}')
        end
        """
    }

    private func waiting(as party: Party) -> String {
        """
        \(head(party))
        request = function()
            return wrk.format(nil, nil, nil, '{"recipients":["' .. \(Self.number) .. '"],"instanceId":"\(party.instances[0])","type":"text","text":"Hello from Herald"}')
        end
        """
    }

    private func head(_ party: Party) -> String {
        """
        wrk.method = "POST"
        wrk.headers["Authorization"] = "Bearer \(party.key)"
        wrk.headers["Content-Type"] = "application/json"
        init = function() math.randomseed(os.time() + tonumber(tostring({}):sub(8), 16) % 100000) end
        """
    }
}
