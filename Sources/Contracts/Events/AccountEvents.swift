package import Core
import Events

/// A tenant has ended: nobody is admitted for it any more, and its rows will be erased. What it has outside the database is to be let go now.
package struct TenantClosed: DurableEvent {
    package static let name = "accounts.tenant_closed.v1"
    package let tenant: TenantID
    /// When it ended.
    package let occurredAt: Instant

    /// Tells the end of that tenant.
    package init(_ tenant: TenantID, at occurredAt: Instant) {
        self.tenant = tenant
        self.occurredAt = occurredAt
    }

    package var json: JSON {
        ["tenant_id": .string(tenant.description), "occurred_at": .integer(occurredAt.microseconds)]
    }

    package static func decode(_ json: JSON) throws -> TenantClosed {
        guard let tenant = json["tenant_id"]?.string.flatMap({ TenantID($0) }), let occurredAt = json["occurred_at"]?.integer else {
            throw UnreadableEvent(name: name)
        }
        return TenantClosed(tenant, at: Instant(microseconds: occurredAt))
    }
}
