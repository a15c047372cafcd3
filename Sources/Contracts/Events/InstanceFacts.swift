package import Core

/// What an event tells of an instance.
package struct InstanceFacts: Sendable, Hashable {
    /// What was stored is not such an event.
    package struct Unreadable: Error {}

    /// The same for whoever is told, however often.
    package let id: EventID
    /// Whose instance it is.
    package let tenant: TenantID
    /// Which instance it is.
    package let instance: InstanceID
    /// The number that is or was linked, if there ever was one.
    package let number: PhoneNumber?
    /// Why, where there is a reason.
    package let reason: StatusReason?
    /// When it happened.
    package let occurredAt: Instant

    /// Puts the facts together.
    package init(
        id: EventID, of instance: InstanceReference, number: PhoneNumber?, reason: StatusReason? = nil, occurredAt: Instant
    ) {
        self.id = id
        tenant = instance.tenant
        self.instance = instance.id
        self.number = number
        self.reason = reason
        self.occurredAt = occurredAt
    }

    /// The facts as they are stored.
    package var json: JSON {
        .object([
            JSON.Member("id", .string(id.description)),
            JSON.Member("tenant_id", .string(tenant.description)),
            JSON.Member("instance_id", .string(instance.description)),
            JSON.Member("number", .optional(number?.digits)),
            JSON.Member("reason", .optional(reason?.rawValue)),
            JSON.Member("occurred_at", .integer(occurredAt.microseconds)),
        ])
    }

    /// Reads what was stored.
    package init(json: JSON) throws {
        guard let id = json["id"]?.string.flatMap({ EventID($0) }), let tenant = json["tenant_id"]?.string.flatMap({ TenantID($0) }),
            let instance = json["instance_id"]?.string.flatMap({ InstanceID($0) }), let occurredAt = json["occurred_at"]?.integer
        else { throw Unreadable() }
        self.id = id
        self.tenant = tenant
        self.instance = instance
        number = json["number"]?.string.flatMap { PhoneNumber($0) }
        reason = json["reason"]?.string.flatMap { StatusReason(rawValue: $0) }
        self.occurredAt = Instant(microseconds: occurredAt)
    }
}
