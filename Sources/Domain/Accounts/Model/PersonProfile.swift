package import Contracts
package import Core

/// What a tenant sees of somebody who works for it.
package struct PersonProfile: Sendable, Hashable {
    /// Who it is.
    package let id: PersonID
    /// The address that is signed in with, in lower case.
    package let email: String
    /// What friends call him, if he said so.
    package let firstName: String?
    /// What his family is called, if he said so.
    package let lastName: String?
    /// What he may do.
    package let role: Role
    /// Since when he has been one of the tenant's people.
    package let createdAt: Instant

    /// Puts a profile together.
    package init(id: PersonID, email: String, firstName: String?, lastName: String?, role: Role, createdAt: Instant) {
        self.id = id
        self.email = email
        self.firstName = firstName
        self.lastName = lastName
        self.role = role
        self.createdAt = createdAt
    }
}
