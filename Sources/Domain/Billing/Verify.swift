package import Contracts
package import Core
import Database

extension Billing {
    /// How many faults are told of one tenant's days at most.
    package static let faultsLimit = 366
    /// How many things one statement of the verification looks at.
    package static let verificationBatch = 5000

    /// Holds the ledger against the days and the messages, of one tenant or of all: nothing, if all is well. Each tenant is seen as it is at one
    /// moment; nobody waits for this.
    ///
    /// Of a tenant that was counted before there was a ledger only the days are verified.
    package func verifyLedger(of tenant: TenantID? = nil, against messages: any CountedMessages) async throws -> [LedgerFault] {
        if let tenant { return try await faults(of: tenant, against: messages) }
        var faults: [LedgerFault] = []
        var last: TenantID?
        repeat {
            let after = last
            let tenants = try await database.system { tx in try LedgerStore.tenants(after: after, limit: Self.verificationBatch, in: tx) }
            for tenant in tenants { faults += try await self.faults(of: tenant, against: messages) }
            last = tenants.last
        } while last != nil
        return faults
    }

    private func faults(of tenant: TenantID, against messages: any CountedMessages) async throws -> [LedgerFault] {
        try await database.snapshot { tx in
            var faults = try LedgerStore.differences(of: tenant, limit: Self.faultsLimit, in: tx).map { sum in
                LedgerFault(tenant: tenant, what: .day(sum.day, counted: sum.counted, entries: sum.entries))
            }
            let sums = try LedgerStore.sums(of: tenant, in: tx)
            guard sums[.opening] == nil else { return faults }
            var expected = try messages.counted(of: tenant, in: tx)
            try addUncertain(to: &expected, of: tenant, from: messages, in: tx)
            for (kind, count) in [
                (LedgerKind.accepted, expected.accepted), (.bulk, expected.bulk), (.scheduled, expected.scheduled), (.resent, expected.resent),
                (.returned, -expected.returned),
            ] where sums[kind] ?? 0 != count {
                faults.append(LedgerFault(tenant: tenant, what: .kind(kind, entries: sums[kind] ?? 0, messages: count)))
            }
            return faults
        }
    }

    /// Of messages whose rows do not tell whether they were counted, the ledger says it: each has its entry under its own id.
    private func addUncertain(
        to expected: inout CountedTally, of tenant: TenantID, from messages: any CountedMessages, in tx: borrowing Transaction
    ) throws {
        var last: MessageID?
        repeat {
            let page = try messages.uncertain(of: tenant, after: last, limit: Self.verificationBatch, in: tx)
            let counted = try LedgerStore.scheduled(page.map(\.id), of: tenant, in: tx)
            expected.scheduled += counted.count
            expected.returned += page.count { $0.isWithdrawn && ($0.isResent || counted.contains($0.id)) }
            last = page.last?.id
        } while last != nil
    }
}
