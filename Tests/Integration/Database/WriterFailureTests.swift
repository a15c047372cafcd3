import Core
import Database
import Dispatch
import Glibc
import Net
import TestSupport
import Testing

/// What a caller sees when the connection or PostgreSQL fails under it.
@Suite struct WriterFailureTests {
    @Test func `nothing is lost and nothing is doubled while the connection is cut again and again`() async throws {
        try await WriterStage.with { stage async throws in
            let cuts = Lock(0)
            async let load: Int = {
                var rounds = 0
                while cuts.withLock({ $0 }) < 10 {
                    let items = (0..<100).map { stage.entry(rounds * 100 + $0, of: $0 % 2 == 0 ? stage.acme : stage.globex) }
                    #expect(await stage.submit(items) == items.map { .success($0.number * 2) })
                    rounds += 1
                }
                return rounds
            }()
            while cuts.withLock({ $0 }) < 10 {
                let cut = try await stage.cut()
                cuts.withLock { $0 += cut }
            }
            let rounds = await load
            #expect(try await stage.written().sorted() == Array(0..<rounds * 100))
        }
    }

    @Test func `a batch whose answer is lost after the commit is sent again and stays there once`() async throws {
        try await WriterStage.with(isRobbed: true) { stage async throws in
            let thief = try #require(stage.thief)
            for round in 0..<5 {
                thief.arm()
                let items = (0..<20).map { stage.entry(round * 20 + $0, of: $0 % 2 == 0 ? stage.acme : stage.globex) }
                #expect(await stage.submitInOneTurn(items) == items.map { .success($0.number * 2) })
                #expect(thief.stolen == round + 1)
            }
            #expect(try await stage.written().sorted() == Array(0..<100))
        }
    }

    @Test func `a frozen backend is given up and its batch is committed on another connection`() async throws {
        var limits = WriterLimits()
        limits.answerDeadline = .milliseconds(300)
        try await WriterStage.with(limits: limits) { stage async throws in
            let pid = try #require(await stage.backends().first)
            kill(pid, SIGSTOP)
            defer { kill(pid, SIGCONT) }
            let items = (0..<20).map { stage.entry($0, of: stage.acme) }
            #expect(await stage.submitInOneTurn(items) == items.map { .success($0.number * 2) })
            #expect(try await stage.backends() != [pid])
            // Awake again, the frozen one finds the batch in its socket and commits it, unless its rows are there.
            kill(pid, SIGCONT)
            while try await stage.backends().contains(pid) { await Task.yield() }
            #expect(try await stage.written() == Array(0..<20))
        }
    }

    @Test func `a commit that stays unconfirmed is reported as unknown`() async throws {
        var limits = WriterLimits()
        limits.answerDeadline = .milliseconds(200)
        limits.resolveDeadline = .milliseconds(300)
        try await WriterStage.with(limits: limits) { stage async throws in
            let pid = try #require(await stage.backends().first)
            try await stage.allowConnections(false)
            kill(pid, SIGSTOP)
            defer { kill(pid, SIGCONT) }
            #expect(await stage.submit([stage.entry(1, of: stage.acme)]) == [.failure(.unknownOutcome)])
            kill(pid, SIGCONT)
            try await stage.allowConnections(true)
            #expect(await stage.submitUntilServed(stage.entry(2, of: stage.acme)) == 4)
        }
    }

    @Test func `without a connection callers are told to come back, and served once there is one`() async throws {
        var limits = WriterLimits()
        limits.connectionGrace = .milliseconds(200)
        try await WriterStage.with(limits: limits) { stage async throws in
            try await stage.allowConnections(false)
            try await stage.cut()
            while try await stage.backends() != [] { await Task.yield() }
            #expect(await stage.submit([stage.entry(1, of: stage.acme)]) == [.failure(.unavailable(retryAfter: DatabaseError.retryAfter))])
            try await stage.allowConnections(true)
            #expect(await stage.submitUntilServed(stage.entry(2, of: stage.acme)) == 4)
            #expect(try await stage.written() == [2])
        }
    }

    @Test func `a row that somebody else holds costs its own tenant's statement only`() async throws {
        var limits = WriterLimits()
        limits.lockTimeout = .milliseconds(150)
        try await WriterStage.with(limits: limits) { stage async throws in
            let held = stage.entry(1, of: stage.acme)
            let (isHeld, holds) = AsyncStream.makeStream(of: Void.self)
            let release = DispatchSemaphore(value: 0)
            async let holder: Void = stage.hold(held) {
                holds.yield()
                release.wait()
            }
            for await _ in isHeld { break }
            let outcomes = await stage.submitInOneTurn([held, stage.entry(2, of: stage.globex)])
            #expect(outcomes == [.failure(.conflict), .success(4)])
            release.signal()
            await holder
        }
    }

    @Test func `a statement that cannot be prepared fails alone`() async throws {
        try await WriterStage.with { stage async throws in
            try await stage.script("ALTER TABLE test.entry RENAME COLUMN body TO text")
            async let refused = stage.submit([stage.entry(1, of: stage.acme)])
            async let probe = stage.probes.submit(1, for: stage.acme)
            #expect(await refused == [.failure(.refused(sqlState: "42703"))])
            #expect(try await probe == "app_tenant \(stage.acme)")
        }
    }

    @Test func `a writer that cannot connect says so at the start`() async throws {
        let loop = EventLoop(name: "writer")
        loop.start()
        let writer = Writer(settings: ConnectionSettings("host=/nowhere dbname=none"), loop: loop, runtime: .testing())
        await expectCode(.unavailable(retryAfter: DatabaseError.retryAfter)) { try await writer.start() }
        await writer.stop()
        loop.stop()
    }
}
