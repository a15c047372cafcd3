import API
import Accounts
import Auth
import Billing
import Contracts
import Core
import HTTP
import Instances
import Webhooks

/// What an account may do and has done (contract MFX-21). A key that is tied to one instance is to an account what a team's key is on MsgFlash: it
/// sees the plans, and nothing that is the whole account's (contract MFX-06).
extension MsgFlash {
    var billingRoutes: [Route] { [getAccount, getUsage, listPlans, getSubscription, getBillingUsage, listPayments] }

    private var getAccount: Route {
        Route(
            .get, "/api/v1/me", "Get the account", gives: .ok(DataBody.shape(of: AccountResource.shape), example: DataBody(.example)),
            fails: [.notFound], auth: .key(.read)
        ) { [accounts] call in
            try Team.requireAccount(call)
            return DataBody(AccountResource(try await accounts.profile(of: call.caller.tenant), key: call.caller.key))
        }.named("getAccount")
    }

    private var getUsage: Route {
        Route(
            .get, "/api/v1/usage", "Get what was used up, day by day",
            takes: .query("from", optional: Shape<CivilDay>.day, "The first day, in UTC; 30 days up to today otherwise"),
            .query("to", optional: Shape<CivilDay>.day, "The last day; today otherwise"),
            gives: .ok(DataBody.shape(of: DailyUsage.shape), example: DataBody(.example)), auth: .key(.read)
        ) { [billing] call, from, to in
            try Team.requireAccount(call)
            return DataBody(DailyUsage(days: try await billing.usage(of: call.caller.tenant, from: from, to: to)))
        }.named("getUsage", "At most \(Billing.usageDaysLimit) days.")
    }

    private var listPlans: Route {
        Route(
            .get, "/api/v1/billing/plans", "List the plans that there are",
            gives: .ok(
                DataBody.shape(of: .list(of: PlanResource.shape, max: Billing.pageLimit)), example: DataBody([PlanResource.example])),
            auth: .key(.read)
        ) { [billing] call in
            try Team.refuse(call.request)
            let days = CivilMonth(of: call.runtime.clock.now.day).length
            return DataBody(try await billing.plans().plans.map { PlanResource($0, daysOfMonth: days) })
        }.named("listPlans", "At most \(Billing.pageLimit), by their codes.")
    }

    private var getSubscription: Route {
        Route(
            .get, "/api/v1/billing/subscription", "Get the account's plan and what holds for it",
            gives: .ok(DataBody.shape(of: SubscriptionResource.shape), example: DataBody(.example)), fails: [.notFound], auth: .key(.read)
        ) { [billing] call in
            try Team.requireAccount(call)
            let subscription = try await billing.subscription(of: call.caller.tenant)
            return DataBody(SubscriptionResource(subscription, today: call.runtime.clock.now.day))
        }.named("getSubscription")
    }

    private var getBillingUsage: Route {
        Route(
            .get, "/api/v1/billing/usage", "Get what this month has used of what there is",
            gives: .ok(DataBody.shape(of: AccountUsage.shape), example: DataBody(.example)), fails: [.notFound], auth: .key(.read)
        ) { [billing, instances, auth, webhooks] call in
            try Team.requireAccount(call)
            let tenant = call.caller.tenant
            let today = call.runtime.clock.now.day
            let days = try await billing.usage(of: tenant, from: CivilMonth(of: today).firstDay, to: today)
            let limits = try await billing.subscription(of: tenant).limits.limits
            return DataBody(
                AccountUsage(
                    days, today: today, limits, instances: try await instances.counts(of: tenant).all,
                    keys: try await auth.keyCount(of: tenant), endpoints: try await webhooks.endpointCount(of: tenant)))
        }.named("getBillingUsage")
    }

    private var listPayments: Route {
        Route(
            .get, "/api/v1/billing/payments", "List payments",
            takes: .query("page", .integer(PaymentPage.pages), default: 1),
            .query("limit", .integer(MessagePage.limits), default: MessagePage.standard),
            gives: .ok(DataBody.shape(of: PaymentPage.shape)), auth: .key(.read)
        ) { call, page, limit in
            try Team.requireAccount(call)
            return DataBody(PaymentPage(pagination: TemplatePage.Pagination(page: page, limit: limit, total: 0)))
        }.named(
            "listPayments", "Herald takes no payments, so that there are 0 of them. What a month came to is told by /v1/usage/statements.")
    }
}
