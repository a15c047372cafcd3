package import Contracts
package import Core
package import Database

/// Nothing of it is handed out: what a tenant was answered it has, and answers may show secrets.
extension Idempotency: TenantHolding {
    package var kinds: [String] { [] }

    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage { ExportPage(records: [], next: nil) }

    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try RecordStore.erase(limit, of: tenant, in: tx)
    }
}
