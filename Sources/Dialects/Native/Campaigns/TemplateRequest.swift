import API
import Campaigns
import Contracts
import Core

/// What `POST` and `PATCH /v1/templates` take: a name, and what messages take that says something.
struct TemplateRequest: Sendable {
    var name: String?
    var content: ContentRequest?

    static let new = shape(Field("name", { $0.name ?? "" }, .text(min: 1, max: TemplateRecord.nameLimit), "What you call it")) { $0 }
    static let change = shape(Field("name", \.name, optional: .text(min: 1, max: TemplateRecord.nameLimit), "What you call it")) { $0 }

    private static func shape<Name: Sendable>(
        _ name: Field<TemplateRequest, Name>, _ text: @escaping @Sendable (Name) -> String?
    ) -> Shape<TemplateRequest> {
        let object = Shape.object(
            { name, type, words, media, caption, fileName, location, contacts, reaction, buttons, list in
                TemplateRequest(
                    name: text(name),
                    content: type.map {
                        ContentRequest(
                            type: $0, text: words, media: media, caption: caption, fileName: fileName, location: location, contacts: contacts,
                            reaction: reaction, buttons: buttons, list: list)
                    })
            },
            name,
            Field("type", \.content?.type, optional: .choice(), "What kind of message it makes; with it all that it says"),
            Field(
                "text", \.content?.text, optional: .text(min: 1, max: MessageContent.textLimit),
                "With gaps, as every other text: {{contact.*}}, {{user.*}}, {{instance.*}}, {{custom.*}}"),
            Field("media", \.content?.media, optional: ContentRequest.File.shape),
            Field("caption", \.content?.caption, optional: ContentShapes.caption),
            Field("file_name", \.content?.fileName, optional: ContentShapes.fileName),
            Field("location", \.content?.location, optional: ContentShapes.location),
            Field("contacts", \.content?.contacts, optional: ContentShapes.contacts),
            Field("reaction", \.content?.reaction, optional: ContentShapes.reaction),
            Field("buttons", \.content?.buttons, optional: ContentShapes.buttons),
            Field("list", \.content?.list, optional: ContentShapes.list))
        return object.minding(ContentRequest.broken)
    }
}

extension Shape {
    /// The same, with rules that concern several members of the object, told together with those that concern one.
    func minding(_ rules: @escaping @Sendable (JSON) -> [Violation]) -> Shape {
        Shape(
            schema: schema,
            reader: { json, violations in
                let value = read(json, &violations)
                let broken = rules(json)
                for violation in broken { violations.add(violation.detail, at: violation.pointer) }
                return broken.isEmpty ? value : nil
            }, writer: write)
    }
}

/// What `POST /v1/templates/{id}/preview` takes.
struct PreviewRequest: Sendable {
    var variables: JSON?
    var contact: ContactID?
    var number: PhoneNumber?
    var instance: InstanceID?

    static let shape = Shape.object(
        { PreviewRequest(variables: $0, contact: $1, number: $2, instance: $3) },
        Field("variables", \.variables, optional: .members(), "An object: what fills {{custom.…}}"),
        Field("contact_id", \.contact, optional: .identifier(), "Whom it is for"),
        Field("number", \.number, optional: .phoneNumber, "Whom it is for, by number"),
        Field("instance_id", \.instance, optional: .identifier(), "What it is sent from"))
}
