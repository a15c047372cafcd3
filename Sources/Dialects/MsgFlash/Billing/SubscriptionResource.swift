import API
import Billing
import Core

/// Which plan an account has, and what holds for it.
struct SubscriptionResource: Sendable {
    /// Whether it is in force: an account that is suspended is answered nothing at all.
    enum Status: String, CaseIterable, Sendable { case active }

    var status = Status.active
    var plan: PlanResource
    var limits: PlanLimitsResource
    var periodStart: Instant
    var periodEnd: Instant
    var createdAt: Instant
    var updatedAt: Instant

    static let shape = Shape.object(
        {
            SubscriptionResource(status: $0, plan: $1, limits: $2, periodStart: $3, periodEnd: $4, createdAt: $5, updatedAt: $6)
        },
        Field("status", \.status, .choice()),
        Field("plan", \.plan, PlanResource.shape),
        Field("limits", \.limits, PlanLimitsResource.shape, "What holds: the plan's limits with the account's own put over them"),
        Field("currentPeriodStart", \.periodStart, .instant, "The month's beginning, in UTC"),
        Field("currentPeriodEnd", \.periodEnd, .instant, "The beginning of the next"),
        Field("createdAt", \.createdAt, .instant),
        Field("updatedAt", \.updatedAt, .instant, "When the plan or the account's own limits changed last")
    ).named("Subscription")

    static let example = SubscriptionResource(
        plan: .example, limits: PlanResource.example.limits, periodStart: Instant(seconds: 1_775_001_600),
        periodEnd: Instant(seconds: 1_777_593_600), createdAt: Instant(seconds: 1_770_000_000), updatedAt: Instant(seconds: 1_770_000_000))
}

extension SubscriptionResource {
    /// The subscription in the month that `today` is in.
    init(_ subscription: Subscription, today: CivilDay) {
        let month = CivilMonth(of: today)
        self.init(
            plan: PlanResource(subscription.plan, daysOfMonth: month.length),
            limits: PlanLimitsResource(subscription.limits.limits, daysOfMonth: month.length), periodStart: month.firstDay.start,
            periodEnd: month.next.firstDay.start, createdAt: subscription.createdAt, updatedAt: subscription.updatedAt)
    }
}
