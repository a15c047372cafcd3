package import Contracts
package import Core
package import Database

extension Messaging: TenantHolding {
    /// What is handed out, by the words that the export has for it.
    private enum Kind: String, CaseIterable {
        case message, schedule
        case step = "message_step"
    }

    package var kinds: [String] { Kind.allCases.map(\.rawValue) }

    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage {
        let held: [HoldingStore.Held]
        switch Kind(rawValue: kind) {
        case .message:
            held = try HoldingStore.messages(of: tenant, after: cursor.flatMap { MessageID($0) }, limit: limit, in: tx)
        case .schedule:
            held = try HoldingStore.schedules(of: tenant, after: cursor.flatMap { BatchID($0) }, limit: limit, in: tx)
        case .step:
            held = try HoldingStore.steps(of: tenant, after: cursor.flatMap(Self.stepCursor), limit: limit, in: tx)
        case nil: return ExportPage(records: [], next: nil)
        }
        return ExportPage(held, limit: limit, record: \.json, cursor: \.cursor)
    }

    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        try HoldingStore.erase(limit, of: tenant, in: tx)
    }

    private static func stepCursor(_ text: String) -> (message: MessageID, step: ID<Occurrence>)? {
        let parts = text.split(separator: HoldingStore.stepSeparator)
        guard parts.count == 2, let message = MessageID(String(parts[0])), let step = ID<Occurrence>(String(parts[1])) else { return nil }
        return (message, step)
    }
}
