import Contracts
package import Core

/// An organization that wants to be a tenant, and the person who signs it up, as they were described.
package struct NewOrganization: Sendable {
    /// What people call it: 1 to `NewTenant.nameLimit` characters.
    package var organization: String
    /// The address that its first owner will sign in with.
    package var email: String
    /// What he will sign in with.
    package var password: Secret<String>
    /// What friends call him.
    package var firstName: String?
    /// What his family is called.
    package var lastName: String?

    /// An organization to be; nothing is checked yet.
    package init(organization: String, email: String, password: Secret<String>, firstName: String? = nil, lastName: String? = nil) {
        self.organization = organization
        self.email = email
        self.password = password
        self.firstName = firstName
        self.lastName = lastName
    }

    /// Every rule it breaks.
    var violations: [Violation] {
        var violations: [Violation] = []
        if !NewTenant.isName(organization) { violations.append(NewTenant.nameViolation(at: "/organization")) }
        return violations + owner.violations
    }

    /// The person who signs it up.
    var owner: NewPerson { NewPerson(firstName: firstName, lastName: lastName, email: email, password: password) }
}
