import API
import Campaigns
import Contracts
import Core

/// A contact as the native API shows it.
struct ContactResource: Sendable {
    var record: ContactRecord

    static let shape = Shape.object(
        { id, number, name, firstName, lastName, email, tags, custom, _, optedOutAt, createdAt, updatedAt in
            ContactResource(
                record: ContactRecord(
                    id: id, number: number, name: name, firstName: firstName, lastName: lastName, email: email, tags: tags, custom: custom,
                    optedOutAt: optedOutAt, createdAt: createdAt, updatedAt: updatedAt))
        },
        Field("id", \.record.id, .identifier()),
        Field("number", \.record.number, .phoneNumber),
        Field("name", \.record.name, nullable: .text()),
        Field("first_name", \.record.firstName, nullable: .text()),
        Field("last_name", \.record.lastName, nullable: .text()),
        Field("email", \.record.email, nullable: .text()),
        Field("tags", \.record.tags, .list(of: .text())),
        Field("custom", \.record.custom, .members(max: ContactRecord.customLimit), "Fields of your own, by name"),
        Field("opted_out", { $0.record.optedOutAt != nil }, .bool, "Whether the number wants nothing in bulk"),
        Field("opted_out_at", \.record.optedOutAt, nullable: .instant),
        Field("created_at", \.record.createdAt, .instant),
        Field("updated_at", \.record.updatedAt, .instant)
    ).named("ContactRecord")
}
