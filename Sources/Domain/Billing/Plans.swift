import Contracts
import Core
import Database

extension Billing {
    /// How many plans a page holds at most.
    package static let pageLimit = 100

    /// The plans after the one of that name, in the order of names, and the cursor of the next page, nil after the last. `limit` is clamped to
    /// `pageLimit`.
    package func plans(after name: String? = nil, limit: Int = Billing.pageLimit) async throws -> (plans: [Plan], next: String?) {
        let limit = min(max(limit, 1), Self.pageLimit)
        let plans = try await database.system { tx in try PlanStore.plans(after: name, limit: limit + 1, in: tx) }
        guard plans.count > limit else { return (plans, nil) }
        return (Array(plans.prefix(limit)), plans[limit - 1].name)
    }

    /// The plan of that name; throws `Problem.notFound(.plan)`.
    package func plan(_ name: String) async throws -> Plan {
        let plan = try await database.system { tx in try PlanStore.plan(name, in: tx) }
        guard let plan else { throw Problem.notFound(.plan) }
        return plan
    }

    /// Makes a plan; throws `Problem.invalid` with every rule that it breaks, and `.conflict(.planExists)`.
    @discardableResult
    package func createPlan(_ plan: Plan) async throws -> Plan {
        let violations = plan.violations
        guard violations.isEmpty else { throw Problem.invalid(violations) }
        let today = runtime.clock.now.day
        try await database.system { [trail] tx in
            guard try PlanStore.insert(plan, from: today, in: tx) else { throw Problem.conflict(.planExists) }
            try trail.record(AuditEntry(.planCreated, "plan:\(plan.name)", of: nil, after: plan.json), in: tx)
        }
        return plan
    }

    /// Changes a plan for every tenant that has it: at once in this process, within a second in the others. Throws `Problem.invalid` with every rule
    /// that it would break, and `.notFound(.plan)`.
    @discardableResult
    package func updatePlan(_ name: String, _ change: PlanChange) async throws -> Plan {
        let today = runtime.clock.now.day
        let plan = try await database.system { [trail] tx in
            guard let old = try PlanStore.lock(name, in: tx) else { throw Problem.notFound(.plan) }
            let new = old.changed(by: change)
            let violations = new.violations
            guard violations.isEmpty else { throw Problem.invalid(violations) }
            guard new != old else { return old }
            try PlanStore.update(new, from: today, in: tx)
            try trail.record(AuditEntry(.planUpdated, "plan:\(name)", of: nil, before: old.json, after: new.json), in: tx)
            return new
        }
        forgetLimits()
        return plan
    }

    /// Deletes a plan that no tenant has; throws `Problem.conflict(.planInUse)` otherwise, and `.notFound(.plan)`.
    package func deletePlan(_ name: String) async throws {
        do {
            try await database.system { [trail] tx in
                guard let plan = try PlanStore.lock(name, in: tx), try PlanStore.delete(name, in: tx) else { throw Problem.notFound(.plan) }
                try trail.record(AuditEntry(.planDeleted, "plan:\(name)", of: nil, before: plan.json), in: tx)
            }
        } catch let error as DatabaseError {
            guard error.code == .constraint(PlanStore.useRule) else { throw error }
            throw Problem.conflict(.planInUse)
        }
    }
}
