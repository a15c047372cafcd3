import Contracts
import Core
import Database
import Events
import Numbers
import TestSupport
import Testing

@Suite struct `Asking who is on WhatsApp` {
    @Test func `each number is answered once, in order, with every address that is known`() async throws {
        try await Stage.with { stage in
            let facts = try await stage.check(["254712345678", "254712340000", "254712345678", "254700000009"])
            #expect(facts.map(\.number.digits) == ["254712345678", "254712340000", "254700000009"])
            #expect(facts.map(\.exists) == [true, false, true])
            #expect(facts.map { $0.jid?.description } == ["254712345678@s.whatsapp.net", nil, "254700000009@s.whatsapp.net"])
            #expect(facts.map { $0.lid?.description } == ["9254712345678@lid", nil, "9254700000009@lid"])
            #expect(facts.allSatisfy { $0.checkedAt == stage.clock.now })
            #expect(stage.session.questions == [["254712345678", "254712340000", "254700000009"]])
        }
    }

    @Test func `what was asked within a day is not asked again`() async throws {
        try await Stage.with { stage in
            let first = try await stage.check(["254712345678", "254712340000"])
            stage.clock.advance(by: Numbers.memory - .seconds(1))
            stage.session.left.withLock { $0 = ["254712345678"] }
            _ = stage.session.questions
            // Only who is new is asked about.
            let second = try await stage.check(["254712340000", "254733333333", "254712345678"])
            #expect(stage.session.questions == [["254733333333"]])
            #expect([second[2], second[0]] == first && second[1].checkedAt == stage.clock.now)
            stage.clock.advance(by: .seconds(1))
            #expect(try await stage.check(["254712345678"]).map(\.exists) == [false])
            #expect(stage.session.questions == [["254712345678"]])
            #expect(try await stage.check(["254712345678"]).map(\.lid) == [nil])
        }
    }

    @Test func `what one tenant knows, or the sandbox, others have to ask for themselves`() async throws {
        try await Stage.with { stage in
            _ = try await stage.check(["254712345678"])
            _ = try await stage.check(["254712345678"], of: stage.other)
            _ = try await stage.check(["254712345678"], from: stage.directory.sandbox)
            #expect(stage.session.questions.count == 3)
            // Another instance of the same tenant need not.
            _ = try await stage.check(["254712345678"], from: stage.directory.second)
            #expect(stage.session.questions.isEmpty)
            await expect(.notFound(.instance)) { try await stage.check(["254712345678"], from: stage.test.runtime.ids.next()) }
        }
    }

    @Test func `an instance that has asked for many waits, and is told how long`() async throws {
        try await Stage.with { stage in
            let full = LookUpAllowance.capacity / Numbers.perRequest
            for list in 0..<full { _ = try await stage.check(Stage.many(list)) }
            _ = stage.session.questions
            await expect(.limited(retryAfter: 2)) { try await stage.check(["254712345678"]) }
            await expect(.limited(retryAfter: 200)) { try await stage.check(Stage.many(full)) }
            #expect(stage.session.questions.isEmpty)
            // What is known costs nothing, and neither does another instance's silence.
            _ = try await stage.check(Stage.many(0))
            _ = try await stage.check(["254712345678"], from: stage.directory.second)
            _ = try await stage.check(["254712345678"], of: stage.other)
            stage.clock.advance(by: .milliseconds(1500))
            await expect(.limited(retryAfter: 1)) { try await stage.check(["254733333333"]) }
            stage.clock.advance(by: .milliseconds(500))
            _ = try await stage.check(["254733333333"])
            await expect(.limited(retryAfter: 2)) { try await stage.check(["254744444444"]) }
        }
    }

    @Test func `what WhatsApp was not asked costs nothing`() async throws {
        try await Stage.with { stage in
            for list in 0..<(LookUpAllowance.capacity / Numbers.perRequest - 1) { _ = try await stage.check(Stage.many(list)) }
            for (failure, problem) in [
                (SendFailure.notConnected, Problem.notReady(.disconnected)), (.overloaded, .unavailable(retryAfter: 1)),
            ] {
                stage.session.failure.withLock { $0 = failure }
                await expect(problem) { try await stage.check(Stage.many(50)) }
            }
            stage.session.failure.withLock { $0 = nil }
            #expect(try await stage.check(Stage.many(50)).count == Numbers.perRequest)
            await expect(.limited(retryAfter: 2)) { try await stage.check(["254712345678"]) }
        }
    }

    @Test func `without a connection there is no answer, not even a known one`() async throws {
        try await Stage.with { stage in
            _ = try await stage.check(["254712345678"])
            for status in [InstanceStatus.created, .disconnected, .loggedOut] {
                stage.directory.status.withLock { $0 = status }
                await expect(.notReady(status)) { try await stage.check(["254712345678"]) }
            }
            #expect(stage.session.questions.count == 1)
        }
    }

    @Test func `one request asks about a hundred at most`() async throws {
        try await Stage.with { stage in
            let rule = Problem.invalid([Violation("/numbers", "must name 1 to 100 numbers")])
            await expect(rule) { try await stage.check([]) }
            await expect(rule) { try await stage.check(Stage.many(0, 101)) }
            let facts = try await stage.check(Stage.many(0, 100))
            #expect(facts.count == 100)
        }
    }

    @Test func `what is old is swept, so much at a time`() async throws {
        try await Stage.with { stage in
            try await stage.test.script(
                """
                INSERT INTO numbers.registration (tenant_id, sandbox, number, checked_at)
                SELECT '\(stage.acme)', false, '2547' || i, '2020-01-01' FROM generate_series(10000000, 10000000 + \(Numbers.sweepBatch + 9)) AS i;
                INSERT INTO numbers.allowance (tenant_id, instance_id, full_at) VALUES ('\(stage.acme)', '\(stage.acme)', '2020-01-01');
                """)
            _ = try await stage.check(["254712345678"])
            let services = stage.numbers.services()
            for service in services { try await service.start() }
            try await eventually("only what is young is left") {
                try await stage.test.count("SELECT (SELECT count(*) FROM numbers.registration) + (SELECT count(*) FROM numbers.allowance)") == 2
            }
            stage.clock.advance(by: Numbers.memory)
            try await eventually("nothing is left") {
                try await stage.test.count("SELECT (SELECT count(*) FROM numbers.registration) + (SELECT count(*) FROM numbers.allowance)") == 0
            }
            for service in services.reversed() { await service.stop() }
        }
    }

    @Test func `a tenant is handed what is known for it, and it is erased bit by bit`() async throws {
        try await Stage.with { stage in
            _ = try await stage.check(["254712345678", "254712340000"])
            _ = try await stage.check(["254712345678"], from: stage.directory.sandbox)
            _ = try await stage.check(["254712345678"], of: stage.other)
            #expect(stage.numbers.kinds == ["number"])
            var records: [JSON] = []
            var cursor: String?
            repeat {
                let page = try await stage.test.database.read(as: stage.acme) { [cursor] tx in
                    try stage.numbers.export("number", of: stage.acme, after: cursor, limit: 1, in: tx)
                }
                records += page.records
                cursor = page.next
            } while cursor != nil
            #expect(records.map { $0["number"]?.string } == ["254712340000", "254712345678", "254712345678"])
            #expect(records.map { $0["sandbox"]?.bool } == [false, false, true])
            #expect(records.map { $0["jid"]?.string } == [nil, "254712345678@s.whatsapp.net", "254712345678@s.whatsapp.net"])
            var erased: [Int] = []
            repeat {
                erased.append(try await stage.test.database.system { tx in try stage.numbers.erase(2, of: stage.acme, in: tx) })
            } while erased.last != 0
            #expect(erased == [2, 1, 2, 0])
            #expect(try await stage.test.count("SELECT count(*) FROM numbers.registration") == 1)
        }
    }

    @Test func `what an instance may ask goes with it`() async throws {
        try await Stage.with { stage in
            try await stage.test.script(
                """
                INSERT INTO accounts.tenant (id, slug, name, time_zone, status, created_at, updated_at)
                VALUES ('\(stage.acme)', 'acme', 'acme', 'UTC', 'active', '2026-01-01', '2026-01-01');
                """)
            _ = try await stage.check(["254712345678"])
            let subscriptions = Subscriptions()
            stage.numbers.subscribe(to: subscriptions)
            subscriptions.freeze()
            let outbox = Outbox(subscriptions, runtime: stage.test.runtime)
            let facts = InstanceFacts(
                id: stage.test.runtime.ids.next(), of: InstanceReference(tenant: stage.acme, id: stage.directory.standard), number: nil,
                occurredAt: stage.clock.now)
            try await stage.test.database.write(as: stage.acme) { tx in try outbox.record(InstanceRemoved(facts), in: tx) }
            let relay = Relay(subscriptions, database: stage.test.database, runtime: stage.test.runtime)
            while try await relay.relay() > 0 {}
            #expect(try await stage.test.count("SELECT count(*) FROM numbers.allowance") == 0)
        }
    }
}
