package import Contracts
package import Core
package import Database

extension Audit: TenantHolding {
    private static let entryKind = "audit_entry"

    package var kinds: [String] { [Self.entryKind] }

    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage {
        guard kind == Self.entryKind else { return ExportPage(records: [], next: nil) }
        let found = try EntryStore.following(cursor.flatMap { Int64($0) } ?? 0, of: tenant, limit: limit, in: tx).map(AuditRecord.init)
        return ExportPage(found, limit: limit, record: \.json, cursor: { String($0.sequence) })
    }

    /// The end of the trail goes first, and with it the operator's trail says how long it was: what is left after that is no broken chain but one
    /// that is being erased. PostgreSQL refuses it for a tenant that is not closed.
    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        if let head = try HeadStore.delete(of: tenant, in: tx) {
            let end: JSON = ["entries": .integer(head.sequence), "hash": .string(Hex.encode(head.hash))]
            try record(AuditEntry(.trailErased, Self.subject(of: tenant), of: nil, before: end), in: tx)
            return 1
        }
        return try EntryStore.erase(limit, of: tenant, in: tx)
    }
}

extension AuditRecord {
    /// The entry as its tenant is handed it.
    fileprivate var json: JSON {
        [
            "sequence": .integer(sequence), "id": .string(id.description), "at": .string(at.description), "action": .string(action),
            "actor": .object([
                JSON.Member("type", .string(actor.kind.rawValue)), JSON.Member("id", .optional(actor.id?.description)),
                JSON.Member("person_id", .optional(actor.person?.description)),
            ]), "subject": .optional(subject), "before": before ?? .null, "after": after ?? .null, "address": .optional(address),
            "request_id": .optional(request?.description), "hash": .string(Hex.encode(hash)),
        ]
    }
}
