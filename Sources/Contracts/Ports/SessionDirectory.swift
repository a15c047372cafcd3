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
    /// Whether it lives on the simulated WhatsApp.
    package let isSandbox: Bool
    /// The number of the phone that linked it, if one ever did.
    package let number: PhoneNumber?

    /// Puts a standing together.
    package init(instance: InstanceReference, status: InstanceStatus, isSandbox: Bool, number: PhoneNumber?) {
        self.instance = instance
        self.status = status
        self.isSandbox = isSandbox
        self.number = number
    }
}
