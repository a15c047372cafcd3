package import Contracts
package import Core
package import Database

extension Billing: TenantHolding {
    private static let subscriptionKind = "subscription"
    private static let usageKind = "usage"

    package var kinds: [String] { [Self.subscriptionKind, Self.usageKind] }

    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage {
        switch kind {
        case Self.subscriptionKind: return ExportPage(records: try HoldingStore.subscription(of: tenant, in: tx), next: nil)
        case Self.usageKind:
            let days = try HoldingStore.usage(of: tenant, after: cursor.flatMap { CivilDay($0) }, limit: limit, in: tx)
            return ExportPage(days, limit: limit, record: \.json, cursor: \.day.description)
        default: return ExportPage(records: [], next: nil)
        }
    }

    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        let days = try HoldingStore.eraseUsage(limit, of: tenant, in: tx)
        guard days == 0 else { return days }
        return try HoldingStore.eraseSubscription(of: tenant, in: tx)
    }
}
