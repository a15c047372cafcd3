import Core
import Database
import Net
import TestSupport

/// A database of its own with the table of `EntryWrite`, and a writer on a loop of its own.
final class WriterStage: Sendable {
    typealias Outcome = Result<Int64, Refusal>

    /// What a caller can act on.
    typealias Refusal = DatabaseError.Code

    let loop = EventLoop(name: "writer")
    let runtime: Runtime
    let writer: Writer
    let entries: Coalescer<EntryWrite>
    let probes: Coalescer<ProbeWrite>
    let acme = TenantID(high: 1, low: 1)
    let globex = TenantID(high: 2, low: 2)
    private let test: TestDatabase
    private let maintenance: ConnectionSettings
    /// What the writer's connections go through, if anything.
    let thief: AnswerThief?

    init(limits: WriterLimits = WriterLimits(), failpoints: Failpoints = .none, isRobbed: Bool = false) async throws {
        runtime = .testing(failpoints: failpoints)
        test = try await TestDatabase.make(runtime: runtime)
        maintenance = try await PostgresCluster.ready().settings(user: "postgres", database: "postgres")
        try await test.script(EntryWrite.schema)
        loop.start()
        var settings = test.service
        if isRobbed {
            let sockets = try await Administration.rows(
                "SELECT trim('\"' FROM current_setting('unix_socket_directories')), current_setting('port')", on: test.owner
            ) { row in (try row.next(String.self), try row.next(String.self)) }
            let thief = AnswerThief(target: sockets[0].0, port: sockets[0].1)
            settings = ConnectionSettings("host=\(thief.directory) port=\(sockets[0].1) user=herald dbname=\(test.name)")
            self.thief = thief
        } else {
            thief = nil
        }
        writer = Writer(settings: settings, loop: loop, runtime: runtime, limits: limits)
        entries = Coalescer(EntryWrite(), on: writer)
        probes = Coalescer(ProbeWrite(), on: writer)
        try await writer.start()
    }

    /// Runs `body` with a stage that is gone afterwards.
    static func with(
        limits: WriterLimits = WriterLimits(), failpoints: Failpoints = .none, isRobbed: Bool = false, _ body: (WriterStage) async throws -> Void
    ) async throws {
        let stage = try await WriterStage(limits: limits, failpoints: failpoints, isRobbed: isRobbed)
        do {
            try await body(stage)
        } catch {
            await stage.stop()
            throw error
        }
        await stage.stop()
    }

    func stop() async {
        await writer.stop()
        loop.stop()
        thief?.stop()
        await test.drop()
    }

    func entry(_ number: Int, of tenant: TenantID, body: String = "hello") -> Entry {
        Entry(id: runtime.ids.next(), owner: tenant, number: Int64(number), body: body)
    }

    /// Submits from a task each, on any thread; outcomes in the items' order.
    func submit(
        _ items: [Entry], as tenant: TenantID? = nil, meanwhile: @escaping @Sendable () async -> Void = {}
    ) async -> [Outcome] {
        await withTaskGroup(of: (Int, Outcome)?.self) { group in
            for (index, item) in items.enumerated() {
                group.addTask { (index, await self.outcome(of: item, as: tenant)) }
            }
            group.addTask {
                await meanwhile()
                return nil
            }
            var outcomes: [Int: Outcome] = [:]
            for await answer in group {
                if let (index, outcome) = answer { outcomes[index] = outcome }
            }
            return items.indices.compactMap { outcomes[$0] }
        }
    }

    /// Submits from a task each, all of which the loop starts in one turn, in the items' order.
    ///
    /// `meanwhile` begins in the same turn, after the last item was handed in.
    func submitInOneTurn(
        _ items: [Entry], as tenant: TenantID? = nil, meanwhile: @escaping @Sendable () async -> Void = {}
    ) async -> [Outcome] {
        await withTaskExecutorPreference(loop) { await submit(items, as: tenant, meanwhile: meanwhile) }
    }

    /// Submits until the writer has a connection again.
    func submitUntilServed(_ item: Entry) async -> Int64 {
        while true {
            if case .success(let outcome) = await outcome(of: item, as: nil) { return outcome }
        }
    }

    private func outcome(of item: Entry, as tenant: TenantID?) async -> Outcome {
        do throws(DatabaseError) {
            return .success(try await entries.submit(item, for: tenant ?? item.owner))
        } catch {
            return .failure(error.code)
        }
    }

    /// Ends the writer's connection from PostgreSQL's side; how many there were.
    @discardableResult
    func cut() async throws -> Int {
        try await Administration.rows(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'herald-writer' AND datname = \(test.name)",
            on: maintenance
        ) { row in try row.next(Bool.self) }.count
    }

    /// The process ids of the writer's connections on PostgreSQL's side.
    func backends() async throws -> [Int32] {
        try await Administration.rows(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'herald-writer' AND datname = \(test.name)", on: maintenance
        ) { row in try row.next(Int32.self) }
    }

    func allowConnections(_ isAllowed: Bool) async throws {
        try await Administration.run(script: "ALTER DATABASE \(test.name) ALLOW_CONNECTIONS \(isAllowed)", on: maintenance)
    }

    func script(_ sql: String) async throws { try await test.script(sql) }

    /// One number for each row, as the superuser sees them.
    func numbers(_ sql: SQL) async throws -> [Int] {
        try await Administration.rows(sql, on: test.owner) { row in try row.next(Int.self) }
    }

    /// The numbers of all entries in the order in which they were written.
    func written() async throws -> [Int] { try await numbers("SELECT number FROM test.entry ORDER BY position") }

    /// Writes an entry in a transaction of its own and holds it until `release` returns; never commits.
    func hold(_ entry: Entry, until release: @escaping @Sendable () -> Void) async {
        try? await test.database.write(as: entry.owner) { tx in
            try tx.run("INSERT INTO test.entry (tenant_id, id, number, body) VALUES (\(entry.owner), \(entry.id), \(entry.number), 'held')")
            release()
            throw CancellationError()
        }
    }
}

extension DatabaseError.Code: Error {}
