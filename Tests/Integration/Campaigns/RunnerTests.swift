import Campaigns
import Contracts
import Core
import Database
import TestSupport
import Testing

/// How campaigns go through their recipients.
@Suite struct RunnerTests {
    @Test func `everybody named is written to once, and the campaign is over when the messages are`() async throws {
        try await Stage.with { stage in
            let numbers = Stage.numbers(450)
            let id = try await stage.campaign(.explicit(numbers.reversed() + numbers))
            #expect(try await stage.look(id).stats.planned == 450)
            try await stage.run()
            #expect(try await stage.recipients() == numbers.map { $0.jid.description })
            #expect(try await stage.look(id).status == .running)
            try await stage.sendEverything()
            stage.move(by: .seconds(1))
            try await stage.run()
            let done = try await stage.look(id)
            #expect(done.status == .completed)
            #expect(done.stats.planned == 450 && done.stats.sent == 450 && done.stats.queued == 0)
            stage.move(by: .seconds(86_400))
            try await stage.run()
            #expect(try await stage.recipients().count == 450)
        }
    }

    @Test func `a campaign waits for its time`() async throws {
        try await Stage.with { stage in
            let id = try await stage.campaign(.explicit(Stage.numbers(1)), at: stage.node.clock.now + .seconds(60))
            stage.move(by: .milliseconds(59_999))
            try await stage.run()
            #expect(try await stage.recipients().isEmpty)
            #expect(try await stage.look(id).status == .scheduled)
            stage.move(by: .milliseconds(1))
            try await stage.run()
            #expect(try await stage.recipients().count == 1)
        }
    }

    @Test func `tags choose contacts, each once, and all means all`() async throws {
        try await Stage.with { stage in
            let (gold, silver) = (Stage.numbers(4)[0], Stage.numbers(4)[1])
            for (number, tags) in zip(Stage.numbers(4), [["gold", "vip"], ["silver"], [], ["bronze"]]) {
                _ = try await stage.campaigns.createContact(NewContact(number: number, tags: tags), as: stage.caller)
            }
            _ = try await stage.campaign(.tags(["gold", "silver", "vip"]))
            try await stage.run()
            #expect(try await stage.recipients() == [gold, silver].map { $0.jid.description })
            _ = try await stage.campaign(.all)
            try await stage.run()
            #expect(try await stage.recipients().count == 6)
        }
    }

    @Test func `a group is one message`() async throws {
        try await Stage.with { stage in
            let group = try #require(JID("120363000000000001@g.us"))
            let id = try await stage.campaign(.group(group))
            try await stage.run()
            #expect(try await stage.recipients() == [group.description])
            #expect(try await stage.look(id).stats.planned == 1)
        }
    }

    @Test func `each is written to in their own words, and who cannot be is counted and left out`() async throws {
        try await Stage.with { stage in
            let contacts = try await stage.contacts(2)
            let stranger = try #require(PhoneNumber("254799999999"))
            let id = try await stage.campaign(.explicit(contacts.map(\.number) + [stranger]), saying: "Hi {{contact.name}} from {{instance.name}}")
            try await stage.run()
            #expect(try await stage.texts() == ["Hi Nr. 0 from Shop", "Hi Nr. 1 from Shop"])
            let stats = try await stage.look(id).stats
            #expect(stats.planned == 3 && stats.queued == 2 && stats.failed == 1)
        }
    }

    @Test func `whoever opts out between planning and sending is not written to`() async throws {
        try await Stage.with { stage in
            let contacts = try await stage.contacts(3)
            let id = try await stage.campaign(.all, at: stage.node.clock.now + .seconds(60))
            _ = try await stage.campaigns.changeContact(contacts[1].id, ContactChange(isOptedOut: true), as: stage.caller)
            stage.move(by: .seconds(60))
            try await stage.run()
            #expect(try await stage.recipients() == [contacts[0], contacts[2]].map { $0.number.jid.description })
            let stats = try await stage.look(id).stats
            #expect(stats.planned == 3 && stats.queued == 2 && stats.optedOut == 1)
            // Nor is a number that is named, though the contact is gone.
            try await stage.campaigns.removeContact(contacts[1].id, as: stage.caller)
            _ = try await stage.campaign(.explicit([contacts[1].number]))
            try await stage.run()
            #expect(try await stage.recipients().count == 2)
        }
    }

    @Test func `no more than a named number wait at a time`() async throws {
        try await Stage.with { stage in
            let id = try await stage.campaign(.explicit(Stage.numbers(2300)))
            try await stage.run()
            #expect(try await stage.look(id).stats.queued == CampaignRunner.queuedLimit)
            stage.move(by: .seconds(1))
            try await stage.run()
            #expect(try await stage.look(id).stats.queued == CampaignRunner.queuedLimit)
            for expected in [CampaignRunner.queuedLimit, 300] {
                try await stage.sendEverything()
                stage.move(by: .seconds(1))
                try await stage.run()
                #expect(try await stage.look(id).stats.queued == expected)
            }
            #expect(Set(try await stage.recipients()).count == 2300)
        }
    }

    @Test func `what does not fit the day waits until it turns, and says so`() async throws {
        try await Stage.with(plan: "free") { stage in
            let id = try await stage.campaign(.explicit(Stage.numbers(130)))
            try await stage.run()
            #expect(try await stage.recipients().count == 100)
            let waiting = try await stage.look(id)
            #expect(waiting.status == .running && waiting.reason == .quotaExceeded)
            stage.move(by: .seconds(3600))
            try await stage.run()
            #expect(try await stage.recipients().count == 100)
            stage.move(by: .seconds(86_400 - 3600))
            try await stage.run()
            #expect(try await stage.recipients().count == 130)
            #expect(try await stage.look(id).reason == nil)
        }
    }

    @Test func `a suspended tenant's campaigns stand still`() async throws {
        try await Stage.with { stage in
            let id = try await stage.campaign(.explicit(Stage.numbers(1)))
            try await stage.node.test.script("UPDATE accounts.tenant SET status = 'suspended'")
            stage.move(by: .seconds(2))
            try await stage.run()
            #expect(try await stage.recipients().isEmpty)
            #expect(try await stage.look(id).reason == .tenantSuspended)
            try await stage.node.test.script("UPDATE accounts.tenant SET status = 'active'")
            stage.move(by: .seconds(31))
            try await stage.run()
            #expect(try await stage.recipients().count == 1)
        }
    }
}
