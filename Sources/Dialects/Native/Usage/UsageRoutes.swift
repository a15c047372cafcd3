import API
import Auth
import Billing
import Contracts
import Core
import HTTP
import Instances
import Webhooks

extension Native {
    var usageRoutes: [Route] { [getUsage] }

    private var getUsage: Route {
        Route(
            .get, "/v1/usage", "What was used up day by day, and what there is",
            takes: .query("from", optional: Shape<CivilDay>.day, "The first day, in UTC; 30 days up to the last otherwise"),
            .query("to", optional: Shape<CivilDay>.day, "The last day; today otherwise"),
            gives: .ok(UsageResource.shape, example: .example), fails: [.notFound], auth: .key(.read)
        ) { [self] call, from, to in
            let tenant = call.caller.tenant
            let today = call.runtime.clock.now.day
            let days = try await billing.usage(of: tenant, from: from, to: to)
            let current = try await billing.usage(of: tenant, from: today, to: today)
            let tomorrow = CivilDay(daysSinceEpoch: today.daysSinceEpoch + 1)
            let quota = UsageResource.Quota(
                limits: try await billing.subscription(of: tenant).limits.limits, messagesToday: current.first?.messages ?? 0,
                resetsAt: tomorrow.start, instances: try await instances.counts(of: tenant).all, keys: try await auth.keyCount(of: tenant),
                endpoints: try await webhooks.endpointCount(of: tenant))
            return UsageResource(days: days, quota: quota)
        }.named("getUsage", "At most \(Billing.usageDaysLimit) days at a time.")
    }
}
