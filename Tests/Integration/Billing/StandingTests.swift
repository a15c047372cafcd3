import Accounts
import Billing
import Contracts
import Core
import Database
import TestSupport
import Testing

@Suite struct StandingTests {
    @Test func `what a tenant has used up today is known without another look, and what others accept after one`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            #expect(node.billing.rememberedStanding(of: acme) == nil)
            let midnight = CivilDay(daysSinceEpoch: node.clock.now.day.daysSinceEpoch + 1).start
            let first = try #require(try await node.billing.standing(of: acme))
            #expect(first.limits.messagesPerDay == 100 && first.messagesToday == 0 && first.resetsAt == midnight)
            try await node.withAnother { other in try await other.reserve(7, for: acme) }
            #expect(node.billing.rememberedStanding(of: acme)?.messagesToday == 0)
            for service in node.billing.services { try await service.start() }
            try await eventually("the meter is read again") {
                node.clock.advance(by: Billing.meterInterval)
                return try await node.billing.standing(of: acme)?.messagesToday == 7
            }
            for service in node.billing.services { await service.stop() }
        }
    }

    @Test func `a new day begins with nothing`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme", plan: "free").tenant
            try await node.reserve(7, for: acme)
            #expect(try await node.billing.standing(of: acme)?.messagesToday == 7)
            let midnight = CivilDay(daysSinceEpoch: node.clock.now.day.daysSinceEpoch + 1).start
            node.clock.advance(by: midnight - node.clock.now)
            let standing = try #require(try await node.billing.standing(of: acme))
            #expect(standing.messagesToday == 0 && standing.resetsAt > midnight)
        }
    }

    @Test func `without a plan there is no standing`() async throws {
        try await Node.with { node in
            let nobody: TenantID = node.runtime.ids.next()
            let standing = try await node.billing.standing(of: nobody)
            #expect(standing == nil)
        }
    }

    @Test func `every day of the range is listed, with requests that were counted`() async throws {
        try await Node.with { node in
            let (acme, other) = (try await node.makeTenant("acme").tenant, try await node.makeTenant("other").tenant)
            let gone: TenantID = node.runtime.ids.next()
            try await node.reserve(5, for: acme)
            try await node.billing.count(requests: [acme: 3, other: 4, gone: 9])
            try await node.billing.count(requests: [acme: 2])
            let today = node.clock.now.day
            let days = try await node.billing.usage(of: acme)
            #expect(days.count == 30 && days.last == UsageDay(day: today, messages: 5, apiRequests: 5))
            #expect(days.dropLast().allSatisfy { $0.messages == 0 && $0.apiRequests == 0 })
            #expect(try await node.billing.usage(of: other, from: today, to: today) == [UsageDay(day: today, messages: 0, apiRequests: 4)])
        }
    }

    @Test func `a year is listed and not a day more, and never backwards`() async throws {
        try await Node.with { node in
            let acme = try await node.makeTenant("acme").tenant
            let today = node.clock.now.day
            let from = CivilDay(daysSinceEpoch: today.daysSinceEpoch - Billing.usageDaysLimit + 1)
            let tooEarly = CivilDay(daysSinceEpoch: from.daysSinceEpoch - 1)
            #expect(try await node.billing.usage(of: acme, from: from, to: today).count == 366)
            await #expect(throws: Problem.self) { try await node.billing.usage(of: acme, from: tooEarly, to: today) }
            await #expect(throws: Problem.self) { try await node.billing.usage(of: acme, from: today, to: from) }
        }
    }
}
