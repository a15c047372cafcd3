package import Contracts
package import Core

/// Which plan a tenant has, and what holds for it.
package struct Subscription: Sendable, Hashable {
    /// The plan.
    package let plan: Plan
    /// The tenant's own limits.
    package let overrides: Overrides
    /// Since when it has a plan.
    package let createdAt: Instant
    /// When plan or own limits changed last.
    package let updatedAt: Instant

    /// What holds: the plan's limits with the tenant's own put over them.
    package var limits: PlanLimits { plan.limits(with: overrides) }
}
