package import Contracts
package import Core
package import Database

extension Billing: QuotaGate {
    package func reserve(_ entry: QuotaEntry, for tenant: TenantID, on day: CivilDay, in tx: borrowing Transaction) throws {
        guard try LedgerStore.reserve(entry, for: tenant, on: day, in: tx) else {
            throw problem(try SubscriptionStore.subscription(of: tenant, .reading, in: tx)?.limits)
        }
    }

    package func giveBack(_ entry: QuotaEntry, for tenant: TenantID, on day: CivilDay, in tx: borrowing Transaction) throws {
        try LedgerStore.giveBack(entry, for: tenant, on: day, in: tx)
    }

    package var reservation: StaticString { "billing.reserve" }

    package var giveBack: StaticString { "billing.give_back" }

    package func heard(_ used: Int, of tenant: TenantID, on day: CivilDay) { meter.heard(used, of: tenant, on: day) }

    package func exceeded(for tenant: TenantID) async throws -> Problem {
        problem(try await limits(of: tenant))
    }

    private func problem(_ limits: PlanLimits?) -> Problem {
        let now = runtime.clock.now
        let tomorrow = now.day.following.start
        // Rounded up: a client that comes back a moment too early is refused once more.
        let seconds = ((tomorrow - now).inMicroseconds + 999_999) / 1_000_000
        return .quotaExceeded(limit: limits.map { $0.messagesPerDay ?? .max } ?? 0, retryAfter: Int(seconds))
    }
}
