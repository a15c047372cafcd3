package import Contracts
package import Core
package import Database

extension Accounts: TenantHolding {
    private static let tenantKind = "tenant"
    private static let personKind = "person"
    private static let invitationKind = "invitation"

    package var kinds: [String] { [Self.tenantKind, Self.personKind, Self.invitationKind] }

    package func export(
        _ kind: String, of tenant: TenantID, after cursor: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> ExportPage {
        switch kind {
        case Self.tenantKind: return ExportPage(records: try profile(tenant, in: tx).map { [$0.json] } ?? [], next: nil)
        case Self.personKind:
            let people = try PersonStore.list(tenant, after: cursor.flatMap { PersonID($0) }, limit: limit, in: tx)
            return ExportPage(people, limit: limit, record: \.json, cursor: \.id.description)
        case Self.invitationKind:
            let found = try InvitationStore.list(
                tenant, after: cursor.flatMap { InvitationID($0) }, limit: limit, at: runtime.clock.now, in: tx)
            return ExportPage(found, limit: limit, record: \.json, cursor: \.id.description)
        default: return ExportPage(records: [], next: nil)
        }
    }

    /// Erases the tenant itself last, once it is closed and nobody else keeps anything of it: what still referred to it would go along.
    package func erase(_ limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int {
        let people = try ErasureStore.erasePeople(limit, of: tenant, in: tx)
        guard people == 0 else { return people }
        let invitations = try ErasureStore.eraseInvitations(limit, of: tenant, in: tx)
        guard invitations == 0 else { return invitations }
        tx.ring(Self.changed)
        return try ErasureStore.eraseTenant(tenant, in: tx)
    }
}

extension TenantProfile {
    fileprivate var json: JSON {
        [
            "id": .string(id.description), "slug": .string(slug), "name": .string(name), "time_zone": .string(timeZone),
            "default_instance_id": .optional(defaultInstance?.description), "plan": .string(plan), "status": .string(status.rawValue),
            "created_at": .string(created.description),
        ]
    }
}

extension PersonProfile {
    fileprivate var json: JSON {
        [
            "id": .string(id.description), "email": .string(email), "first_name": .optional(firstName), "last_name": .optional(lastName),
            "role": .string(role.rawValue), "created_at": .string(createdAt.description),
        ]
    }
}

extension InvitationFacts {
    fileprivate var json: JSON {
        [
            "id": .string(id.description), "email": .string(email), "role": .string(role.rawValue),
            "invited_by": .optional(invitedBy?.description), "created_at": .string(createdAt.description),
            "expires_at": .string(expiresAt.description),
        ]
    }
}
