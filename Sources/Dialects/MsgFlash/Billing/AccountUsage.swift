import API
import Billing
import Core

/// What an account has used of what it may, this month (contract MFX-21).
struct AccountUsage: Sendable {
    /// Of a thing that can be used up: how much of it, of how much; nil is without end.
    struct Part: Sendable {
        var used: Int
        var quota: Int?
        var remaining: Int?

        private static let count = Shape<Int>.integer(0...Int.max)

        static let shape = Shape.object(
            { Part(used: $0, quota: $1, remaining: $2) },
            Field("used", \.used, count), Field("quota", \.quota, nullable: count, "null: unlimited"),
            Field("remaining", \.remaining, nullable: count, "What is left of it; null: unlimited")
        ).named("Usage")

        init(used: Int, quota: Int?, remaining: Int?) {
            self.used = used
            self.quota = quota
            self.remaining = remaining
        }

        init(used: Int, of quota: Int?) { self.init(used: used, quota: quota, remaining: quota.map { max(0, $0 - used) }) }
    }

    var start: Instant
    var end: Instant
    /// When the day turns.
    var resetsAt: Instant
    var outbound: Part
    var today: Part
    var requests: Part
    var instances: Part
    var keys: Part
    var endpoints: Part

    static let shape = Shape.object(
        {
            AccountUsage(
                start: $0, end: $1, resetsAt: $2, outbound: $3, today: $4, requests: $5, instances: $6, keys: $7, endpoints: $8)
        },
        Field("periodStart", \.start, .instant, "The month's beginning, in UTC"),
        Field("periodEnd", \.end, .instant, "The beginning of the next"),
        Field("resetsAt", \.resetsAt, .instant, "When the day turns"),
        Field("outbound", \.outbound, Part.shape, "Messages of this month; what is left is what today and the days after it still allow"),
        Field("outboundToday", \.today, Part.shape, "Messages of today"),
        Field("apiRequests", \.requests, Part.shape, "Requests of this month, counted a few seconds later"),
        Field("instances", \.instances, Part.shape),
        Field("apiKeys", \.keys, Part.shape),
        Field("webhookEndpoints", \.endpoints, Part.shape)
    ).named("AccountUsage")

    static let example = AccountUsage(
        start: Instant(seconds: 1_775_001_600), end: Instant(seconds: 1_777_593_600), resetsAt: Instant(seconds: 1_775_088_000),
        outbound: Part(used: 12, quota: 3000, remaining: 2988), today: Part(used: 12, of: 100), requests: Part(used: 340, of: nil),
        instances: Part(used: 1, of: 10), keys: Part(used: 2, of: 10), endpoints: Part(used: 0, of: 10))
}

extension AccountUsage {
    /// What the days of the month up to `today` come to, under these limits.
    init(_ days: [UsageDay], today: CivilDay, _ limits: Limits, instances: Int, keys: Int, endpoints: Int) {
        let month = CivilMonth(of: today)
        let usedToday = days.last { $0.day == today }?.messages ?? 0
        let tomorrow = CivilDay(daysSinceEpoch: today.daysSinceEpoch + 1)
        let daysLeft = month.lastDay.daysSinceEpoch - today.daysSinceEpoch
        self.init(
            start: month.firstDay.start, end: month.next.firstDay.start, resetsAt: tomorrow.start,
            outbound: Part(
                used: days.reduce(0) { $0 + $1.messages }, quota: limits.messagesPerDay.map { $0 * month.length },
                // What a day has not used is gone with it.
                remaining: limits.messagesPerDay.map { max(0, $0 - usedToday) + $0 * daysLeft }),
            today: Part(used: usedToday, of: limits.messagesPerDay), requests: Part(used: days.reduce(0) { $0 + $1.apiRequests }, of: nil),
            instances: Part(used: instances, of: limits.maxInstances), keys: Part(used: keys, of: limits.maxKeys),
            endpoints: Part(used: endpoints, of: limits.maxWebhookEndpoints))
    }
}
