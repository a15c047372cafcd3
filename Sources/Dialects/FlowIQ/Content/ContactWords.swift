import API
import Contracts

/// One of `contacts` (contract FQ-11).
enum ContactWords {
    /// What a message of that type has to have (contract FQ-17).
    static let rule = Violation("/contacts", "array is required for contact messages")

    private struct Name: Sendable {
        var formatted: String
        var first: String?
        var last: String?
    }

    private static let text = Shape<String>.text(min: 1, max: ContactCard.textLimit)

    static let shape = Shape.object(
        { name, phones in ContactCard(formattedName: name.formatted, firstName: name.first, lastName: name.last, phones: phones) },
        Field("name", { Name(formatted: $0.formattedName, first: $0.firstName, last: $0.lastName) }, name, "Who it is"),
        Field("phones", \.phones, .list(of: phone, min: 1, max: ContactCard.phonesLimit), "Their numbers")
    ).named("Contact")

    private static let name = Shape.object(
        { Name(formatted: $0, first: $1, last: $2) },
        Field("formatted_name", \.formatted, text, "Full display name"),
        Field("first_name", \.first, optional: .text(max: ContactCard.textLimit), "First name"),
        Field("last_name", \.last, optional: .text(max: ContactCard.textLimit), "Last name"))

    private static let phone = Shape.object(
        { ContactCard.Phone(number: $0, type: $1) },
        Field("phone", \.number, text, "Phone number"),
        Field("type", \.type, optional: .text(max: ContactCard.textLimit), "Phone type, such as CELL or WORK"))
}
