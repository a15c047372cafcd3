package import Contracts
package import Core
package import Database

extension Auth: TenantHolding {
    private static let keyKind = "key"

    package var kinds: [String] { [Self.keyKind] }

    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage {
        guard kind == Self.keyKind else { return ExportPage(records: [], next: nil) }
        let keys = try HoldingStore.keys(of: tenant, after: cursor.flatMap { KeyID($0) }, limit: limit, in: tx)
        return ExportPage(keys, limit: limit, record: \.json, cursor: \.facts.id.description)
    }

    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        let erased = try HoldingStore.erase(limit, of: tenant, in: tx)
        if erased > 0 { try RevisionStore.advance(in: tx) }
        return erased
    }
}
