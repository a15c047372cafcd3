import Contracts
package import Core
import Database

extension Billing {
    /// The tenant's statements, the latest month first: those before `after`, at most `limit` of them, which is clamped to `pageLimit`. The running month
    /// is among them as far as it has come. `next` is the last one's month where there are more.
    package func statements(
        of tenant: TenantID, after: CivilMonth? = nil, limit: Int
    ) async throws -> (statements: [Statement], next: CivilMonth?) {
        let limit = min(max(limit, 1), Self.pageLimit)
        let today = runtime.clock.now.day
        let newest = after.map { min($0.previous, CivilMonth(of: today)) } ?? CivilMonth(of: today)
        return try await database.read(as: tenant) { tx in
            guard let terms = try TermStore.terms(of: tenant, in: tx) else { throw Problem.notFound(.tenant) }
            let oldest = CivilMonth(of: terms.begin)
            var months: [CivilMonth] = []
            var month = newest
            while months.count < limit, month >= oldest {
                months.append(month)
                month = month.previous
            }
            guard let last = months.last else { return ([], nil) }
            let usage = try Self.messages(of: tenant, in: last.firstDay...newest.lastDay, tx: tx)
            return (months.compactMap { terms.statement(of: $0, usage: usage, today: today) }, last > oldest ? last : nil)
        }
    }

    /// The statement of that month, of the running one as far as it has come; throws `Problem.notFound(.statement)` for months before the tenant had a
    /// plan and for those to come.
    package func statement(of tenant: TenantID, month: CivilMonth) async throws -> Statement {
        let today = runtime.clock.now.day
        return try await database.read(as: tenant) { tx in
            guard let terms = try TermStore.terms(of: tenant, in: tx) else { throw Problem.notFound(.tenant) }
            let usage = try Self.messages(of: tenant, in: month.firstDay...month.lastDay, tx: tx)
            guard let statement = terms.statement(of: month, usage: usage, today: today) else { throw Problem.notFound(.statement) }
            return statement
        }
    }

    private static func messages(
        of tenant: TenantID, in range: ClosedRange<CivilDay>, tx: borrowing Transaction
    ) throws -> [CivilDay: Int] {
        Dictionary(try UsageStore.days(of: tenant, in: range, tx: tx).map { ($0.day, $0.messages) }, uniquingKeysWith: { first, _ in first })
    }
}
