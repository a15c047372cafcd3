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
        return ExportPage(records: keys.map(\.json), next: keys.count < limit ? nil : keys.last.map(\.facts.id.description))
    }

    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        // Digests first: with them goes what admits.
        let digests = try HoldingStore.eraseDigests(limit, of: tenant, in: tx)
        if digests > 0 { try announceRevocation(in: tx) }
        guard digests < limit else { return digests }
        return digests + (try HoldingStore.eraseRest(limit - digests, of: tenant, in: tx))
    }
}
