import API
import Campaigns
import Contracts
import Core

/// What `POST /v1/contacts` takes.
struct ContactRequest: Sendable {
    static let tag = Shape<String>.text(min: 1, max: ContactRecord.tagLimit)
    static let tags = Shape<[String]>.list(of: tag, max: ContactRecord.tagsLimit)
    static let name = Shape<String>.text(max: ContactRecord.nameLimit)
    static let email = Shape<String>.text(max: ContactRecord.emailLimit)

    static let shape = Shape.object(
        {
            NewContact(
                number: $0, name: $1, firstName: $2, lastName: $3, email: $4, tags: $5 ?? [], custom: $6 ?? .object([]), isOptedOut: $7)
        },
        Field("number", \.number, .phoneNumber, "Unique among your contacts"),
        Field("name", \.name, optional: name),
        Field("first_name", \.firstName, optional: name),
        Field("last_name", \.lastName, optional: name),
        Field("email", \.email, optional: email),
        Field("tags", { $0.tags }, optional: tags),
        Field(
            "custom", { $0.custom }, optional: .members(max: ContactRecord.customLimit),
            "An object: texts, numbers and truth values by name; templates call them {{contact.…}}"),
        Field("opted_out", \.isOptedOut, optional: .bool, "Whether the number wants nothing in bulk")
    ).named("NewContact")

    static let change = Shape.object(
        {
            ContactChange(
                number: $0, name: $1, firstName: $2, lastName: $3, email: $4, tags: $5, custom: $6, isOptedOut: $7)
        },
        Field("number", \.number, optional: .phoneNumber),
        Field("name", \.name, change: name),
        Field("first_name", \.firstName, change: name),
        Field("last_name", \.lastName, change: name),
        Field("email", \.email, change: email),
        Field("tags", \.tags, optional: tags, "All of them"),
        Field("custom", \.custom, optional: .members(max: ContactRecord.customLimit), "All of them"),
        Field("opted_out", \.isOptedOut, optional: .bool)
    ).named("ContactChange")
}
