import Contracts
import Core
import Database

extension Audit {
    /// Entries that the filter lets through, newest first, and the cursor of the next page, nil after the last. `limit` is clamped to `pageLimit`.
    package func entries(
        _ scope: AuditScope, matching filter: AuditFilter = AuditFilter(), after cursor: AuditEntryID? = nil, limit: Int
    ) async throws -> (entries: [AuditRecord], next: AuditEntryID?) {
        let limit = min(max(limit, 1), Self.pageLimit)
        let look: @Sendable (TenantID?, borrowing Transaction) throws -> [(entry: Entry, hash: [UInt8])] = { tenant, tx in
            try EntryStore.newest(of: tenant, matching: filter, after: cursor, limit: limit + 1, in: tx)
        }
        let found =
            switch scope {
            case .tenant(let tenant): try await database.read(as: tenant) { tx in try look(tenant, tx) }
            case .operatorOnly: try await database.system { tx in try look(Self.operatorsTrail, tx) }
            case .everything: try await database.system { tx in try look(nil, tx) }
            }
        let page = found.prefix(limit).map(AuditRecord.init)
        return (page, found.count > limit ? page.last?.id : nil)
    }
}

extension AuditRecord {
    init(_ entry: Entry, hash: [UInt8]) {
        self.init(
            tenant: entry.tenant == Audit.operatorsTrail ? nil : entry.tenant, sequence: entry.sequence, id: entry.id, at: entry.at,
            action: entry.action, actor: AuditActor(AuditActor.Kind(rawValue: entry.actor) ?? .herald, id: entry.actorID, person: entry.person),
            subject: entry.subject, before: entry.before.map(Self.detail), after: entry.after.map(Self.detail), address: entry.address,
            request: entry.request, hash: hash)
    }

    private static func detail(_ text: String) -> JSON {
        do {
            return try JSONParser.parse(Array(text.utf8))
        } catch {
            // Not as it was written. That is for `verify` to find; whoever reads shall see what is there.
            return .string(text)
        }
    }
}
