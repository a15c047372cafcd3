package import Contracts
package import Core

/// What is wanted of a new contact.
package struct NewContact: Sendable {
    /// Their number.
    package var number: PhoneNumber
    /// What they are called.
    package var name: String?
    /// Their given name.
    package var firstName: String?
    /// Their family name.
    package var lastName: String?
    /// Their e-mail address.
    package var email: String?
    /// What they are grouped by; duplicates are merged.
    package var tags: [String]
    /// The tenant's own fields: texts by name.
    package var custom: JSON
    /// Whether they want nothing in bulk. Not said: as it is kept of their number.
    package var isOptedOut: Bool?

    /// Puts the wishes together.
    package init(
        number: PhoneNumber, name: String? = nil, firstName: String? = nil, lastName: String? = nil, email: String? = nil,
        tags: [String] = [], custom: JSON = .object([]), isOptedOut: Bool? = nil
    ) {
        self.number = number
        self.name = name
        self.firstName = firstName
        self.lastName = lastName
        self.email = email
        self.tags = tags
        self.custom = custom
        self.isOptedOut = isOptedOut
    }
}

/// What is to change about a contact.
package struct ContactChange: Sendable {
    /// Their number.
    package var number: PhoneNumber?
    /// What they are called.
    package var name: Change<String>
    /// Their given name.
    package var firstName: Change<String>
    /// Their family name.
    package var lastName: Change<String>
    /// Their e-mail address.
    package var email: Change<String>
    /// What they are grouped by, all of it.
    package var tags: [String]?
    /// The tenant's own fields, all of them.
    package var custom: JSON?
    /// Whether they want nothing in bulk.
    package var isOptedOut: Bool?

    /// Puts the changes together; what is not named stays.
    package init(
        number: PhoneNumber? = nil, name: Change<String> = .unchanged, firstName: Change<String> = .unchanged,
        lastName: Change<String> = .unchanged, email: Change<String> = .unchanged, tags: [String]? = nil, custom: JSON? = nil,
        isOptedOut: Bool? = nil
    ) {
        self.number = number
        self.name = name
        self.firstName = firstName
        self.lastName = lastName
        self.email = email
        self.tags = tags
        self.custom = custom
        self.isOptedOut = isOptedOut
    }
}
