package import Contracts
package import Core

/// Somebody a tenant writes to.
package struct ContactRecord: Sendable, Hashable {
    /// How long each name may be, in characters.
    package static let nameLimit = 256
    /// How long an e-mail address may be, in characters (RFC 5321, section 4.5.3.1.3, less the angle brackets).
    package static let emailLimit = 254
    /// How many tags one contact may have, and how long each may be, in characters.
    package static let tagsLimit = 50
    package static let tagLimit = 64
    /// How many fields of the tenant's own a contact may have, how long their names may be and what is in them, in characters.
    package static let customLimit = 50
    package static let customNameLimit = 64
    package static let customTextLimit = 1024

    /// Which contact it is.
    package let id: ContactID
    /// Their number, which no other contact of the tenant has.
    package var number: PhoneNumber
    /// What they are called.
    package var name: String?
    /// Their given name.
    package var firstName: String?
    /// Their family name.
    package var lastName: String?
    /// Their e-mail address.
    package var email: String?
    /// What they are grouped by.
    package var tags: [String]
    /// The tenant's own fields: texts by name.
    package var custom: JSON
    /// Since when they want nothing in bulk; nil if they do not mind.
    package var optedOutAt: Instant?
    /// When the contact was made.
    package let createdAt: Instant
    /// When it was last changed.
    package var updatedAt: Instant

    /// Puts a contact together.
    package init(
        id: ContactID, number: PhoneNumber, name: String? = nil, firstName: String? = nil, lastName: String? = nil, email: String? = nil,
        tags: [String] = [], custom: JSON = .object([]), optedOutAt: Instant? = nil, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.number = number
        self.name = name
        self.firstName = firstName
        self.lastName = lastName
        self.email = email
        self.tags = tags
        self.custom = custom
        self.optedOutAt = optedOutAt
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
