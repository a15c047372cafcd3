package import Core

/// A way to WhatsApp: the simulator, a linked device, or Meta's HTTP API. It knows neither tables nor tenants' plans.
package protocol Channel: Sendable {
    /// What it is called in the database and in the native API.
    var name: ChannelName { get }
    /// What it can do.
    var abilities: ChannelAbilities { get }

    /// Opens the instance's session: with credentials in the vault it connects, without it begins to pair. Returns at once; all that
    /// happens afterwards, failures too, is told to the observer.
    func open(
        _ instance: InstanceReference, vault: any DeviceVault, media: any SessionMedia, observer: any SessionObserver
    ) async -> any Session
}

/// The channels there are.
package enum ChannelName: String, Sendable, CaseIterable, Hashable {
    case simulator, linked, cloud
}

/// What a channel can do; asked before, so that nobody is promised what cannot be.
package struct ChannelAbilities: Sendable, Hashable {
    /// The kinds of content it can send.
    package let contents: Set<MessageContent.Kind>
    /// Whether a phone is linked by a code on the screen.
    package let pairs: Bool
    /// Whether it has groups.
    package let groups: Bool
    /// Whether sending the same message again under the same WhatsApp id reaches the person once. Where not, a send whose outcome is
    /// unknown is not repeated.
    package let repeatable: Bool
    /// How fast it may be used.
    package let pacing: Pacing

    /// Puts the abilities of a channel together.
    package init(contents: Set<MessageContent.Kind>, pairs: Bool, groups: Bool, repeatable: Bool, pacing: Pacing) {
        self.contents = contents
        self.pairs = pairs
        self.groups = groups
        self.repeatable = repeatable
        self.pacing = pacing
    }
}

/// An instance, as far as a channel must know it.
package struct InstanceReference: Sendable, Hashable {
    /// Whose it is.
    package let tenant: TenantID
    /// Which it is.
    package let id: InstanceID

    /// Pairs an instance with its tenant.
    package init(tenant: TenantID, id: InstanceID) {
        self.tenant = tenant
        self.id = id
    }
}
