import Campaigns
import Contracts
import Core
import Database
import TestSupport
import Testing

/// That nobody is written to twice and nobody is left out, whatever dies and however many processes there are.
@Suite struct CrashTests {
    @Test func `a runner that dies after handing over has handed nothing over`() async throws {
        try await Stage.with { stage in
            let numbers = Stage.numbers(700)
            let id = try await stage.campaign(.explicit(numbers))
            for _ in 0..<3 {
                stage.handed.crash(1)
                await #expect(throws: HandedOver.Crash.self) { try await stage.runner.turn() }
                #expect(try await stage.look(id).stats.queued == 0)
                stage.move(by: .seconds(61))
            }
            // Dies in the midst of it, too.
            _ = try await stage.runner.turn()
            try await stage.run()
            #expect(try await stage.recipients() == numbers.map { $0.jid.description })
        }
    }

    @Test func `who dies between two pages is followed by somebody who goes on`() async throws {
        try await Stage.with { stage in
            let numbers = Stage.numbers(900)
            _ = try await stage.campaign(.explicit(numbers))
            let dying = CampaignRunner(
                database: stage.node.database, tenants: stage.node.tenants, optOuts: stage.campaigns, messages: stage.handed,
                runtime: .testing(clock: stage.node.clock, failpoints: try #require(Failpoints("before-commit=error@3"))))
            await #expect(throws: Failpoints.Failure.self) { try await dying.turn() }
            let handed = try await stage.recipients().count
            #expect(handed == 400)
            stage.move(by: .seconds(61))
            try await stage.run()
            #expect(try await stage.recipients() == numbers.map { $0.jid.description })
        }
    }

    @Test func `runners of several processes at the same campaigns write to everybody once`() async throws {
        try await Stage.with { stage in
            let numbers = Stage.numbers(600)
            for _ in 0..<3 { _ = try await stage.campaign(.explicit(numbers)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await stage.run() } }
                try await group.waitForAll()
            }
            try await stage.run()
            let recipients = try await stage.recipients()
            #expect(recipients.count == 1800)
            #expect(Set(recipients).count == 600)
        }
    }

    @Test func `a lease that has ended is somebody else's, and its holder hands nothing over any more`() async throws {
        try await Stage.with { stage in
            _ = try await stage.campaign(.explicit(Stage.numbers(10)))
            // Claimed by a process that has stalled ever since.
            try await stage.node.test.script(
                "UPDATE campaigns.campaign SET lease = '00000000-0000-7000-8000-000000000001', lease_until = '\(stage.node.clock.now + .seconds(60))'"
            )
            try await stage.run()
            #expect(try await stage.recipients().isEmpty)
            stage.move(by: .seconds(60))
            try await stage.run()
            #expect(try await stage.recipients().count == 10)
        }
    }
}
