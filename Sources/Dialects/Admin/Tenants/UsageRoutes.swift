import API
import Accounts
import Auth
import Billing
import Contracts
import Core
import HTTP
import Instances
import Webhooks

/// What a tenant used up, and what it may.
struct UsageResource: Sendable {
    var days: [Day]
    var quota: Quota

    struct Day: Sendable {
        var date: CivilDay
        var messages: Int
        var apiRequests: Int

        static let shape = Shape.object(
            { Day(date: $0, messages: $1, apiRequests: $2) },
            Field("date", \.date, .day, "In UTC"), Field("messages", \.messages, .integer()), Field("api_requests", \.apiRequests, .integer()))
    }

    struct Quota: Sendable {
        var messagesPerDay: Int?
        var messagesUsedToday: Int
        var maxInstances: Int?
        var instancesUsed: Int
        var instancesConnected: Int
        var maxKeys: Int?
        var keysUsed: Int
        var maxWebhookEndpoints: Int?
        var webhookEndpointsUsed: Int

        static let shape = Shape.object(
            {
                Quota(
                    messagesPerDay: $0, messagesUsedToday: $1, maxInstances: $2, instancesUsed: $3, instancesConnected: $4, maxKeys: $5,
                    keysUsed: $6, maxWebhookEndpoints: $7, webhookEndpointsUsed: $8)
            },
            Field("messages_per_day", \.messagesPerDay, nullable: .integer(), "null: no limit, as below"),
            Field("messages_used_today", \.messagesUsedToday, .integer()),
            Field("max_instances", \.maxInstances, nullable: .integer()), Field("instances_used", \.instancesUsed, .integer()),
            Field("instances_connected", \.instancesConnected, .integer()), Field("max_keys", \.maxKeys, nullable: .integer()),
            Field("keys_used", \.keysUsed, .integer()), Field("max_webhook_endpoints", \.maxWebhookEndpoints, nullable: .integer()),
            Field("webhook_endpoints_used", \.webhookEndpointsUsed, .integer()))
    }

    static let shape = Shape.object(
        { UsageResource(days: $0, quota: $1) }, Field("data", \.days, .list(of: Day.shape, max: Billing.usageDaysLimit)),
        Field("quota", \.quota, Quota.shape)
    ).named("TenantUsage")
}

extension Admin {
    var usageRoutes: [Route] { [getUsage] }

    private var getUsage: Route {
        Route(
            .get, "/admin/v1/tenants/{id}/usage", "What a tenant uses: messages and requests by day, instances, keys, webhook endpoints",
            takes: .path("id", .identifier()), .query("from", optional: Shape<CivilDay>.day, "The first day; 30 days up to the last by default"),
            .query("to", optional: Shape<CivilDay>.day, "The last day; today by default"), gives: .ok(UsageResource.shape), fails: [.notFound],
            auth: .operatorKey
        ) { [accounts, billing, instances, auth, webhooks] call, id, from, to in
            _ = try await accounts.tenant(id)
            let days = try await billing.usage(of: id, from: from, to: to)
            let today = call.runtime.clock.now.day
            let limits = try await billing.subscription(of: id).limits
            let counts = try await instances.counts(of: id)
            let quota = UsageResource.Quota(
                messagesPerDay: limits.messagesPerDay,
                messagesUsedToday: try await billing.usage(of: id, from: today, to: today).reduce(0) { $0 + $1.messages },
                maxInstances: limits.maxInstances, instancesUsed: counts.all, instancesConnected: counts.connected, maxKeys: limits.maxKeys,
                keysUsed: try await auth.keyCount(of: id), maxWebhookEndpoints: limits.maxWebhookEndpoints,
                webhookEndpointsUsed: try await webhooks.endpointCount(of: id))
            return UsageResource(
                days: days.map { UsageResource.Day(date: $0.day, messages: $0.messages, apiRequests: $0.apiRequests) }, quota: quota)
        }.named("getTenantUsage", "At most \(Billing.usageDaysLimit) days are listed.")
    }
}
