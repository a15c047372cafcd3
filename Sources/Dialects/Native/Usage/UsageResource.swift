import API
import Billing
import Core

/// What a tenant used up, and what it may (decisions, "Native API").
struct UsageResource: Sendable {
    /// How much there is of everything of which there is only so much; null is unlimited.
    struct Quota: Sendable {
        var limits: Limits
        var messagesToday: Int
        var resetsAt: Instant
        var instances: Int
        var keys: Int
        var endpoints: Int

        static let shape = Shape.object(
            { perDay, today, resetsAt, maxInstances, instances, maxKeys, keys, maxEndpoints, endpoints, rate in
                Quota(
                    limits: Limits(
                        maxInstances: maxInstances, messagesPerDay: perDay, requestsPerSecond: rate, maxKeys: maxKeys,
                        maxWebhookEndpoints: maxEndpoints),
                    messagesToday: today, resetsAt: resetsAt, instances: instances, keys: keys, endpoints: endpoints)
            },
            Field("messages_per_day", \.limits.messagesPerDay, nullable: count, "Messages accepted in a day of UTC; null: unlimited"),
            Field("messages_used_today", \.messagesToday, count),
            Field("resets_at", \.resetsAt, .instant, "When the day turns"),
            Field("max_instances", \.limits.maxInstances, nullable: count),
            Field("instances_used", \.instances, count),
            Field("max_keys", \.limits.maxKeys, nullable: count),
            Field("keys_used", \.keys, count),
            Field("max_webhook_endpoints", \.limits.maxWebhookEndpoints, nullable: count),
            Field("webhook_endpoints_used", \.endpoints, count),
            Field("requests_per_second", \.limits.requestsPerSecond, nullable: count, "Of each key")
        ).named("Quota")
    }

    var days: [UsageDay]
    var quota: Quota

    private static let count = Shape<Int>.integer(0...Int.max)

    private static let day = Shape.object(
        { UsageDay(day: $0, messages: $1, apiRequests: $2) },
        Field("date", \.day, .day, "In UTC"),
        Field("messages", \.messages, count, "Accepted and not given back"),
        Field("api_requests", \.apiRequests, count, "Answered, whatever the answer; counted a few seconds later")
    ).named("UsageDay")

    static let shape = Shape.object(
        { UsageResource(days: $0, quota: $1) },
        Field("data", \.days, .list(of: day, max: Billing.usageDaysLimit), "Every day that was asked for, the earliest first"),
        Field("quota", \.quota, Quota.shape)
    ).named("Usage")

    static let example = UsageResource(
        days: [UsageDay(day: CivilDay(daysSinceEpoch: 20_544), messages: 12, apiRequests: 340)],
        quota: Quota(
            limits: Limits(maxInstances: 10, messagesPerDay: 100, requestsPerSecond: 10, maxKeys: 10, maxWebhookEndpoints: 10), messagesToday: 12,
            resetsAt: Instant(seconds: 1_775_088_000), instances: 1, keys: 2, endpoints: 0))
}
