import API
import Billing
import Core

/// What a plan allows, as MsgFlash says it; null is unlimited. Herald counts messages by the day and requests by the second: the month's quota is
/// what its days allow together, and requests have none (contract MFX-21).
struct PlanLimitsResource: Sendable {
    var maxInstances: Int?
    var maxKeys: Int?
    var maxEndpoints: Int?
    var messagesPerDay: Int?
    var daysOfMonth: Int
    var requestsPerSecond: Int?

    private static let count = Shape<Int>.integer(0...Int.max)

    static let shape = Shape.object(
        { instances, keys, endpoints, _, _, daily, rate in
            PlanLimitsResource(
                maxInstances: instances, maxKeys: keys, maxEndpoints: endpoints, messagesPerDay: daily, daysOfMonth: exampleDays,
                requestsPerSecond: rate)
        },
        Field("maxInstances", \.maxInstances, nullable: count),
        Field("maxApiKeys", \.maxKeys, nullable: count),
        Field("maxWebhookEndpoints", \.maxEndpoints, nullable: count),
        Field("monthlyOutboundQuota", \.messagesPerMonth, nullable: count, "What the days of this month allow together"),
        Field("monthlyApiRequestQuota", { _ in nil }, nullable: count, "Always null: requests are limited by the second alone"),
        Field("dailyOutboundQuota", \.messagesPerDay, nullable: count, "Messages accepted in a day of UTC"),
        Field("requestsPerSecond", \.requestsPerSecond, nullable: count, "Of each key")
    ).named("PlanLimits")

    /// How many days the month has that the examples are told in.
    private static let exampleDays = 30

    /// What a month's days allow together.
    var messagesPerMonth: Int? { messagesPerDay.map { $0 * daysOfMonth } }

    /// What there is on the plan.
    var features: PlanFeatures { PlanFeatures(hasKeys: maxKeys != 0, hasWebhooks: maxEndpoints != 0) }
}

extension PlanLimitsResource {
    /// What holds in a month of so many days.
    init(_ limits: Limits, daysOfMonth: Int) {
        self.init(
            maxInstances: limits.maxInstances, maxKeys: limits.maxKeys, maxEndpoints: limits.maxWebhookEndpoints,
            messagesPerDay: limits.messagesPerDay, daysOfMonth: daysOfMonth, requestsPerSecond: limits.requestsPerSecond)
    }
}

/// What there is on a plan and what is not: a plan that allows none of a thing does not have it.
struct PlanFeatures: Sendable {
    var hasKeys: Bool
    var hasWebhooks: Bool

    static let shape = Shape.object(
        { keys, webhooks, _, _, _, _ in PlanFeatures(hasKeys: keys, hasWebhooks: webhooks) },
        Field("apiKeys", \.hasKeys, .bool),
        Field("webhooks", \.hasWebhooks, .bool),
        Field("campaigns", { _ in true }, .constant(true)),
        Field("templates", { _ in true }, .constant(true)),
        Field("contacts", { _ in true }, .constant(true)),
        Field("statuses", { _ in false }, .constant(false))
    ).named("PlanFeatures")
}
