package import Contracts
package import Core
package import Database

extension Billing {
    /// What the tenant may do, from memory unless anything has changed since; nil without a plan, with which nothing is allowed. No older than
    /// `lookLifetime` where another process changed it.
    package func limits(of tenant: TenantID) async throws -> PlanLimits? {
        if let limits = known.remembered(tenant) { return limits }
        return try await known.value(of: tenant) { tx in
            try SubscriptionStore.subscription(of: tenant, .reading, in: tx)?.limits
        }
    }

    /// How the tenant stands, if that needs no look into the database; nil says nothing. Two look-ups in memory.
    package func rememberedStanding(of tenant: TenantID) -> Standing? {
        let today = runtime.clock.now.day
        guard let limits = known.remembered(tenant), let messages = meter.messages(of: tenant, on: today) else { return nil }
        return Standing(limits: limits, messagesToday: messages, resetsAt: today.following.start)
    }

    /// How the tenant stands; nil without a plan. From memory unless nobody has asked for a long time.
    package func standing(of tenant: TenantID) async throws -> Standing? {
        if let standing = rememberedStanding(of: tenant) { return standing }
        guard let limits = try await limits(of: tenant) else { return nil }
        let today = runtime.clock.now.day
        let messages: Int
        if let known = meter.messages(of: tenant, on: today) {
            messages = known
        } else {
            messages = try await meter.look(for: tenant, on: today)
        }
        return Standing(limits: limits, messagesToday: messages, resetsAt: today.following.start)
    }
}

extension Billing: LimitGate {
    package func require(
        _ thing: Problem.Thing, count: @autoclosure () throws -> Int, for tenant: TenantID, in tx: borrowing Transaction
    ) throws {
        guard let limits = try SubscriptionStore.subscription(of: tenant, .locking, in: tx)?.limits else {
            throw Problem.limitReached(thing, limit: 0)
        }
        guard let allowed = limits.allowed(thing) else { return }
        guard try count() < allowed else { throw Problem.limitReached(thing, limit: allowed) }
    }
}

extension CivilDay {
    /// The day after it.
    var following: CivilDay { CivilDay(daysSinceEpoch: daysSinceEpoch + 1) }
}
