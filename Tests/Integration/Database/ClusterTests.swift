import Core
import Database
import Glibc
import TestSupport
import Testing

/// A private PostgreSQL that is killed, frozen, left over and misconfigured. One at a time: each has a cluster of its own.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ClusterTests {
    private let tenant = TenantID(high: 0x7001, low: 0x8000_0000_0000_0001)
    private let clock = SystemClock()

    /// A running cluster with the schema, and brackets on it.
    private func withCluster(_ body: (EmbeddedCluster, Database, ConnectionSettings) async throws -> Void) async throws {
        let cluster = try await PostgresCluster.start()
        let (owner, service) = (try #require(cluster.owner), try #require(cluster.service))
        try await Migrator(PostgresCluster.migrations, settings: owner, runtime: .testing()).migrate()
        let database = Database(service, runtime: .testing())
        do {
            try await body(cluster, database, owner)
        } catch {
            if let process = cluster.process { Processes.thaw(process) }
            await database.close()
            await cluster.stop()
            throw error
        }
        await database.close()
        await cluster.stop()
    }

    private func probe(_ database: Database) async throws {
        try await database.write(as: tenant) { tx in try tx.run("SELECT 1") }
    }

    /// Returns once a bracket works again.
    private func recover(_ database: Database) async throws {
        try await eventually("the database is back", within: .seconds(30)) {
            do {
                try await probe(database)
                return true
            } catch is DatabaseError {
                return false
            }
        }
    }

    @Test func `while PostgreSQL is frozen every caller is refused, whoever waits longest within two seconds, and afterwards it goes on`()
        async throws
    {
        // What they wait by is known; how late a busy machine notices that the time is over says nothing about it.
        let settings = ConnectionSettings("")
        #expect(settings.acquireTimeout + settings.openingTimeout < .seconds(2))
        try await withCluster { cluster, database, _ async throws in
            try await probe(database)
            let process = try #require(cluster.process)
            Processes.freeze(process)
            let refusals = await withTaskGroup(of: DatabaseError.Code?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            try await probe(database)
                            return nil
                        } catch {
                            return (error as? DatabaseError)?.code
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(refusals.allSatisfy { $0 == .unavailable(retryAfter: .seconds(1)) })
            Processes.thaw(process)
            try await recover(database)
        }
    }

    @Test func `a killed PostgreSQL is started again, and what was committed is there`() async throws {
        try await withCluster { cluster, database, owner async throws in
            try await Administration.run(script: "CREATE TABLE public.kept (id integer); INSERT INTO public.kept VALUES (1)", on: owner)
            try await probe(database)
            let process = try #require(cluster.process)
            Processes.destroy(process)
            await #expect(throws: DatabaseError.self) {
                // The first may still meet the closing socket.
                try await probe(database)
                try await probe(database)
                throw DatabaseError(.unreadable)
            }
            try await recover(database)
            let kept = try await Administration.rows("SELECT count(*) FROM public.kept", on: owner) { row in try row.next(Int.self) }
            #expect(kept == [1])
            #expect(cluster.process != process)
        }
    }

    @Test func `a second server is refused the same directory in one clear line`() async throws {
        try await withCluster { cluster, _, _ async throws in
            let directory = try #require(cluster.dataDirectory?.dropLast("/postgres".count))
            let second = EmbeddedCluster(
                ClusterSettings(directory: String(directory), searchPath: TestFiles.searchPath), runtime: .testing())
            await #expect(throws: ClusterError.inUse(directory: String(directory), by: "\(getpid())")) { try await second.start() }
        }
    }

    @Test func `a directory with a very long name works too`() async throws {
        let directory = TestFiles.makeDirectory() + "/" + String(repeating: "long", count: 30)
        let cluster = EmbeddedCluster(
            ClusterSettings(directory: directory, searchPath: TestFiles.searchPath, deathSignal: SIGQUIT), runtime: .testing())
        try await cluster.start()
        let one = try await Administration.rows("SELECT 1", on: try #require(cluster.service)) { row in try row.next(Int.self) }
        #expect(one == [1])
        await cluster.stop()
    }

    @Test func `a PostgreSQL that a killed server left behind is ended, and its data are served`() async throws {
        let cluster = try await PostgresCluster.start()
        let (data, owner) = (try #require(cluster.dataDirectory), try #require(cluster.owner))
        try await Administration.run(script: "CREATE TABLE public.kept (id integer)", on: owner)
        let program = try program(of: cluster)
        let directory = String(data.dropLast("/postgres".count))
        await cluster.stop()
        let stray = try Processes.start(
            program, ["-D", data, "-k", directory + "/run", "-c", "listen_addresses=", "-c", "logging_collector=on"], as: "postgres")
        try await waitUntilServing(owner)

        let next = EmbeddedCluster(
            ClusterSettings(directory: directory, searchPath: TestFiles.searchPath, deathSignal: SIGQUIT), runtime: .testing())
        try await next.start()
        var status: Int32 = 0
        #expect(waitpid(stray, &status, 0) == stray)
        let kept = try await Administration.rows("SELECT count(*) FROM public.kept", on: owner) { row in try row.next(Int.self) }
        #expect(kept == [0])
        await next.stop()
    }

    @Test func `a pid file that names somebody else's process does not keep PostgreSQL from starting`() async throws {
        let cluster = try await PostgresCluster.start()
        let data = try #require(cluster.dataDirectory)
        Processes.destroy(try #require(cluster.process))
        cluster.abandon()
        await cluster.stop()
        let file = try #require(fopen(data + "/postmaster.pid", "w"))
        fputs("\(getpid())\n\(data)\n1767323045\n5432\n/tmp\n\n0 0\nready\n", file)
        fclose(file)
        try await cluster.start()
        let one = try await Administration.rows("SELECT 1", on: try #require(cluster.owner)) { row in try row.next(Int.self) }
        #expect(one == [1])
        await cluster.stop()
    }

    @Test func `a server refuses to start where PostgreSQL could lose what it confirmed`() async throws {
        let cluster = try await PostgresCluster.start()
        let (data, owner, service) = (try #require(cluster.dataDirectory), try #require(cluster.owner), try #require(cluster.service))
        try await Migrator(PostgresCluster.migrations, settings: owner, runtime: .testing()).migrate()
        let program = try program(of: cluster)
        await cluster.stop()
        for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
            let process = try Processes.start(
                program, ["-D", data, "-k", String(data.dropLast("/postgres".count)) + "/run", "-c", "listen_addresses=", "-c", "\(setting)=off"],
                as: "postgres")
            try await waitUntilServing(owner)
            await #expect(throws: ServerCheckError.unsafeSetting(name: setting, value: "off")) {
                try await ServerCheck(service, migrations: PostgresCluster.migrations).run()
            }
            kill(process, SIGQUIT)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
    }

    private func waitUntilServing(_ settings: ConnectionSettings) async throws {
        let deadline = clock.monotonic + .seconds(20)
        while true {
            do {
                return try await Administration.run(script: "SELECT 1", on: settings)
            } catch {
                guard clock.monotonic < deadline else { throw error }
            }
        }
    }

    private func program(of cluster: EmbeddedCluster) throws -> String {
        let process = try #require(cluster.process)
        let resolved = try #require(realpath("/proc/\(process)/exe", nil))
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
