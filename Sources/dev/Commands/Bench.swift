import Foundation

/// Measures Herald beside what it is compared with, on this machine, in one run.
struct Bench: Command {
    static let connections = 64
    static let usualRounds = 3
    static let usualSeconds = 5

    let name = "bench"
    let usage = "bench [instances [--count N] | messages [--fairness] | admission] [--rounds N] [--seconds N]"
    let summary = """
        measure Herald (release) beside nginx and pgbench, in interleaved rounds; `instances`: what linked numbers cost; `messages`: sending to the \
        last receipt, and with `--fairness` beside another tenant's million; `admission`: what limits cost the acceptance of a message, and what a \
        refusal costs
        """

    func run(_ arguments: inout Arguments) throws(Failure) {
        if arguments.flag("instances") { return try instances(&arguments) }
        let isMessages = arguments.flag("messages")
        let isAdmission = !isMessages && arguments.flag("admission")
        let isFairness = isMessages && arguments.flag("--fairness")
        let rounds = try arguments.number(of: "--rounds", in: 1...99) ?? Self.usualRounds
        let seconds = try arguments.number(of: "--seconds", in: 1...600) ?? Self.usualSeconds
        try arguments.finish()
        let workspace = try Workspace()
        try Requirement.meet(Requirement.running + [.curl, .wrk] + (isMessages || isAdmission ? [] : [.nginx]))
        try Build(workspace).herald(.release)
        let place = try workspace.scratch("bench")
        defer { try? FileManager.default.removeItem(atPath: place) }  // it is only our own
        if isMessages {
            let bench = MessagesBench(rounds: rounds, seconds: seconds, workspace: workspace, place: place)
            return isFairness ? try bench.fairness() : try bench.run()
        }

        let operatorKey = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }.joined().padding(
            toLength: 64, withPad: "0", startingAt: 0)
        if isAdmission { return try AdmissionBench(rounds: rounds, seconds: seconds, workspace: workspace, place: place).run(operatorKey) }
        Terminal.announce("starting nginx, and herald on a cluster of its own")
        let nginx = try Nginx(in: place, workspace)
        defer { nginx.child.stop() }
        let herald = try LocalHerald(
            program: workspace.herald(.release), in: place, port: Port.free(), variables: ["HERALD_ADMIN_KEY": operatorKey],
            log: place + "/herald.log")
        defer { herald.child.stop() }
        let tenant = try BenchTenant(herald, operatorKey: operatorKey)
        let contenders = try contenders(nginx, herald, tenant, place, workspace)

        Terminal.announce("\(rounds) rounds of \(seconds) s each for \(contenders.map(\.name).joined(separator: ", "))")
        var figures: [[Figures]] = contenders.map { _ in [] }
        var accepted = 0.0
        for contender in contenders { accepted = try contender.run(seconds: 1).count }
        for _ in 0..<rounds {
            for (index, contender) in contenders.enumerated() { figures[index].append(try contender.run(seconds: seconds)) }
        }
        let report = BenchReport(medians: zip(contenders, figures).map { ($0.name, .median(of: $1)) })
        Terminal.say(report.text)
        Terminal.say()
        Terminal.say(report.ratio("GET /health/live", to: "nginx return 200", expected: BenchReport.expectedOfNginx))
        Terminal.say(report.ratio("POST /v1/messages", to: "pgbench insert", expected: BenchReport.expectedOfPgbench))
        accepted += figures.last?.reduce(0) { $0 + $1.count } ?? 0
        let kept = try herald.cluster().ask(BenchTenant.accepted)
        Terminal.say("messages accepted: \(Int(accepted)), in the database: \(kept)")
        if Double(kept) ?? 0 < accepted { throw Failure("accepted messages are missing") }
    }

    private func instances(_ arguments: inout Arguments) throws(Failure) {
        let count = try arguments.number(of: "--count", in: 1...20_000) ?? InstancesBench.usualCount
        try arguments.finish()
        let workspace = try Workspace()
        try Requirement.meet(Requirement.running + [.curl])
        try Build(workspace).herald(.release)
        let place = try workspace.scratch("bench")
        defer { try? FileManager.default.removeItem(atPath: place) }  // it is only our own
        try InstancesBench(count: count, workspace: workspace, place: place).run()
    }

    private func contenders(
        _ nginx: Nginx, _ herald: LocalHerald, _ tenant: BenchTenant, _ place: String, _ workspace: Workspace
    ) throws(Failure) -> [Contender] {
        let cluster = try herald.cluster()
        let pgbench = Pgbench(cluster: cluster, directory: place)
        try pgbench.prepare(workspace)
        try workspace.write(tenant.script, to: place + "/message.lua")
        let (program, web) = (herald.child.process, nginx.child.process)
        let load = { (url: String, script: String?) in Wrk(url: url, script: script) }
        let (trivial, live) = (load(nginx.url + "/", nil), load(herald.url + "/health/live", nil))
        let accepting = load(herald.url + "/v1/messages", place + "/message.lua")
        return [
            Contender("nginx return 200", server: { ProcessorTime.ofTree(web) }) { seconds throws(Failure) in
                try trivial.run(seconds: seconds, connections: Self.connections)
            },
            Contender("GET /health/live", server: { ProcessorTime.of(program) }) { seconds throws(Failure) in
                try live.run(seconds: seconds, connections: Self.connections)
            },
            Contender("pgbench insert", database: { ProcessorTime.ofTree(cluster.postmaster) }) { seconds throws(Failure) in
                try pgbench.run(seconds: seconds, connections: Self.connections, workspace)
            },
            Contender(
                "POST /v1/messages", server: { ProcessorTime.of(program) }, database: { ProcessorTime.ofTree(cluster.postmaster) }
            ) { seconds throws(Failure) in try accepting.run(seconds: seconds, connections: Self.connections) },
        ]
    }
}
