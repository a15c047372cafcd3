/// Which instance a request means, and how it stands. Offered by Instances; answered from memory where that is fresh enough.
package protocol SessionDirectory: Sendable {
    /// The instance named, else the one the key is pinned to, else the tenant's default, else the only one that is connected.
    /// Throws `Problem.notFound(.instance)` when a named one is not the caller's or there is none at all, also for a `test` key and an
    /// instance outside the sandbox, and `Problem.invalid` when several could be meant.
    func instance(_ named: InstanceID?, for caller: Caller) async throws -> InstanceStanding
}

/// An instance and how it stands.
package struct InstanceStanding: Sendable, Hashable {
    /// Which it is.
    package let instance: InstanceReference
    /// Where it stands with WhatsApp.
    package let status: InstanceStatus
    /// How it reaches WhatsApp.
    package let channel: ChannelName
    /// Whether it lives on the simulated WhatsApp.
    package let isSandbox: Bool
    /// The number of the phone that linked it, if one ever did.
    package let number: PhoneNumber?
    /// The tenant's own name for it.
    package let name: String?

    /// Puts a standing together.
    package init(
        instance: InstanceReference, status: InstanceStatus, channel: ChannelName, isSandbox: Bool, number: PhoneNumber?, name: String? = nil
    ) {
        self.instance = instance
        self.status = status
        self.channel = channel
        self.isSandbox = isSandbox
        self.number = number
        self.name = name
    }
}
