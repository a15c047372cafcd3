package import Core
package import Events

/// An event about one message.
package protocol MessageEvent: DurableEvent {
    /// The event's own id, the same however often it is told.
    var id: EventID { get }
    /// What is to be told.
    var facts: MessageFacts { get }
    /// Puts an event together.
    init(id: EventID, tenant: TenantID, facts: MessageFacts)
}

extension MessageEvent {
    package var json: JSON {
        .object([JSON.Member("event_id", .string(id.description)), JSON.Member("tenant_id", .string(tenant.description))] + facts.members)
    }

    package static func decode(_ json: JSON) throws -> Self {
        guard let id = json["event_id"]?.string.flatMap(EventID.init), let tenant = json["tenant_id"]?.string.flatMap(TenantID.init),
            let facts = MessageFacts(json: json)
        else { throw UnreadableEvent(name: name) }
        return Self(id: id, tenant: tenant, facts: facts)
    }
}

/// A stored event is not what its name says.
package struct UnreadableEvent: Error {
    /// The event's name.
    package let name: String
}

/// A message came in.
package struct MessageReceived: MessageEvent {
    package static let name = "messaging.message_received.v1"
    package let id: EventID
    package let tenant: TenantID
    package let facts: MessageFacts
    package init(id: EventID, tenant: TenantID, facts: MessageFacts) { (self.id, self.tenant, self.facts) = (id, tenant, facts) }
}

/// WhatsApp's server has taken a message.
package struct MessageSent: MessageEvent {
    package static let name = "messaging.message_sent.v1"
    package let id: EventID
    package let tenant: TenantID
    package let facts: MessageFacts
    package init(id: EventID, tenant: TenantID, facts: MessageFacts) { (self.id, self.tenant, self.facts) = (id, tenant, facts) }
}

/// The recipient's phone has a message.
package struct MessageDelivered: MessageEvent {
    package static let name = "messaging.message_delivered.v1"
    package let id: EventID
    package let tenant: TenantID
    package let facts: MessageFacts
    package init(id: EventID, tenant: TenantID, facts: MessageFacts) { (self.id, self.tenant, self.facts) = (id, tenant, facts) }
}

/// The recipient has read a message.
package struct MessageRead: MessageEvent {
    package static let name = "messaging.message_read.v1"
    package let id: EventID
    package let tenant: TenantID
    package let facts: MessageFacts
    package init(id: EventID, tenant: TenantID, facts: MessageFacts) { (self.id, self.tenant, self.facts) = (id, tenant, facts) }
}

/// A message will not arrive.
package struct MessageFailed: MessageEvent {
    package static let name = "messaging.message_failed.v1"
    package let id: EventID
    package let tenant: TenantID
    package let facts: MessageFacts
    package init(id: EventID, tenant: TenantID, facts: MessageFacts) { (self.id, self.tenant, self.facts) = (id, tenant, facts) }
}
