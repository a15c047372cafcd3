import Foundation

/// What many linked numbers cost a process: memory, processor time while nothing happens, and how long all are back after a restart.
struct InstancesBench {
    static let usualCount = 2000
    /// How long all of them may take to connect.
    static let deadline: TimeInterval = 180
    /// Over how long the cost of doing nothing is measured, in seconds.
    static let idle: UInt32 = 20
    /// Of the program, with a plan that limits nothing.
    static let connected = "SELECT count(*) FROM instances.instance WHERE status = 'connected'"

    let count: Int
    let workspace: Workspace
    let place: String

    func run() throws(Failure) {
        Terminal.announce("starting herald on a cluster of its own")
        var herald = try start()
        defer { herald.child.stop() }
        _ = try herald.cluster().ask(BenchTenant.plan)
        let tenant = try DemoTenant.parse(
            try herald.ask("tenant", "create", "--name", "Bench", "--slug", "bench", "--plan", "bench", "--owner", "owner@bench.test", "--json"))
        // Ten first: what a process needs for any number of them is not theirs.
        try link(10, tenant, herald)
        let before = try Memory.resident(of: herald.child.process)

        Terminal.announce("linking \(count) numbers")
        let began = Date()
        try link(count, tenant, herald)
        let linked = Date().timeIntervalSince(began)
        sleep(2)
        let after = try Memory.resident(of: herald.child.process)
        Terminal.announce("doing nothing for \(Self.idle) s")
        let cpu = ProcessorTime.of(herald.child.process)
        let database = try ProcessorTime.ofTree(herald.cluster().postmaster)
        sleep(Self.idle)
        let idle = (ProcessorTime.of(herald.child.process) - cpu) / 1e6 / Double(Self.idle)
        let idleDatabase = (ProcessorTime.ofTree(try herald.cluster().postmaster) - database) / 1e6 / Double(Self.idle)
        let settled = try Memory.resident(of: herald.child.process)

        Terminal.announce("restarting")
        let stopping = Date()
        herald.child.stop()
        let stopped = Date().timeIntervalSince(stopping)
        let starting = Date()
        herald = try start()
        let ready = Date().timeIntervalSince(starting)
        try waitUntilConnected(count + 10, herald)
        let back = Date().timeIntervalSince(starting)

        Terminal.say("instances connected in one process          \(count)")
        Terminal.say(String(format: "made and linked through the API             %.1f s", linked))
        Terminal.say(String(format: "resident memory                             %.1f MiB, with ten %.1f MiB", mebibytes(settled), mebibytes(before)))
        Terminal.say(
            String(
                format: "resident memory of an instance              %.1f KiB (peak while linking %.1f)",
                Double(settled - before) / 1024 / Double(count), Double(after - before) / 1024 / Double(count)))
        Terminal.say(String(format: "processor while idle                        %.1f %% herald, %.1f %% postgres", idle * 100, idleDatabase * 100))
        Terminal.say(String(format: "stopped after SIGTERM                       %.2f s", stopped))
        Terminal.say(String(format: "after a restart: ready, all connected       %.2f s, %.2f s", ready, back))
    }

    private func start() throws(Failure) -> LocalHerald {
        try LocalHerald(program: workspace.herald(.release), in: place, port: Port.free(), log: place + "/herald.log")
    }

    private func link(_ count: Int, _ tenant: DemoTenant, _ herald: LocalHerald) throws(Failure) {
        let before = Int(try herald.cluster().ask(Self.connected)) ?? 0
        try Crowd(url: herald.url, key: tenant.liveKey, count: count, directory: place).link(workspace)
        try waitUntilConnected(before + count, herald)
    }

    /// Returns once this process holds so many sessions and all are connected.
    private func waitUntilConnected(_ count: Int, _ herald: LocalHerald) throws(Failure) {
        let end = Date().addingTimeInterval(Self.deadline)
        while Date() < end {
            let connected = Int(try herald.cluster().ask(Self.connected))
            if connected == count, try held(herald) == count { return }
            usleep(50_000)
        }
        throw Failure("not all of \(count) instances connected within \(Int(Self.deadline)) s")
    }

    private func held(_ herald: LocalHerald) throws(Failure) -> Int? {
        let figures = try Tool("curl", "-sS", herald.url + "/metrics").text()
        return figures.split(separator: "\n").first { $0.hasPrefix("herald_sessions_held ") }.flatMap { Int($0.split(separator: " ")[1]) }
    }

    private func mebibytes(_ bytes: Int) -> Double { Double(bytes) / 1024 / 1024 }
}
