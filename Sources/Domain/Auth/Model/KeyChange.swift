package import Contracts
package import Core

/// What is to change about a key.
package struct KeyChange: Sendable, Hashable {
    /// Its new name, if it gets one.
    package var name: String?
    /// What it may be used for from now on, if that changes; not empty.
    package var scopes: Scopes?
    /// The one instance it is tied to; the asker has made sure that it is the tenant's.
    package var instance: Change<InstanceID>
    /// From when on it admits nobody; in the future.
    package var expires: Change<Instant>

    /// A change of what is named; the rest stays.
    package init(
        name: String? = nil, scopes: Scopes? = nil, instance: Change<InstanceID> = .unchanged, expires: Change<Instant> = .unchanged
    ) {
        self.name = name
        self.scopes = scopes
        self.instance = instance
        self.expires = expires
    }

    /// Every rule it breaks.
    func violations(at now: Instant) -> [Violation] {
        KeyRules.violations(name: name, scopes: scopes, expires: expires.applied(to: nil), at: now)
    }

    /// Whether it may take something from whoever holds the key.
    var mayTake: Bool { scopes != nil || instance != .unchanged || expires != .unchanged }
}
