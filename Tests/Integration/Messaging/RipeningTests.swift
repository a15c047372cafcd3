import Contracts
import Core
import Database
import TestSupport
import Testing

@testable import Messaging

/// What is scheduled comes in when its time has come by the database's clock: not before, not twice, and in order.
@Suite struct RipeningTests {
    @Test func `what is not due stays where it is, and is looked at when it is`() async throws {
        try await RipeningStage.with { stage in
            #expect(try await stage.ripener().turn() == Ripener.longestPause)
            try await stage.schedule(1, from: "1 hour")
            #expect(try await stage.ripener().turn() == Ripener.longestPause)
            try await stage.schedule(1, from: "-200 milliseconds")
            let pause = try await stage.ripener().turn()
            #expect(pause > .zero && pause < Ripener.longestPause)
            #expect(try await stage.count("scheduled") == 2)
            #expect(try await stage.used() == 0)
        }
    }

    @Test func `what was due while nobody looked comes in a batch at a time, the one due longest first`() async throws {
        try await RipeningStage.with { stage in
            try await stage.schedule(1500, from: "-3600 seconds")
            #expect(try await stage.ripener().turn() == .zero)
            #expect(try await stage.count("queued") == RipeningStore.batch)
            let inOrder: SQL = """
                SELECT count(*) FROM messaging.message WHERE state = 'queued'
                   AND send_at > (SELECT min(send_at) FROM messaging.message WHERE state = 'scheduled')
                """
            #expect(try await stage.node.test.count(inOrder) == 0)
            #expect(try await stage.node.test.count("SELECT count(*) FROM messaging.schedule WHERE state = 'started'") == 1)
            _ = try await stage.ripener().turn()
            #expect(try await stage.count("queued") == 1500)
        }
    }

    @Test func `several processes bring each message in once, and count it once`() async throws {
        try await RipeningStage.with { stage in
            for _ in 0..<6 { try await stage.schedule(500, from: "-600 seconds") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    let ripener = stage.ripener()
                    group.addTask {
                        while try await stage.count("scheduled") > 0 { _ = try await ripener.turn() }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await stage.count("queued") == 3000)
            #expect(try await stage.used() == 3000)
        }
    }

    @Test func `what the day has no room for fails and is told, and the rest goes`() async throws {
        try await RipeningStage.with(plan: "free") { stage in
            try await stage.schedule(150, from: "-10 minutes")
            let days: SQL = "SELECT count(DISTINCT (due_at AT TIME ZONE 'UTC')::date) FROM messaging.message"
            let room = 100 * (try await stage.node.test.count(days))
            _ = try await stage.ripener().turn()
            let (queued, failed) = (try await stage.count("queued"), try await stage.count("failed"))
            #expect(queued + failed == 150)
            // The allowance of each day that they are due on: of two if midnight has just passed.
            #expect(queued >= 100 && queued <= room)
            #expect(try await stage.used() == queued)
            #expect(
                try await stage.node.test.count(
                    "SELECT count(*) FROM messaging.message WHERE state = 'failed' AND error_code = 'quota_exceeded' AND ended_at IS NOT NULL")
                    == failed)
            #expect(try await stage.node.test.count("SELECT count(*) FROM events.delivery WHERE event = \(MessageFailed.name)") == failed)
            #expect(
                try await stage.node.test.count(
                    """
                    SELECT count(*) FROM messaging.message f, messaging.message q
                     WHERE f.state = 'failed' AND q.state = 'queued' AND f.due_at < q.due_at AND f.due_at::date = q.due_at::date
                    """) == 0)
        }
    }

    @Test func `what comes due for an instance that has lost its link fails, and is not counted`() async throws {
        try await RipeningStage.with { stage in
            try await stage.schedule(3, from: "-10 seconds", isLinked: false)
            try await stage.schedule(2, from: "-10 seconds")
            _ = try await stage.ripener().turn()
            #expect(try await stage.count("queued") == 2)
            #expect(try await stage.node.test.count("SELECT count(*) FROM messaging.message WHERE error_code = 'instance_gone'") == 3)
            #expect(try await stage.used() == 2)
            #expect(try await stage.node.test.count("SELECT count(*) FROM events.delivery WHERE event = \(MessageFailed.name)") == 3)
        }
    }

    @Test func `a process that dies before its commit leaves everything as it was`() async throws {
        try await RipeningStage.with { stage in
            try await stage.schedule(10, from: "-60 seconds")
            let dying = stage.ripener(.testing(failpoints: try #require(Failpoints("before-ripening-commit=error"))))
            await #expect(throws: Failpoints.Failure.self) { try await dying.turn() }
            #expect(try await stage.count("scheduled") == 10)
            #expect(try await stage.used() == 0)
            #expect(try await stage.node.test.count("SELECT count(*) FROM messaging.schedule WHERE state = 'pending'") == 1)
            // One that dies after it has brought them in and rung for nobody: the next look finds them in the queue.
            let mute = stage.ripener(.testing(failpoints: try #require(Failpoints("after-ripening=error"))))
            await #expect(throws: Failpoints.Failure.self) { try await mute.turn() }
            _ = try await stage.ripener().turn()
            #expect(try await stage.count("queued") == 10)
            #expect(try await stage.used() == 10)
        }
    }

    @Test func `a process whose clock is a year behind brings in what is due by the database's, in order, and so that it can be sent`() async throws {
        try await RipeningStage.with { stage in
            try await stage.schedule(50, from: "-60 seconds")
            _ = try await stage.ripener(stage.node.runtime).turn()
            #expect(try await stage.count("queued") == 50)
            let late = stage.node.clock.now + .seconds(1)
            #expect(try await stage.node.test.count("SELECT count(*) FROM messaging.message WHERE due_at > \(late)") == 0)
            let inOrder: SQL = """
                SELECT count(*) FROM (SELECT send_at < lag(send_at) OVER (ORDER BY due_at) AS is_late FROM messaging.message) AS m WHERE is_late
                """
            #expect(try await stage.node.test.count(inOrder) == 0)
            #expect(try await stage.node.test.count("SELECT count(DISTINCT due_at) FROM messaging.message") == 50)
        }
    }

    @Test func `tens of thousands that are due at once come in within seconds`() async throws {
        try await RipeningStage.with { stage in
            try await stage.node.test.script("UPDATE billing.subscription SET overrides = '{\"messages_per_day\": \"unlimited\"}'")
            for _ in 0..<4 { try await stage.schedule(5000, from: "-6000 seconds") }
            let ripener = stage.ripener()
            let clock = SystemClock()
            let start = clock.monotonic
            while try await ripener.turn() == .zero {}
            let taken = clock.monotonic - start
            #expect(try await stage.count("queued") == 20_000)
            // A tenth of what is promised, for machines that do much else meanwhile.
            #expect(taken < .seconds(100), "\(taken)")
        }
    }
}
