import API
import Contracts
import Core

/// What a message is to say, as requests of the native API have it: the members that sending and campaigns have in common.
struct ContentRequest: Sendable, Hashable {
    /// A file: one that is kept, or where it is.
    struct File: Sendable, Hashable {
        var url: String?
        var id: MediaID?

        static let shape = Shape.object(
            { File(url: $0, id: $1) },
            Field("url", \.url, optional: .link(), "Where it is fetched from"),
            Field("id", \.id, optional: .identifier(), "A file that was uploaded or sent before")
        ).map(
            to: { file, violations in
                guard (file.url == nil) != (file.id == nil) else {
                    violations.add("must have either url or id")
                    return nil
                }
                return file
            }, from: { $0 })
    }

    /// A template and what fills its gaps.
    struct TemplateUse: Sendable, Hashable {
        var id: TemplateID
        var variables: JSON?

        static let shape = Shape.object(
            { TemplateUse(id: $0, variables: $1) },
            Field("id", \.id, .identifier()),
            Field("variables", \.variables, optional: .members(), "An object: what fills the template's own gaps"))
    }

    var type: MessageContent.Kind
    var text: String?
    var media: File?
    var caption: String?
    var fileName: String?
    var location: LocationContent?
    var contacts: [ContactCard]?
    var reaction: ReactionContent?
    var buttons: ButtonsContent?
    var list: ListContent?
    var template: TemplateUse?

    /// Who a request is read for knows its other members.
    static let shape = Shape.object(
        {
            ContentRequest(
                type: $0, text: $1, media: $2, caption: $3, fileName: $4, location: $5, contacts: $6, reaction: $7, buttons: $8, list: $9,
                template: $10)
        },
        Field("type", \.type, .choice(), "What kind of message it is"),
        Field("text", \.text, optional: .text(min: 1, max: MessageContent.textLimit), "Required when `type` is `text`, unless there is a `template`"),
        Field("media", \.media, optional: File.shape, "Required when `type` is `image`, `video`, `audio`, `voice`, `document` or `sticker`"),
        Field("caption", \.caption, optional: ContentShapes.caption, "The words under an image, a video or a document"),
        Field("file_name", \.fileName, optional: ContentShapes.fileName, "The name a document is shown with"),
        Field("location", \.location, optional: ContentShapes.location, "Required when `type` is `location`"),
        Field("contacts", \.contacts, optional: ContentShapes.contacts, "Required when `type` is `contacts`"),
        Field("reaction", \.reaction, optional: ContentShapes.reaction, "Required when `type` is `reaction`"),
        Field("buttons", \.buttons, optional: ContentShapes.buttons, "Required when `type` is `buttons`"),
        Field("list", \.list, optional: ContentShapes.list, "Required when `type` is `list`"),
        Field("template", \.template, optional: TemplateUse.shape, "Words with gaps, filled for each recipient; instead of what `type` requires"))

    /// What is missing or does not go with the type, as far as the members themselves can be told apart: for requests that were read in part, too.
    static func broken(_ json: JSON) -> [Violation] {
        guard let type = json["type"]?.string.flatMap(MessageContent.Kind.init), isAbsent("template", in: json) else { return [] }
        var broken: [Violation] = []
        let member = member(of: type)
        if isAbsent(member, in: json) { broken.append(Violation("/\(member)", "is required when type is \(type.rawValue)")) }
        if !hasCaption(type), MediaKind(type) != nil, !isAbsent("caption", in: json) {
            broken.append(Violation("/caption", "is not shown when type is \(type.rawValue)"))
        }
        return broken
    }

    /// The member that a message of the type must have.
    private static func member(of type: MessageContent.Kind) -> String {
        switch type {
        case .text: "text"
        case .image, .video, .audio, .voice, .document, .sticker: "media"
        case .location: "location"
        case .contacts: "contacts"
        case .reaction: "reaction"
        case .buttons: "buttons"
        case .list: "list"
        }
    }

    /// Whether phones show words under such a file.
    private static func hasCaption(_ type: MessageContent.Kind) -> Bool { type == .image || type == .video || type == .document }

    private static func isAbsent(_ name: String, in json: JSON) -> Bool { (json[name] ?? .null) == .null }
}
