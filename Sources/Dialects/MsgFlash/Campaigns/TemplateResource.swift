import API
import Campaigns
import Contracts
import Core

/// What `POST` and `PATCH /api/v1/templates` take (contract MFX-16).
struct TemplateRequest: Sendable {
    var name: String?
    var words: Words

    /// A new one has a name and says something; of a change both may be missing.
    static let new = shape(Field("name", { $0.name ?? "" }, .text(min: 1, max: TemplateRecord.nameLimit), "For people")) { $0 }.named("NewTemplate")
    static let change = shape(Field("name", \.name, optional: .text(min: 1, max: TemplateRecord.nameLimit), "For people")) { $0 }
        .named("TemplateChange")

    private static func shape<Name: Sendable>(
        _ name: Field<TemplateRequest, Name>, _ text: @escaping @Sendable (Name) -> String?
    ) -> Shape<TemplateRequest> {
        Shape.object(
            { name, type, words, media, title, description, footer, buttons in
                TemplateRequest(
                    name: text(name),
                    words: Words(type: type, text: words, mediaURL: media, title: title, description: description, footer: footer, buttons: buttons))
            },
            name,
            Field("type", \.words.type, optional: Words.kind, "What kind of message it makes; text where it is missing"),
            Field("text", \.words.text, optional: Words.textShape, "With gaps: {{contact.*}}, {{user.*}}, {{instance.*}}, {{custom.*}}"),
            Field("mediaUrl", \.words.mediaURL, optional: Words.linkShape, "Where its file is"),
            Field("title", \.words.title, optional: Words.edgeShape),
            Field("description", \.words.description, optional: Words.bodyShape),
            Field("footer", \.words.footer, optional: Words.edgeShape),
            Field("buttons", \.words.buttons, optional: Words.buttonsShape))
    }

    /// What it says, as a message would.
    var completed: Words {
        var words = words
        words.type = words.type ?? (words.buttons == nil ? .text : .buttons)
        return words
    }

    static let example = TemplateRequest(name: "Bienvenue", words: Words(type: .text, text: "Bonjour {{contact.name}}"))
}

/// A template as MsgFlash shows it.
struct TemplateResource: Sendable {
    var id: TemplateID
    var user: TenantID
    var name: String
    var type: String
    var text: String?
    var mediaURL: String?
    var title: String?
    var description: String?
    var footer: String?
    var buttons: [ButtonWords]?
    var variables: [String]
    var createdAt: Instant
    var updatedAt: Instant

    static let shape = Shape.object(
        {
            TemplateResource(
                id: $0, user: $1, name: $2, type: $3, text: $4, mediaURL: $5, title: $6, description: $7, footer: $8, buttons: $9,
                variables: $10, createdAt: $11, updatedAt: $12)
        },
        Field("id", \.id, .identifier()),
        Field("userId", \.user, .identifier(), "The account"),
        Field("name", \.name, .text()),
        Field("type", \.type, .text()),
        Field("text", \.text, nullable: .text(), "The text, or a file's caption"),
        Field("mediaUrl", \.mediaURL, nullable: .text(), "Where its file was fetched from"),
        Field("title", \.title, nullable: .text()),
        Field("description", \.description, nullable: .text()),
        Field("footer", \.footer, nullable: .text()),
        Field("buttons", \.buttons, nullable: .list(of: ButtonWords.shape)),
        Field("variables", \.variables, .list(of: .text()), "Its gaps, found anew whenever it is saved"),
        Field("createdAt", \.createdAt, .instant),
        Field("updatedAt", \.updatedAt, .instant)
    ).named("Template")

    static let example = TemplateResource(
        id: TemplateID(high: 0x019d_44e6_7a80_7000, low: 0x8000_0000_0000_0005), user: MessageResource.example.user, name: "Bienvenue", type: "text",
        text: "Bonjour {{contact.name}}", mediaURL: nil, title: nil, description: nil, footer: nil, buttons: nil, variables: ["contact.name"],
        createdAt: Instant(seconds: 1_775_034_000), updatedAt: Instant(seconds: 1_775_034_000))
}

extension TemplateResource {
    init(_ record: TemplateRecord, of tenant: TenantID) {
        let parts = TemplateParts(record.content)
        self.init(
            id: record.id, user: tenant, name: record.name, type: parts.type, text: parts.text, mediaURL: parts.mediaURL, title: parts.title,
            description: parts.description, footer: parts.footer, buttons: parts.buttons, variables: record.variables, createdAt: record.createdAt,
            updatedAt: record.updatedAt)
    }
}

/// A content as the members of a template, or of its preview.
struct TemplateParts: Sendable {
    var type: String
    var text: String?
    var mediaURL: String?
    var title: String?
    var description: String?
    var footer: String?
    var buttons: [ButtonWords]?
    var missing: [String] = []

    /// A preview.
    static let shape = Shape.object(
        {
            TemplateParts(
                type: $0, text: $1, mediaURL: $2, title: $3, description: $4, footer: $5, buttons: $6, missing: $7)
        },
        Field("type", \.type, .text()),
        Field("text", \.text, nullable: .text()),
        Field("mediaUrl", \.mediaURL, nullable: .text()),
        Field("title", \.title, nullable: .text()),
        Field("description", \.description, nullable: .text()),
        Field("footer", \.footer, nullable: .text()),
        Field("buttons", \.buttons, nullable: .list(of: ButtonWords.shape)),
        Field("missingVariables", \.missing, .list(of: .text()), "Gaps for which there is nothing; they are left as they are")
    ).named("TemplatePreview")

    init(
        type: String, text: String?, mediaURL: String?, title: String?, description: String?, footer: String?, buttons: [ButtonWords]?,
        missing: [String]
    ) {
        self.type = type
        self.text = text
        self.mediaURL = mediaURL
        self.title = title
        self.description = description
        self.footer = footer
        self.buttons = buttons
        self.missing = missing
    }

    init(_ content: MessageContent, missing: [String] = []) {
        type = MessageResource.word(content.kind.rawValue)
        mediaURL = content.media.first?.source
        self.missing = missing
        if case .buttons(let parts) = content {
            if case .text(let header)? = parts.header { title = header }
            description = parts.body
            footer = parts.footer
            buttons = parts.buttons.map { ButtonWords($0) }
        } else {
            text = MessageResource.body(content)
        }
    }
}
