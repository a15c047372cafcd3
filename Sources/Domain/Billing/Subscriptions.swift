package import Contracts
package import Core
package import Database

extension Billing {
    /// The tenant's plan and its own limits, as they are now; throws `Problem.notFound(.tenant)`.
    package func subscription(of tenant: TenantID) async throws -> Subscription {
        let subscription = try await database.system { tx in try SubscriptionStore.subscription(of: tenant, .reading, in: tx) }
        guard let subscription else { throw Problem.notFound(.tenant) }
        return subscription
    }

    /// Gives the tenant another plan where one is named, and changes its own limits: at once in this process, within a second in the others. Throws
    /// `Problem.invalid` at `/plan` and below `/overrides`, and `.notFound(.tenant)`.
    @discardableResult
    package func change(_ tenant: TenantID, plan: String? = nil, overrides: OverrideChanges = OverrideChanges()) async throws -> Subscription {
        let subscription = try await database.system { tx in
            try change(tenant, plan: plan, overrides: overrides, in: tx)
            return try SubscriptionStore.subscription(of: tenant, .reading, in: tx)
        }
        forgetLimits()
        guard let subscription else { throw Problem.notFound(.tenant) }
        return subscription
    }
}

extension Billing: Subscribing {
    package func offers(_ plan: String, in tx: borrowing Transaction) throws -> Bool { try PlanStore.plan(plan, in: tx) != nil }

    package func plan(of tenant: TenantID, in tx: borrowing Transaction) throws -> String {
        guard let plan = try SubscriptionStore.plan(of: tenant, in: tx) else { throw Problem.notFound(.tenant) }
        return plan
    }

    package func subscribe(_ tenant: TenantID, to plan: String, in tx: borrowing Transaction) throws {
        guard try SubscriptionStore.insert(tenant, plan: plan, at: runtime.clock.now, in: tx) else {
            throw Problem.invalid([Self.unknownPlan])
        }
    }

    package func change(_ tenant: TenantID, plan: String?, overrides: OverrideChanges, in tx: borrowing Transaction) throws {
        var violations = overrides.violations
        if let plan, !(try offers(plan, in: tx)) { violations.append(Self.unknownPlan) }
        guard violations.isEmpty else { throw Problem.invalid(violations) }
        guard let old = try SubscriptionStore.subscription(of: tenant, .locking, in: tx) else { throw Problem.notFound(.tenant) }
        let new = (plan: plan ?? old.plan.name, overrides: old.overrides.changed(by: overrides))
        guard new != (old.plan.name, old.overrides) else { return }
        try SubscriptionStore.update(tenant, plan: new.plan, overrides: new.overrides, at: runtime.clock.now, in: tx)
        func json(_ plan: String, _ overrides: Overrides) -> JSON { ["plan": .string(plan), "overrides": overrides.json] }
        try trail.record(
            AuditEntry(
                .subscriptionChanged, of: tenant, before: json(old.plan.name, old.overrides), after: json(new.plan, new.overrides)),
            in: tx)
    }

    package func forgetLimits() { Undertaking.afterCommit { [known] in known.forget() } }

    private static var unknownPlan: Violation { Violation("/plan", "There is no plan of that name.") }
}

extension OverrideChanges {
    /// Every rule that they break.
    fileprivate var violations: [Violation] {
        func violation(_ change: Change<Override>?, at pointer: String, allowing range: ClosedRange<Int>) -> Violation? {
            guard case .set(.value(let value)) = change, !range.contains(value) else { return nil }
            return Limits.violation(at: pointer, allowing: range)
        }
        return LimitName.allCases.compactMap { name in
            violation(limits[name], at: "/overrides/\(name.rawValue)", allowing: Limits.range(of: name))
        }
            + MediaKind.allCases.compactMap { kind in
                let pointer = "/overrides/media_bytes/\(kind.rawValue)"
                guard MediaKind.limited.contains(kind) else {
                    return mediaBytes[kind].map { _ in Violation(pointer, "Plans do not tell this kind apart.") }
                }
                return violation(mediaBytes[kind], at: pointer, allowing: Limits.mediaRange)
            }
    }
}
