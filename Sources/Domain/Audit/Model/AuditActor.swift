package import Contracts
package import Core

/// Who did it.
package struct AuditActor: Sendable, Hashable {
    /// What sort of somebody.
    package enum Kind: String, Sendable, CaseIterable {
        /// Whoever held an API key.
        case key
        /// One of a tenant's people.
        case person
        /// The operator, with his own key or as somebody of the tenant.
        case `operator`
        /// Somebody without credentials.
        case anonymous
        /// Herald by itself.
        case herald
    }

    /// What an id of theirs names: a key, a person or an impersonation, as the kind says.
    package enum Somebody {}

    /// What sort of somebody.
    package let kind: Kind
    /// Which key or person; for an operator, which impersonation, nil with his own key.
    package let id: ID<Somebody>?
    /// Who signed in with this, or showed an access token beside the key.
    package let person: PersonID?

    /// Puts them together.
    package init(_ kind: Kind, id: ID<Somebody>? = nil, person: PersonID? = nil) {
        self.kind = kind
        self.id = id
        self.person = person
    }

    /// Whoever is behind what is happening; `person` is who just proved to be somebody, where nobody had shown credentials.
    init(_ origin: Origin?, person: PersonID?) {
        switch origin?.actor {
        case nil: self.init(.herald, person: person)
        case .operatorKey: self.init(.operator)
        case .anybody: self.init(person == nil ? .anonymous : .person, id: person?.asID(), person: person)
        case .caller(let caller):
            if let impersonation = caller.impersonation {
                self.init(.operator, id: impersonation.asID())
            } else if let key = caller.key {
                self.init(.key, id: key.asID(), person: person ?? caller.person)
            } else {
                self.init(.person, id: caller.person?.asID(), person: caller.person)
            }
        }
    }
}
