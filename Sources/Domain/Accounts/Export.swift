package import Contracts
import Core
import Database

extension Accounts {
    /// How many things are read and written at a time.
    package static let exportPage = 100

    /// Hands out all that there is of the caller's tenant but secrets, as JSON lines, the tenant itself first: each an object whose first member,
    /// `kind`, says what it is. `write` takes some whole lines at a time; what comes next is read once it returns.
    ///
    /// Not of one moment: what changes meanwhile may be in it or not. Throws `Problem.forbidden` unless the caller may manage and read the whole
    /// tenant, `.notFound(.tenant)` before anything is written, and what `write` throws.
    package func export(as caller: Caller, _ write: ([UInt8]) async throws -> Void) async throws {
        try caller.requireManaging()
        guard caller.scopes.contains(.read) else { throw Problem.forbidden(.scope) }
        _ = try await profile(of: caller.tenant)
        try await database.write(as: caller.tenant) { tx in try trail.record(AuditEntry(.tenantExported, of: caller.tenant), in: tx) }
        for holding in [self] + holdings {
            for kind in holding.kinds { try await export(kind, in: holding, of: caller.tenant, write) }
        }
    }

    private func export(
        _ kind: String, in holding: any TenantHolding, of tenant: TenantID, _ write: ([UInt8]) async throws -> Void
    ) async throws {
        var cursor: String?
        repeat {
            let after = cursor
            let page = try await database.read(as: tenant) { tx in
                try holding.export(kind, of: tenant, after: after, limit: Self.exportPage, in: tx)
            }
            var lines: [UInt8] = []
            for record in page.records {
                JSON.object([JSON.Member("kind", .string(kind))] + (record.object ?? [])).write(to: &lines)
                lines.append(UInt8(ascii: "\n"))
            }
            if !lines.isEmpty { try await write(lines) }
            cursor = page.next
        } while cursor != nil
    }
}
