import Campaigns
import Contracts
import Core
import Database
import TestSupport
import Testing

/// Pausing, resuming, cancelling and repeating.
@Suite struct SteeringTests {
    @Test func `a paused campaign stands still with its messages, and goes on where it was`() async throws {
        try await Stage.with { stage in
            let id = try await stage.campaign(.explicit(Stage.numbers(1200)))
            try await stage.run()
            let paused = try await stage.campaigns.pauseCampaign(id, through: stage.handed, as: stage.caller)
            #expect(paused.status == .paused)
            #expect(try await stage.node.test.count("SELECT count(*) FROM outside.handed WHERE state = 'held'") == 1000)
            stage.move(by: .seconds(3600))
            try await stage.run()
            #expect(try await stage.recipients().count == 1000)
            await #expect(throws: Problem.conflict(.campaignStatus)) {
                try await stage.campaigns.pauseCampaign(id, through: stage.handed, as: stage.caller)
            }
            #expect(try await stage.campaigns.resumeCampaign(id, through: stage.handed, as: stage.caller).status == .running)
            #expect(try await stage.node.test.count("SELECT count(*) FROM outside.handed WHERE state = 'queued'") == 1000)
            try await stage.sendEverything()
            try await stage.run()
            #expect(Set(try await stage.recipients()).count == 1200)
        }
    }

    @Test func `a campaign that is paused before its time is scheduled again when it is resumed`() async throws {
        try await Stage.with { stage in
            let id = try await stage.campaign(.explicit(Stage.numbers(1)), at: stage.node.clock.now + .seconds(60))
            _ = try await stage.campaigns.pauseCampaign(id, through: stage.handed, as: stage.caller)
            stage.move(by: .seconds(30))
            #expect(try await stage.campaigns.resumeCampaign(id, through: stage.handed, as: stage.caller).status == .scheduled)
            try await stage.run()
            #expect(try await stage.recipients().isEmpty)
            stage.move(by: .seconds(30))
            try await stage.run()
            #expect(try await stage.recipients().count == 1)
        }
    }

    @Test func `a cancelled campaign takes back what waits and writes to nobody else`() async throws {
        try await Stage.with { stage in
            let id = try await stage.campaign(.explicit(Stage.numbers(1300)))
            try await stage.run()
            try await stage.node.test.script("UPDATE outside.handed SET state = 'sent' WHERE at <= 100")
            _ = try await stage.campaigns.cancelCampaign(id, through: stage.handed, as: stage.caller)
            try await stage.run()
            let cancelled = try await stage.look(id)
            #expect(cancelled.status == .cancelled)
            #expect(cancelled.stats.queued == 0 && cancelled.stats.sent == 100 && cancelled.stats.cancelled == 1200)
            for act in [stage.campaigns.cancelCampaign, stage.campaigns.pauseCampaign, stage.campaigns.resumeCampaign] {
                await #expect(throws: Problem.conflict(.campaignStatus)) { _ = try await act(id, stage.handed, stage.caller) }
            }
        }
    }

    @Test func `a daily campaign goes out at the same local time, whatever the clocks do`() async throws {
        // In Paris the clocks go back on 26 October 2025.
        try await Stage.with(timeZone: "Europe/Paris") { stage in
            let contacts = try await stage.contacts(2)
            let first = try #require(Instant(rfc3339: "2025-10-25T07:00:00Z"))
            let id = try await stage.campaign(.all, repetition: .daily, at: first)
            stage.node.clock.advance(by: first - stage.node.clock.now)
            try await stage.run()
            #expect(try await stage.recipients().count == 2)
            #expect(try await stage.look(id).status == .scheduled)
            #expect(try await stage.look(id).nextAt == Instant(rfc3339: "2025-10-26T08:00:00Z"))
            try await stage.sendEverything()
            // The contact that has gone meanwhile is not written to, and nobody counts on it.
            try await stage.campaigns.removeContact(contacts[0].id, as: stage.caller)
            stage.node.clock.advance(by: .seconds(25 * 3600) - .milliseconds(1))
            try await stage.run()
            #expect(try await stage.recipients().count == 2)
            stage.move(by: .milliseconds(1))
            try await stage.run()
            #expect(try await stage.recipients().count == 3)
            #expect(try await stage.look(id).nextAt == Instant(rfc3339: "2025-10-27T08:00:00Z"))
            #expect(try await stage.look(id).stats.planned == 3)
            // What was missed is not made up for more than once.
            stage.move(by: .seconds(5 * 86_400 + 3600))
            try await stage.run()
            #expect(try await stage.recipients().count == 4)
            #expect(try await stage.look(id).nextAt == Instant(rfc3339: "2025-11-01T08:00:00Z"))
        }
    }

    @Test(
        arguments: [
            // Skipped: the first instant after the gap. Shown twice: the first of the two.
            ("Europe/Paris", "2026-03-29T02:30:00", "2026-03-29T01:00:00Z"), ("Europe/Paris", "2025-10-26T02:30:00", "2025-10-26T00:30:00Z"),
            ("America/New_York", "2026-03-08T02:00:00", "2026-03-08T07:00:00Z"), ("America/New_York", "2025-11-02T01:59:59", "2025-11-02T05:59:59Z"),
            ("Australia/Lord_Howe", "2025-10-05T02:15:00", "2025-10-04T15:30:00Z"), ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T10:00:00Z"),
            ("UTC", "2026-01-01T00:00:00", "2026-01-01T00:00:00Z"), ("Asia/Kolkata", "2026-01-01T00:00:00", "2025-12-31T18:30:00Z"),
        ])
    func `a local time is the instant that was decided`(_ zone: String, _ local: String, _ instant: String) async throws {
        try await TestDatabase.with { test in
            let found = try await test.database.system { tx in
                try tx.first("SELECT campaigns.instant(\(local)::timestamp, \(zone))") { row in try row.next(Instant.self) }
            }
            #expect(found == Instant(rfc3339: instant))
        }
    }

    @Test func `a weekly campaign goes out on the same day of the week`() async throws {
        try await Stage.with(timeZone: "Africa/Nairobi") { stage in
            let start = stage.node.clock.now
            let id = try await stage.campaign(.explicit(Stage.numbers(1)), repetition: .weekly)
            try await stage.run()
            #expect(try await stage.look(id).nextAt == start + .seconds(7 * 86_400))
            stage.move(by: .seconds(7 * 86_400))
            try await stage.run()
            #expect(try await stage.recipients().count == 2)
        }
    }

    @Test func `a campaign needs a linked instance, and to resume, too`() async throws {
        try await Stage.with { stage in
            stage.directory.become(.loggedOut)
            await #expect(throws: Problem.notReady(.loggedOut)) { try await stage.campaign(.all) }
            stage.directory.become(.connected)
            let id = try await stage.campaign(.all)
            _ = try await stage.campaigns.pauseCampaign(id, through: stage.handed, as: stage.caller)
            stage.directory.become(.loggedOut)
            await #expect(throws: Problem.notReady(.loggedOut)) {
                try await stage.campaigns.resumeCampaign(id, through: stage.handed, as: stage.caller)
            }
        }
    }
}
