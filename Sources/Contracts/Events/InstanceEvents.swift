package import Core
import Events

/// An instance can send and receive, after it was linked or after it could not.
package struct InstanceConnected: DurableEvent {
    package static let name = "instances.connected.v1"
    /// What happened to which instance.
    package let facts: InstanceFacts

    /// Tells those facts.
    package init(_ facts: InstanceFacts) { self.facts = facts }

    package var tenant: TenantID { facts.tenant }
    package var json: JSON { facts.json }
    package static func decode(_ json: JSON) throws -> InstanceConnected { try InstanceConnected(InstanceFacts(json: json)) }
}

/// An instance is linked and its line stands, but WhatsApp no longer answers over it; it is being connected anew.
package struct InstanceDegraded: DurableEvent {
    package static let name = "instances.degraded.v1"
    /// What happened to which instance.
    package let facts: InstanceFacts

    /// Tells those facts.
    package init(_ facts: InstanceFacts) { self.facts = facts }

    package var tenant: TenantID { facts.tenant }
    package var json: JSON { facts.json }
    package static func decode(_ json: JSON) throws -> InstanceDegraded { try InstanceDegraded(InstanceFacts(json: json)) }
}

/// An instance has lost its connection and keeps its link; the facts say why.
package struct InstanceDisconnected: DurableEvent {
    package static let name = "instances.disconnected.v1"
    /// What happened to which instance.
    package let facts: InstanceFacts

    /// Tells those facts.
    package init(_ facts: InstanceFacts) { self.facts = facts }

    package var tenant: TenantID { facts.tenant }
    package var json: JSON { facts.json }
    package static func decode(_ json: JSON) throws -> InstanceDisconnected { try InstanceDisconnected(InstanceFacts(json: json)) }
}

/// An instance has lost its link, by the phone, by WhatsApp or by the tenant; the facts say why.
package struct InstanceLoggedOut: DurableEvent {
    package static let name = "instances.logged_out.v1"
    /// What happened to which instance.
    package let facts: InstanceFacts

    /// Tells those facts.
    package init(_ facts: InstanceFacts) { self.facts = facts }

    package var tenant: TenantID { facts.tenant }
    package var json: JSON { facts.json }
    package static func decode(_ json: JSON) throws -> InstanceLoggedOut { try InstanceLoggedOut(InstanceFacts(json: json)) }
}

/// An instance is gone for its tenant.
package struct InstanceRemoved: DurableEvent {
    package static let name = "instances.removed.v1"
    /// What happened to which instance.
    package let facts: InstanceFacts

    /// Tells those facts.
    package init(_ facts: InstanceFacts) { self.facts = facts }

    package var tenant: TenantID { facts.tenant }
    package var json: JSON { facts.json }
    package static func decode(_ json: JSON) throws -> InstanceRemoved { try InstanceRemoved(InstanceFacts(json: json)) }
}
