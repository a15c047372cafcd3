package import Contracts
package import Core
package import Database

extension Media: TenantHolding {
    private static let fileKind = "media"
    /// Chunks that are erased at once: 16 MiB.
    private static let erasedChunks = 64

    package var kinds: [String] { [Self.fileKind] }

    /// What is known of the files; what is in them is had under their links.
    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage {
        guard kind == Self.fileKind else { return ExportPage(records: [], next: nil) }
        let found = try HoldingStore.files(of: tenant, after: cursor.flatMap { MediaID($0) }, limit: limit, in: tx)
        return ExportPage(found, limit: limit, record: \.json, cursor: \.id.description)
    }

    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        // Chunks first: a file takes all of its own along, however many they are.
        let chunks = try HoldingStore.eraseChunks(min(limit, Self.erasedChunks), of: tenant, in: tx)
        guard chunks == 0 else { return chunks }
        return try HoldingStore.eraseFiles(limit, of: tenant, in: tx)
    }
}
