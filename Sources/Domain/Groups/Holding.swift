package import Contracts
package import Core
package import Database

extension Groups: TenantHolding {
    private static let groupKind = "group"

    package var kinds: [String] { [Self.groupKind] }

    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage {
        guard kind == Self.groupKind else { return ExportPage(records: [], next: nil) }
        let groups = try HoldingStore.groups(of: tenant, after: cursor, limit: limit, in: tx)
        return ExportPage(groups, limit: limit, record: \.json, cursor: \.cursor)
    }

    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try HoldingStore.erase(limit, of: tenant, in: tx)
    }
}
