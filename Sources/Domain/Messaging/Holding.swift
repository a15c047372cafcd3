package import Contracts
package import Core
package import Database

extension Messaging: TenantHolding {
    private static let messageKind = "message"

    package var kinds: [String] { [Self.messageKind] }

    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage {
        guard kind == Self.messageKind else { return ExportPage(records: [], next: nil) }
        let messages = try HoldingStore.messages(
            of: tenant, after: cursor.flatMap { MessageID($0) }, limit: limit, now: runtime.clock.now, in: tx)
        return ExportPage(messages, limit: limit, record: \.json, cursor: \.id.description)
    }

    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try HoldingStore.eraseMessages(limit, of: tenant, in: tx)
    }
}
