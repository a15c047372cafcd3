package import Contracts
package import Core

/// An instance as its tenant sees it.
package struct InstanceDetails: Sendable, Hashable {
    /// Which it is, and whose.
    package let reference: InstanceReference
    /// The tenant's own name for it.
    package let name: String?
    /// The caller's own name for it, unique among the tenant's.
    package let handle: String?
    /// Where it stands with WhatsApp.
    package let status: InstanceStatus
    /// Why, where the status alone does not say it.
    package let reason: StatusReason?
    /// The number of the phone that linked it last.
    package let number: PhoneNumber?
    /// How it reaches WhatsApp.
    package let channel: ChannelName
    /// Whether it lives on the simulated WhatsApp.
    package let isSandbox: Bool
    /// Whether requests mean it that name none.
    package let isDefault: Bool
    /// When its session last gave a sign of life.
    package let lastSeenAt: Instant?
    /// When it was made.
    package let createdAt: Instant
    /// When something of this last changed.
    package let updatedAt: Instant

    /// Which it is.
    package var id: InstanceID { reference.id }
    /// How it stands, as other modules ask.
    package var standing: InstanceStanding {
        InstanceStanding(instance: reference, status: status, channel: channel, isSandbox: isSandbox, number: number, name: name)
    }
}
