import API
import Contracts
import Core

/// What a message is to say, as bodies of this dialect have it (contract FS2-30 to FS2-34, FS2-50 to FS2-53): the members that sending to numbers,
/// sending to groups, scheduling and changing what is scheduled have in common.
struct ContentRequest: Sendable, Hashable {
    /// The kinds of message that the document names (FS2-32).
    enum Kind: String, CaseIterable, Sendable {
        case text, image, video, audio, document, template

        /// As what a phone shows the file; nil for messages without one.
        var media: MediaKind? {
            switch self {
            case .image: .image
            case .video: .video
            case .audio: .audio
            case .document: .document
            case .text, .template: nil
            }
        }
    }

    /// How long a link may be, in characters; browsers and proxies agree on no more.
    static let linkLimit = 2048
    /// How long the name of a document may be, in characters: what file systems take.
    static let fileNameLimit = 255
    /// What a text has to have (FS2-34).
    static let textRule = Violation("/text", "is required when type is text")
    /// What a template has to have: the document names templates in prose and prints no members (FS2-32).
    static let templateRule = Violation("/templateId", "is required when type is template")

    var type: Kind
    var text: String?
    var url: String?
    var mediaID: MediaID?
    var fileName: String?
    var caption: String?
    var templateID: TemplateID?
    var variables: JSON?

    /// What a message with a file has to have (FS2-57).
    static func fileRule(_ kind: MediaKind) -> Violation {
        Violation("/url", "is required when type is \(kind.rawValue), unless a file is uploaded as file")
    }

    /// Every body that says what is to be sent.
    static let shape = whole(
        Shape.object(
            {
                ContentRequest(
                    type: $0, text: $1, url: $2, mediaID: $3, fileName: $4, caption: $5, templateID: $6, variables: $7)
            },
            Field("type", \.type, .choice(), "What kind of message it is"),
            Field("text", \.text, optional: text, "Required when `type` is `text`"),
            Field("url", \.url, optional: link, "Where the file is fetched from, `http` or `https`; for every type but `text`"),
            Field("mediaId", \.mediaID, optional: .identifier(), "A file that was uploaded before, instead of `url`"),
            Field("fileName", \.fileName, optional: fileName, "The name a document is shown with"),
            Field("caption", \.caption, optional: caption, "The words under an image, a video or a document"),
            Field("templateId", \.templateID, optional: .identifier(), "Which template, when `type` is `template`"),
            Field("variables", \.variables, optional: .members(), "An object of what fills the template's gaps")))

    static let text = Shape<String>.words(max: MessageContent.textLimit)
    static let link = Shape<String>.text(min: 1, max: linkLimit)
    static let fileName = Shape<String>.text(max: fileNameLimit)
    static let caption = Shape<String>.text(max: MessageContent.captionLimit)

    /// Adds the rules that concern several members, so that they are told together with those that concern one. Whether there is a file is known
    /// only once the whole form has come.
    private static func whole(_ object: Shape<ContentRequest>) -> Shape<ContentRequest> {
        Shape(
            schema: object.schema,
            reader: { json, violations in
                let request = object.read(json, &violations)
                let rule: Violation? =
                    switch json["type"]?.string.flatMap(Kind.init) {
                    case .text where (json["text"] ?? .null) == .null: textRule
                    case .template where (json["templateId"] ?? .null) == .null: templateRule
                    case .text, .template, .image, .video, .audio, .document, nil: nil
                    }
                guard let rule else { return request }
                violations.add(rule.detail, at: rule.pointer)
                return nil
            }, writer: object.write)
    }
}
