package import Contracts
package import Core

/// What a key is to be.
package struct NewKey: Sendable, Hashable {
    /// How long a name may be, in characters.
    package static let nameLimit = 100

    /// What its owner calls it: 1 to `nameLimit` characters.
    package var name: String
    /// What it reaches.
    package var environment: KeyEnvironment
    /// What it may be used for; not empty.
    package var scopes: Scopes
    /// The one instance it is tied to, if any; the asker has made sure that it is the tenant's.
    package var instance: InstanceID?
    /// From when on it admits nobody, if ever; in the future.
    package var expires: Instant?

    /// A key with all scopes, for every instance, for good, unless less is asked for.
    package init(
        name: String, environment: KeyEnvironment, scopes: Scopes = .all, instance: InstanceID? = nil, expires: Instant? = nil
    ) {
        self.name = name
        self.environment = environment
        self.scopes = scopes
        self.instance = instance
        self.expires = expires
    }

    /// Every rule it breaks.
    func violations(at now: Instant) -> [Violation] {
        KeyRules.violations(name: name, scopes: scopes, expires: expires, at: now)
    }
}
