package import Contracts
package import Core
package import Database

extension Billing: TenantHolding {
    private static let subscriptionKind = "subscription"
    private static let usageKind = "usage"
    private static let entryKind = "ledger_entry"
    private static let termKind = "plan_term"
    private static let warningKind = "usage_warning"

    package var kinds: [String] { [Self.subscriptionKind, Self.termKind, Self.usageKind, Self.entryKind, Self.warningKind] }

    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage {
        switch kind {
        case Self.subscriptionKind: return ExportPage(records: try HoldingStore.subscription(of: tenant, in: tx), next: nil)
        case Self.usageKind:
            let days = try HoldingStore.usage(of: tenant, after: cursor.flatMap { CivilDay($0) }, limit: limit, in: tx)
            return ExportPage(days, limit: limit, record: \.json, cursor: \.day.description)
        case Self.entryKind:
            let entries = try HoldingStore.entries(of: tenant, after: cursor.flatMap { LedgerEntryID($0) }, limit: limit, in: tx)
            return ExportPage(entries, limit: limit, record: \.json, cursor: \.cursor)
        case Self.termKind:
            let terms = try HoldingStore.terms(of: tenant, after: cursor.flatMap { CivilDay($0) }, limit: limit, in: tx)
            return ExportPage(terms, limit: limit, record: \.json, cursor: \.cursor)
        case Self.warningKind:
            let warnings = try HoldingStore.warnings(of: tenant, after: cursor.flatMap { CivilDay($0) }, limit: limit, in: tx)
            return ExportPage(warnings, limit: limit, record: \.json, cursor: \.cursor)
        default: return ExportPage(records: [], next: nil)
        }
    }

    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        // The plan first, though it is little: nobody can erase an entry of the ledger before.
        let subscriptions = try HoldingStore.eraseSubscription(of: tenant, in: tx)
        guard subscriptions == 0 else { return subscriptions }
        let days = try HoldingStore.eraseUsage(limit, of: tenant, in: tx)
        guard days == 0 else { return days }
        let entries = try HoldingStore.eraseEntries(limit, of: tenant, in: tx)
        guard entries == 0 else { return entries }
        return try HoldingStore.eraseHistory(limit, of: tenant, in: tx)
    }
}
