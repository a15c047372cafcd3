import Contracts
import Core
import Database
import Events

/// What is on its way between modules, which kits cannot offer by themselves: nothing of it is handed out, since what it tells of is, and all of it
/// is erased.
struct OutboxHolding: TenantHolding {
    var kinds: [String] { [] }

    func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage { ExportPage(records: [], next: nil) }

    func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try Outbox.erase(limit, of: tenant, in: tx)
    }
}
