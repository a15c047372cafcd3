import Core
import Database
import Testing

@Suite struct WriterTests {
    @Test func `every caller gets its own outcome and every row is there once`() async throws {
        try await WriterStage.with { stage async throws in
            let items = (0..<2000).map { stage.entry($0, of: $0 % 2 == 0 ? stage.acme : stage.globex) }
            #expect(await stage.submit(items) == items.map { .success($0.number * 2) })
            #expect(try await stage.written().sorted() == Array(0..<2000))
        }
    }

    @Test func `what is handed in during one turn of the loop is one commit, tenant by tenant, in order`() async throws {
        try await WriterStage.with { stage async throws in
            let items = (0..<100).map { stage.entry($0, of: $0 % 2 == 0 ? stage.globex : stage.acme) }
            #expect(await stage.submitInOneTurn(items) == items.map { .success($0.number * 2) })
            #expect(try await stage.numbers("SELECT count(DISTINCT xmin::text) FROM test.entry") == [1])
            #expect(try await stage.written() == Array(stride(from: 1, to: 100, by: 2)) + Array(stride(from: 0, to: 100, by: 2)))
        }
    }

    @Test func `a batch never holds more rows than it may and the oldest go first`() async throws {
        var limits = WriterLimits()
        limits.rowsPerBatch = 30
        try await WriterStage.with(limits: limits) { stage async throws in
            let items = (0..<100).map { stage.entry($0, of: stage.acme) }
            #expect(await stage.submitInOneTurn(items) == items.map { .success($0.number * 2) })
            let batches = try await stage.numbers("SELECT count(*) FROM test.entry GROUP BY xmin::text ORDER BY min(position)")
            #expect(batches == [30, 30, 30, 10])
            #expect(try await stage.written() == Array(0..<100))
        }
    }

    @Test func `a row of another tenant is refused and only its caller hears of it`() async throws {
        try await WriterStage.with { stage async throws in
            var items = (0..<50).map { stage.entry($0, of: stage.acme) }
            items[17].owner = stage.globex
            let outcomes = await stage.submitInOneTurn(items, as: stage.acme)
            for (index, outcome) in outcomes.enumerated() where index != 17 { #expect(outcome == .success(Int64(index * 2))) }
            #expect(outcomes[17] == .failure(.refused(sqlState: "42501")))
            #expect(try await stage.written().count == 49)
        }
    }

    @Test(arguments: [[0], [99], [3, 4, 50]])
    func `only the guilty of a hundred rows fail and the others keep their order`(_ guilty: [Int]) async throws {
        try await WriterStage.with { stage async throws in
            var items = (0..<100).map { stage.entry($0, of: $0 < 70 ? stage.acme : stage.globex) }
            for index in guilty { items[index].body = "poison" }
            let outcomes = await stage.submitInOneTurn(items)
            for (index, outcome) in outcomes.enumerated() {
                let isGuilty = guilty.contains(index)
                #expect(outcome == (isGuilty ? .failure(.constraint("entry_body")) : .success(Int64(index * 2))))
            }
            #expect(try await stage.written() == (0..<100).filter { !guilty.contains($0) })
        }
    }

    @Test func `a row that only the commit refuses is found too`() async throws {
        try await WriterStage.with { stage async throws in
            var items = (0..<40).map { stage.entry($0, of: $0 % 2 == 0 ? stage.acme : stage.globex) }
            items[11].parent = stage.runtime.ids.next()
            let outcomes = await stage.submitInOneTurn(items)
            for (index, outcome) in outcomes.enumerated() {
                #expect(outcome == (index == 11 ? .failure(.constraint("entry_parent")) : .success(Int64(index * 2))))
            }
        }
    }

    @Test func `every tenant's statement runs as that tenant`() async throws {
        try await WriterStage.with { stage async throws in
            for _ in 0..<3 {
                async let first = stage.probes.submit(1, for: stage.acme)
                async let second = stage.probes.submit(1, for: stage.globex)
                #expect(try await first == "app_tenant \(stage.acme)")
                #expect(try await second == "app_tenant \(stage.globex)")
            }
        }
    }

    @Test func `writes of two kinds share a commit`() async throws {
        try await WriterStage.with { stage async throws in
            async let entry = stage.entries.submit(stage.entry(4, of: stage.acme), for: stage.acme)
            async let probe = stage.probes.submit(1, for: stage.acme)
            #expect(try await entry == 8)
            #expect(try await probe == "app_tenant \(stage.acme)")
        }
    }

    @Test func `an item larger than the socket's buffers is written whole`() async throws {
        try await WriterStage.with { stage async throws in
            let body = String(repeating: "grüße ", count: 600_000)
            let items = (0..<4).map { stage.entry($0, of: stage.acme, body: body) }
            #expect(await stage.submitInOneTurn(items) == items.map { .success($0.number * 2) })
            #expect(try await stage.numbers("SELECT DISTINCT length(body) FROM test.entry") == [3_600_000])
        }
    }

    @Test func `a cancelled caller still hears that its row is committed`() async throws {
        try await WriterStage.with { stage async throws in
            let item = stage.entry(1, of: stage.acme)
            let task = Task { try await stage.entries.submit(item, for: stage.acme) }
            task.cancel()
            #expect(try await task.value == 2)
        }
    }

    @Test func `beyond the bound callers are refused at once and the others are served`() async throws {
        var limits = WriterLimits()
        limits.queuedRows = 50
        try await WriterStage.with(limits: limits) { stage async throws in
            let items = (0..<80).map { stage.entry($0, of: stage.acme) }
            let outcomes = await stage.submitInOneTurn(items)
            #expect(outcomes[..<50].allSatisfy { (try? $0.get()) != nil })
            #expect(outcomes[50...].allSatisfy { $0 == .failure(.overloaded) })
            #expect(try await stage.written() == Array(0..<50))
            #expect(await stage.submit([stage.entry(81, of: stage.acme)]) == [.success(162)])
        }
    }

    @Test func `stopping commits what is queued and turns away what comes later`() async throws {
        try await WriterStage.with { stage async throws in
            let items = (0..<500).map { stage.entry($0, of: stage.acme) }
            let outcomes = await stage.submitInOneTurn(items) { await stage.writer.stop() }
            #expect(outcomes == items.map { .success($0.number * 2) })
            #expect(await stage.submit([stage.entry(1, of: stage.acme)]) == [.failure(.unavailable(retryAfter: DatabaseError.retryAfter))])
        }
    }

    @Test func `a failure just before the commit leaves nothing behind`() async throws {
        let failpoints = try #require(Failpoints("before-commit=error"))
        try await WriterStage.with(failpoints: failpoints) { stage async throws in
            let outcomes = await stage.submitInOneTurn((0..<5).map { stage.entry($0, of: stage.acme) })
            #expect(outcomes.allSatisfy { $0 == .failure(.unavailable(retryAfter: DatabaseError.retryAfter)) })
            #expect(try await stage.written() == [])
        }
    }
}
