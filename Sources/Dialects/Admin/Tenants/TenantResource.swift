import API
import Accounts
import Billing
import Contracts
import Core

/// A tenant as the operator sees it.
struct TenantResource: Sendable {
    var id: TenantID
    var slug: String
    var name: String
    var timeZone: String
    var plan: String
    var status: TenantState
    var suspendedAt: Instant?
    var suspensionReason: String?
    var createdAt: Instant
    /// In lists there are none.
    var terms: Terms?

    /// What it may do, and what of that is its own.
    struct Terms: Sendable {
        var overrides: LimitTable<OwnLimit>
        var limits: LimitTable<PlanLimit>
    }

    init(_ tenant: ManagedTenant, _ subscription: Subscription? = nil) {
        self.init(
            id: tenant.id, slug: tenant.slug, name: tenant.name, timeZone: tenant.timeZone, plan: tenant.plan,
            status: tenant.suspension == nil ? .active : .suspended, suspendedAt: tenant.suspension?.since,
            suspensionReason: tenant.suspension?.reason, createdAt: tenant.created,
            terms: subscription.map { subscription in
                Terms(overrides: LimitTable(subscription.overrides), limits: LimitTable(subscription.limits.limits))
            })
    }

    init(
        id: TenantID, slug: String, name: String, timeZone: String, plan: String, status: TenantState, suspendedAt: Instant?,
        suspensionReason: String?, createdAt: Instant, terms: Terms?
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.timeZone = timeZone
        self.plan = plan
        self.status = status
        self.suspendedAt = suspendedAt
        self.suspensionReason = suspensionReason
        self.createdAt = createdAt
        self.terms = terms
    }

    static let shape = Shape.object(
        { (id, slug, name, zone, plan, status, since, reason, created, overrides, limits) in
            TenantResource(
                id: id, slug: slug, name: name, timeZone: zone, plan: plan, status: status, suspendedAt: since, suspensionReason: reason,
                createdAt: created, terms: overrides.flatMap { own in limits.map { Terms(overrides: own, limits: $0) } })
        },
        Field("id", \.id, .identifier()),
        Field("slug", \.slug, .text(), "Its name in URLs"),
        Field("name", \.name, .text()),
        Field("time_zone", \.timeZone, .text(), "An IANA time zone"),
        Field("plan", \.plan, .text()),
        Field("status", \.status, .choice()),
        Field("suspended_at", \.suspendedAt, nullable: .instant),
        Field("suspension_reason", \.suspensionReason, nullable: .text(), "The operator's words"),
        Field("created_at", \.createdAt, .instant),
        Field("overrides", \.terms?.overrides, optional: LimitTable<OwnLimit>.shape, "Its own limits, null where its plan's hold; not in lists"),
        Field("limits", \.terms?.limits, optional: LimitTable<PlanLimit>.shape, "What holds for it, its own limits put over its plan's; not in lists")
    ).named("ManagedTenant")
}

/// Whether a tenant is served.
enum TenantState: String, Sendable, CaseIterable {
    case active, suspended
}
