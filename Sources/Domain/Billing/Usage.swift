import Contracts
package import Core
import Database

extension Billing {
    /// How many days are listed at most.
    package static let usageDaysLimit = 366

    /// What the tenant used up on each day from the one to the other, the earliest first; the last `usageDaysLimit` of them at most, by default the 30
    /// days up to today. Throws `Problem.invalid` at `?from` when that is after `to`, or more days before it than are listed.
    package func usage(of tenant: TenantID, from: CivilDay? = nil, to: CivilDay? = nil) async throws -> [UsageDay] {
        let to = to ?? max(runtime.clock.now.day, from ?? runtime.clock.now.day)
        let from = from ?? CivilDay(daysSinceEpoch: to.daysSinceEpoch - Self.usualDays + 1)
        guard from <= to else { throw Problem.invalid([Violation("?from", "Must not be after the last day.")]) }
        guard to.daysSinceEpoch - from.daysSinceEpoch < Self.usageDaysLimit else {
            throw Problem.invalid([Violation("?from", "At most \(Self.usageDaysLimit) days are listed.")])
        }
        let found = try await database.read(as: tenant) { tx in try UsageStore.days(of: tenant, in: from...to, tx: tx) }
        let byDay = Dictionary(found.map { ($0.day, $0) }, uniquingKeysWith: { first, _ in first })
        return (from.daysSinceEpoch...to.daysSinceEpoch).map { number in
            let day = CivilDay(daysSinceEpoch: number)
            return byDay[day] ?? UsageDay(day: day, messages: 0, apiRequests: 0)
        }
    }

    /// How many days are listed where nobody says from which on.
    private static let usualDays = 30

    /// Counts requests that were answered today. Tenants that are gone are left out.
    package func count(requests: [TenantID: Int]) async throws {
        guard !requests.isEmpty else { return }
        let today = runtime.clock.now.day
        try await database.system { tx in try UsageStore.count(requests, on: today, in: tx) }
    }
}
