/// Somebody's address card, as far as WhatsApp shows it.
package struct ContactCard: Sendable, Hashable {
    /// How many cards one message may carry.
    package static let limit = 20
    /// How many telephone numbers one card may carry.
    package static let phonesLimit = 10
    /// How long each name and number may be, in characters.
    package static let textLimit = 256

    /// A telephone number on a card.
    package struct Phone: Sendable, Hashable {
        /// The number as it is shown; not necessarily one that WhatsApp knows.
        package let number: String
        /// What it is for, such as `CELL` or `WORK`.
        package let type: String?

        /// Pairs a number with what it is for.
        package init(number: String, type: String? = nil) {
            self.number = number
            self.type = type
        }
    }

    /// The name as it is shown.
    package let formattedName: String
    /// The given name.
    package let firstName: String?
    /// The family name.
    package let lastName: String?
    /// The numbers, at most `phonesLimit`.
    package let phones: [Phone]

    /// Puts a card together.
    package init(formattedName: String, firstName: String? = nil, lastName: String? = nil, phones: [Phone]) {
        self.formattedName = formattedName
        self.firstName = firstName
        self.lastName = lastName
        self.phones = phones
    }
}
