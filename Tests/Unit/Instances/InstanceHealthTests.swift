import Contracts
import Core
import Testing

@testable import Instances

/// What follows from an instance's figures (contract MF-15).
@Suite struct InstanceHealthTests {
    private let now = Instant(seconds: 1_760_000_000)

    /// The health of an instance of so many days whose last 24 hours and 7 days went so.
    private func health(
        days: Int64 = 365, number: String? = "254700000001", status: InstanceStatus = .connected, reason: StatusReason? = nil,
        day: (inout MessageTally) -> Void = { _ in }, week: (inout MessageTally) -> Void = { _ in }
    ) -> InstanceHealth {
        let made = now - .seconds(days * 24 * 3600)
        let instance = InstanceDetails(
            reference: InstanceReference(tenant: TenantID(high: 1, low: 1), id: InstanceID(high: 2, low: 2)), name: nil, handle: nil,
            status: status, reason: reason, number: number.flatMap { PhoneNumber($0) }, channel: .simulator, isSandbox: true, isDefault: true,
            lastSeenAt: nil, createdAt: made, updatedAt: made)
        var (ofDay, ofWeek) = (MessageTally(), MessageTally())
        day(&ofDay)
        week(&ofWeek)
        return InstanceHealth(of: instance, history: MessageHistory(at: now, day: ofDay, week: ofWeek), at: now)
    }

    @Test func `one that has been used for long and did nothing wrong is healthy, and is told nothing`() {
        let health = health {
            $0.sent = 1000
        } week: { week in
            week.sent = 5000
            week.contacted = 100
            week.replied = 10
            week.failed = 250
        }
        #expect(health.state == .healthy)
        #expect(health.score == 100)
        #expect(health.recommendations.isEmpty)
    }

    static let ages: [(days: Int64, stage: WarmUp.Stage, messages: Int, newContacts: Int, next: Int?)] = [
        (0, .new, 20, 5, 3), (2, .new, 20, 5, 3), (3, .early, 50, 15, 7), (6, .early, 50, 15, 7), (7, .growing, 120, 30, 14),
        (14, .maturing, 300, 60, 30), (29, .maturing, 300, 60, 30), (30, .established, 1000, 200, nil), (5000, .established, 1000, 200, nil),
    ]

    @Test(arguments: ages)
    func `the older it is the more is advised`(days: Int64, stage: WarmUp.Stage, messages: Int, newContacts: Int, next: Int?) {
        let health = health(days: days)
        #expect(health.warmUp.stage == stage)
        #expect(health.warmUp.age == Int(days))
        #expect(health.warmUp.messagesADay == messages)
        #expect(health.warmUp.newContactsADay == newContacts)
        #expect(health.warmUp.nextStageDay == next)
        #expect(health.state == (stage == .established ? .healthy : .warming))
        #expect(health.score == 100)
    }

    @Test func `age counts from when it is used, and a clock that went back does not make it negative`() {
        #expect(health(days: 90, number: nil, status: .created).warmUp.age == 0)
        #expect(health(days: -1).warmUp.age == 0)
    }

    @Test func `a young one is told its pace`() {
        #expect(health(days: 4).recommendations == ["Keep to 50 messages and 15 new contacts a day for the next 3 days."])
        #expect(health(days: 6).recommendations == ["Keep to 50 messages and 15 new contacts a day for the next day."])
    }

    @Test func `one without a phone is told to be linked`() {
        #expect(health(status: .loggedOut).recommendations == ["No phone is linked. Scan a code before sending."])
        #expect(health(status: .disconnected).recommendations.isEmpty)
    }

    @Test func `the same number of messages is too many for a young one only`() {
        let young = health(days: 4) { $0.sent = 75 }
        #expect(young.score == 90)
        #expect(young.state == .warming)
        #expect(young.recommendations.first == "75 messages in the last 24 hours; at this stage 50 a day are advised. Send fewer.")
        #expect(health(days: 400) { $0.sent = 75 }.score == 100)
    }

    @Test func `exactly what is advised is not too much, and one more is`() {
        let advised = health(days: 4) { day in
            day.sent = 50
            day.newContacts = 15
        }
        #expect(advised.score == 100)
        #expect(advised.recommendations.count == 1)
        #expect(health(days: 4) { $0.sent = 51 }.score == 99)
        #expect(health(days: 4) { $0.newContacts = 16 }.score < 100)
    }

    @Test func `too many new contacts weigh more than too many messages`() {
        let contacts = health(days: 4) { $0.newContacts = 1_000_000 }
        let messages = health(days: 4) { $0.sent = 1_000_000 }
        #expect(contacts.score == 70)
        #expect(messages.score == 75)
        #expect(contacts.state == .caution)
        #expect(contacts.recommendations.first?.hasPrefix("1000000 new contacts in the last 24 hours; at this stage 15 a day are advised.") == true)
    }

    @Test func `failures count from the twentieth outcome on, and beyond five in a hundred`() {
        #expect(
            health { _ in
            } week: {
                $0.failed = 19
            }.score == 100)
        let all = health { _ in
        } week: {
            $0.failed = 20
        }
        #expect(all.score == 75)
        #expect(all.recommendations.first?.hasPrefix("100 % of the messages of the last 7 days failed.") == true)
        let some = health { _ in
        } week: { week in
            week.sent = 88
            week.failed = 12
        }
        #expect(some.score == 93)
        #expect(some.recommendations.first?.hasPrefix("12 % ") == true)
    }

    @Test func `silence counts from the twentieth person on, and below one in ten`() {
        #expect(
            health { _ in
            } week: {
                $0.contacted = 19
            }.score == 100)
        #expect(
            health { _ in
            } week: {
                $0.contacted = 20
            }.score == 80)
        let some = health { _ in
        } week: { week in
            week.contacted = 100
            week.replied = 5
        }
        #expect(some.score == 90)
        #expect(some.recommendations.first?.hasPrefix("5 % of the 100 people written to in the last 7 days wrote back.") == true)
    }

    @Test func `refusals are counted one by one, up to a quarter`() {
        #expect(
            health { _ in
            } week: {
                $0.refusals = 1
            }.score == 95)
        #expect(
            health { _ in
            } week: {
                $0.refusals = 500
            }.score == 75)
    }

    @Test func `a reach-out lock of today restricts, one of this week endangers`() {
        let today = health {
            $0.reachOutLocks = 1
        } week: {
            $0.reachOutLocks = 1
        }
        #expect(today.state == .restricted)
        #expect(today.score == 75)
        #expect(today.recommendations.first?.contains("held back 1 message to new contacts in the last 7 days (error 463)") == true)
        let before = health { _ in
        } week: {
            $0.reachOutLocks = 3
        }
        #expect(before.state == .atRisk)
        #expect(before.score == 25)
    }

    @Test func `one that WhatsApp has barred has nothing left`() {
        let health = health(reason: .banned)
        #expect(health.state == .restricted)
        #expect(health.score == 0)
        #expect(health.recommendations.first?.contains("barred") == true)
    }

    @Test func `whatever comes together, the score ends at nothing, and everything is said`() {
        let health = health(days: 1) { day in
            day.sent = 10_000
            day.newContacts = 10_000
            day.reachOutLocks = 9
        } week: { week in
            week.sent = 10_000
            week.failed = 10_000
            week.contacted = 10_000
            week.reachOutLocks = 9
            week.refusals = 9
        }
        #expect(health.score == 0)
        #expect(health.state == .restricted)
        #expect(health.recommendations.count == 7)
    }

    @Test func `rates of nothing are no rates`() {
        #expect(MessageTally().failureRate == nil)
        #expect(MessageTally().replyRate == nil)
    }

    @Test func `a history that was cut short covers what it reaches`() {
        #expect(MessageHistory(at: now).covers(MessageHistory.weekLength))
        let cut = MessageHistory(at: now, beginning: now - .seconds(2 * 24 * 3600))
        #expect(cut.covers(MessageHistory.dayLength))
        #expect(!cut.covers(MessageHistory.weekLength))
    }
}
