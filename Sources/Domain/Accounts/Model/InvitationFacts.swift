package import Contracts
package import Core

/// A place that is kept for somebody, without the secret that opens it.
package struct InvitationFacts: Sendable, Hashable {
    /// Which it is.
    package let id: InvitationID
    /// Whose place it is, in lower case.
    package let email: String
    /// What that person will be.
    package let role: Role
    /// Who invited; nil where an API key did.
    package let invitedBy: PersonID?
    /// When that was.
    package let createdAt: Instant
    /// From when on the link opens nothing.
    package let expiresAt: Instant

    /// Puts the facts together.
    package init(id: InvitationID, email: String, role: Role, invitedBy: PersonID?, createdAt: Instant, expiresAt: Instant) {
        self.id = id
        self.email = email
        self.role = role
        self.invitedBy = invitedBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
