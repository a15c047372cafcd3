import API
import Campaigns
import Contracts
import Core

/// A template as the native API shows it.
struct TemplateResource: Sendable {
    var id: TemplateID
    var name: String
    var content: MessageContent
    var variables: [String]
    var createdAt: Instant
    var updatedAt: Instant

    init(_ record: TemplateRecord) {
        (id, name, content, variables) = (record.id, record.name, record.content, record.variables)
        (createdAt, updatedAt) = (record.createdAt, record.updatedAt)
    }

    static let shape = Shape.object(
        {
            id, name, kind, text, file, caption, fileName, location, contacts, reaction, buttons, list, variables, createdAt, updatedAt in
            TemplateResource(TemplateRecord(id: id, name: name, content: .text(text ?? ""), createdAt: createdAt, updatedAt: updatedAt))
        },
        Field("id", \.id, .identifier()),
        Field("name", \.name, .text()),
        Field("type", \.content.kind, .choice(), "What kind of message it makes"),
        Field("text", \.content.text, optional: .text()),
        Field("media", \.content.file, optional: FileResource.shape),
        Field("caption", \.content.caption, optional: .text()),
        Field("file_name", \.content.fileName, optional: .text()),
        Field("location", \.content.location, optional: ContentShapes.location),
        Field("contacts", \.content.contacts, optional: ContentShapes.contacts),
        Field("reaction", \.content.reaction, optional: ContentShapes.reaction),
        Field("buttons", \.content.buttons, optional: ContentShapes.buttons),
        Field("list", \.content.list, optional: ContentShapes.list),
        Field("variables", \.variables, .list(of: .text()), "The gaps in its texts, such as contact.name"),
        Field("created_at", \.createdAt, .instant),
        Field("updated_at", \.updatedAt, .instant)
    ).named("Template")
}

/// What a template would say.
struct TemplatePreview: Sendable {
    var content: MessageContent
    var missing: [String]

    static let shape = Shape.object(
        { kind, text, file, caption, fileName, location, contacts, reaction, buttons, list, missing in
            TemplatePreview(content: .text(text ?? ""), missing: missing)
        },
        Field("type", \.content.kind, .choice()),
        Field("text", \.content.text, optional: .text()),
        Field("media", \.content.file, optional: FileResource.shape),
        Field("caption", \.content.caption, optional: .text()),
        Field("file_name", \.content.fileName, optional: .text()),
        Field("location", \.content.location, optional: ContentShapes.location),
        Field("contacts", \.content.contacts, optional: ContentShapes.contacts),
        Field("reaction", \.content.reaction, optional: ContentShapes.reaction),
        Field("buttons", \.content.buttons, optional: ContentShapes.buttons),
        Field("list", \.content.list, optional: ContentShapes.list),
        Field("missing", \.missing, .list(of: .text()), "Gaps for which there is nothing; they are left as they are")
    ).named("TemplatePreview")
}
