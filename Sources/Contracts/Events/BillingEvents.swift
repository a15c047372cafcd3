package import Core
import Events

/// A tenant has used up so much of a day's messages that it is warned, once a day for each threshold.
package struct UsageWarning: DurableEvent {
    package static let name = "billing.usage_warning.v1"
    /// The event's own id, the same however often it is told.
    package let id: EventID
    package let tenant: TenantID
    /// The day, in UTC.
    package let day: CivilDay
    /// How many per cent were reached: 80 or 100.
    package let threshold: Int
    /// How many messages were used up then.
    package let messages: Int
    /// How many the day allowed then.
    package let allowed: Int
    /// When.
    package let occurredAt: Instant

    /// Tells those facts.
    package init(id: EventID, tenant: TenantID, day: CivilDay, threshold: Int, messages: Int, allowed: Int, occurredAt: Instant) {
        self.id = id
        self.tenant = tenant
        self.day = day
        self.threshold = threshold
        self.messages = messages
        self.allowed = allowed
        self.occurredAt = occurredAt
    }

    package var json: JSON {
        [
            "event_id": .string(id.description), "tenant_id": .string(tenant.description), "day": .string(day.description),
            "threshold": .integer(Int64(threshold)), "messages": .integer(Int64(messages)), "allowed": .integer(Int64(allowed)),
            "occurred_at": .integer(occurredAt.microseconds),
        ]
    }

    package static func decode(_ json: JSON) throws -> UsageWarning {
        guard let id = json["event_id"]?.string.flatMap(EventID.init), let tenant = json["tenant_id"]?.string.flatMap({ TenantID($0) }),
            let day = json["day"]?.string.flatMap({ CivilDay($0) }), let threshold = json["threshold"]?.integer,
            let messages = json["messages"]?.integer, let allowed = json["allowed"]?.integer, let occurredAt = json["occurred_at"]?.integer
        else { throw UnreadableEvent(name: name) }
        return UsageWarning(
            id: id, tenant: tenant, day: day, threshold: Int(threshold), messages: Int(messages), allowed: Int(allowed),
            occurredAt: Instant(microseconds: occurredAt))
    }
}
