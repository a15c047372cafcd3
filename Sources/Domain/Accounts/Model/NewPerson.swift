import Contracts
package import Core

/// Somebody who is to work for a tenant, as he was described.
package struct NewPerson: Sendable {
    /// What friends call him.
    package var firstName: String?
    /// What his family is called.
    package var lastName: String?
    /// The address that he will sign in with.
    package var email: String
    /// What he will sign in with.
    package var password: Secret<String>

    /// Somebody to be; nothing is checked yet.
    package init(firstName: String?, lastName: String?, email: String, password: Secret<String>) {
        self.firstName = firstName
        self.lastName = lastName
        self.email = email
        self.password = password
    }

    /// Every rule it breaks.
    var violations: [Violation] {
        var violations: [Violation] = []
        if EmailAddress(email) == nil { violations.append(EmailAddress.violation) }
        return violations + Password.violations(password) + PersonalName.violations(first: firstName, last: lastName)
    }
}
