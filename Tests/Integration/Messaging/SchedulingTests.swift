import App
import Contracts
import Core
import Database
import TestSupport
import Testing

@testable import Messaging

/// Requests that wait for their time: listed, changed, taken back, and sent once.
@Suite(.herald) struct SchedulingTests {
    private struct Stage {
        let harness: Harness
        let tenant: TestTenant
        let instance: InstanceID
        var messaging: Messaging { harness.deployment.messaging }
        var caller: Caller { Caller(tenant: tenant.id, key: KeyID(high: 1, low: 2), environment: .live, instance: nil, scopes: .all) }

        func schedule(_ texts: [String], in duration: Duration, saying text: String = "later") async throws -> Acceptance {
            let instant = harness.database.runtime.clock.now + duration
            return try await messaging.send(
                Draft(.text(text), to: texts.compactMap { Recipient($0) }, sendAt: SendTime(instant: instant, text: instant.description)), as: caller)
        }

        func statuses(_ acceptance: Acceptance) async throws -> [MessageStatus] {
            try await messaging.outcome(of: acceptance, within: .zero).map(\.status)
        }

        func used() async throws -> Int {
            try await harness.database.count(
                "SELECT coalesce(sum(messages), 0)::bigint FROM billing.usage_day WHERE tenant_id = \(tenant.id)")
        }
    }

    private func stage() async throws -> Stage {
        let harness = try #require(Harness.shared)
        let tenant = try await harness.someTenant()
        return Stage(harness: harness, tenant: tenant, instance: try #require(InstanceID(try await tenant.linkedInstance())))
    }

    @Test func `a scheduled message goes out at its time and no sooner, and is counted then`() async throws {
        let stage = try await stage()
        let accepted = try await stage.schedule(["254712345678", "254712345679", "254712345678"], in: .seconds(2))
        #expect(try await stage.statuses(accepted) == [.scheduled, .scheduled])
        #expect(try await stage.used() == 0)
        #expect(String(try #require(accepted.schedule)).count <= 15)
        try await eventually("both are read") { try await stage.statuses(accepted) == [.read, .read] }
        let sent = try await stage.messaging.outcome(of: accepted, within: .zero)
        #expect(sent.allSatisfy { $0.sentAt ?? $0.createdAt >= $0.sendAt ?? .init(seconds: .max / 1_000_000) })
        #expect(try await stage.used() == 2)
        await #expect(throws: Problem.conflict(.alreadyStarted)) {
            try await stage.messaging.cancelSchedule(try #require(accepted.schedule), as: stage.caller)
        }
        #expect(try await stage.messaging.schedules(after: nil, limit: nil, as: stage.caller).schedules.isEmpty)
    }

    @Test func `what waits is listed in the order in which it is due, page by page`() async throws {
        let stage = try await stage()
        var expected: [Int64] = []
        for hours in [3, 1, 2] {
            let accepted = try await stage.schedule(["254712345678", "120363042@g.us"], in: .seconds(hours * 3600), saying: "\(hours)")
            expected.append(try #require(accepted.schedule))
        }
        let first = try await stage.messaging.schedules(after: nil, limit: 2, as: stage.caller)
        #expect(first.schedules.map(\.number) == [expected[1], expected[2]])
        #expect(first.schedules.first?.content == .text("1"))
        #expect(first.schedules.first?.recipients == ["254712345678", "120363042@g.us"].compactMap { Recipient($0) })
        #expect(first.next == expected[2])
        let rest = try await stage.messaging.schedules(after: first.next, limit: 2, as: stage.caller)
        #expect(rest.schedules.map(\.number) == [expected[0]])
        #expect(rest.next == nil)
        let stranger = Caller(
            tenant: stage.tenant.id, key: KeyID(high: 1, low: 2), environment: .live, instance: InstanceID(high: 9, low: 9), scopes: .all)
        #expect(try await stage.messaging.schedules(after: nil, limit: nil, as: stranger).schedules.isEmpty)
        await #expect(throws: Problem.notFound(.schedule)) { try await stage.messaging.schedule(expected[0], as: stranger) }
    }

    @Test func `a request that waits is changed as a whole, and one that is cancelled is never sent`() async throws {
        let stage = try await stage()
        let accepted = try await stage.schedule(["254712345678", "254712345679"], in: .seconds(3600))
        let number = try #require(accepted.schedule)
        let soon = stage.harness.database.runtime.clock.now + .seconds(7200)
        let changed = try await stage.messaging.updateSchedule(
            number,
            ScheduleChange(
                recipients: ["254712345679", "254712345670"].compactMap { Recipient($0) },
                content: .location(LocationContent(latitude: 1, longitude: 2)),
                sendAt: SendTime(instant: soon, text: "soon")), as: stage.caller)
        #expect(Set(changed.recipients) == Set(["254712345679", "254712345670"].compactMap { Recipient($0) }))
        #expect(changed.content.kind == .location)
        #expect(changed.sendAt.text == "soon")
        #expect(abs((changed.sendAt.instant - soon).inMicroseconds) < 2)
        #expect(try await stage.statuses(accepted) == [.withdrawn, .scheduled])
        try await stage.messaging.cancelSchedule(number, as: stage.caller)
        #expect(try await stage.statuses(accepted) == [.withdrawn, .withdrawn])
        await #expect(throws: Problem.conflict(.alreadyStarted)) {
            try await stage.messaging.updateSchedule(number, ScheduleChange(content: .text("x")), as: stage.caller)
        }
        await #expect(throws: Problem.notFound(.schedule)) { try await stage.messaging.schedule(number, as: stage.caller) }
        await #expect(throws: Problem.notFound(.schedule)) { try await stage.messaging.cancelSchedule(4711, as: stage.caller) }
    }

    @Test func `of a request that is cancelled as it comes due either all is sent or nothing`() async throws {
        let stage = try await stage()
        let people = (0..<5).map { "25471234567\($0)" }
        let outcomes = try await withThrowingTaskGroup(of: (Acceptance, Bool).self) { group in
            for index in 0..<40 {
                group.addTask {
                    let accepted = try await stage.schedule(people, in: .milliseconds(900))
                    // Around the time at which they come due.
                    try await eventually("it is nearly time") {
                        stage.harness.database.runtime.clock.now >= accepted.at + .milliseconds(880 + index * 3)
                    }
                    do {
                        try await stage.messaging.cancelSchedule(try #require(accepted.schedule), as: stage.caller)
                        return (accepted, true)
                    } catch Problem.conflict(.alreadyStarted) {
                        return (accepted, false)
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let clock = stage.harness.database.runtime.clock
        try await eventually("what is due has gone out") {
            try await stage.harness.database.count(
                """
                SELECT count(*) FROM messaging.message
                 WHERE tenant_id = \(stage.tenant.id) AND (state IN ('queued', 'sending') OR state = 'scheduled' AND due_at <= \(clock.now))
                """) == 0
        }
        for (accepted, isCancelled) in outcomes {
            let statuses = try await stage.statuses(accepted)
            #expect(statuses.allSatisfy { isCancelled ? $0 == .withdrawn : $0.isSent }, "\(isCancelled) \(statuses)")
        }
        #expect(try await stage.used() == 5 * outcomes.filter { !$0.1 }.count)
    }

    @Test func `a time is read in the tenant's zone, and neither one that has passed nor one too far ahead is taken`() async throws {
        let stage = try await stage()
        let patched = try await stage.tenant.call("PATCH", "/v1/tenant", ["time_zone": "Asia/Kathmandu"])
        #expect(patched.status == 200)
        let noon = CivilDay(daysSinceEpoch: stage.harness.database.runtime.clock.now.day.daysSinceEpoch + 2).start + .seconds(12 * 3600)
        let text = "\(noon.day) 12:00:00"
        try await eventually("the zone is known everywhere") {
            try await stage.messaging.sendTime(text, at: "/t", as: stage.caller).instant == noon - .seconds(5 * 3600 + 45 * 60)
        }
        #expect(try await stage.messaging.sendTime(text, at: "/t", as: stage.caller).text == text)
        for wrong in ["2020-01-01 00:00:00", "2020-01-01T00:00:00Z", "\(CivilDay(daysSinceEpoch: noon.day.daysSinceEpoch + 370)) 00:00:00", "noon"] {
            do {
                _ = try await stage.messaging.sendTime(wrong, at: "/t", as: stage.caller)
                Issue.record("\(wrong) was taken")
            } catch Problem.invalid(let violations) {
                #expect(violations.map(\.pointer) == ["/t"])
            }
        }
    }
}
