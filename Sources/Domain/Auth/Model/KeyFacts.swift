package import Contracts
package import Core

/// What is known of a key that was issued, without the key.
package struct KeyFacts: Sendable, Hashable {
    /// Which it is.
    package let id: KeyID
    /// What its owner calls it.
    package let name: String
    /// Its first characters, to tell it from others.
    package let prefix: String
    /// What it reaches.
    package let environment: KeyEnvironment
    /// What it may be used for.
    package let scopes: Scopes
    /// The one instance it is tied to, if any.
    package let instance: InstanceID?
    /// From when on it admits nobody, if ever.
    package let expires: Instant?
    /// When it was used last, if ever; coarse.
    package let lastUsed: Instant?
    /// When it was issued.
    package let created: Instant

    /// What is known of it after a change.
    func changed(by change: KeyChange) -> KeyFacts {
        KeyFacts(
            id: id, name: change.name ?? name, prefix: prefix, environment: environment, scopes: change.scopes ?? scopes,
            instance: change.instance.applied(to: instance), expires: change.expires.applied(to: expires), lastUsed: lastUsed, created: created)
    }

    /// What is known of it once its text is another.
    func shown(as prefix: String) -> KeyFacts {
        KeyFacts(
            id: id, name: name, prefix: prefix, environment: environment, scopes: scopes, instance: instance, expires: expires,
            lastUsed: lastUsed, created: created)
    }

    /// What of it stands in an audit trail.
    var audited: JSON {
        [
            "name": .string(name), "prefix": .string(prefix), "environment": .string(environment.rawValue),
            "scopes": .array(scopes.names.map(JSON.string)), "instance_id": .optional(instance?.description),
            "expires_at": .optional(expires?.description),
        ]
    }
}
