import API
import Contracts

/// `interactive`: buttons or a list (contract FQX-04, FQX-05).
struct InteractiveWords: Sendable {
    /// What a message of that type has to have.
    static let rule = Violation("/interactive", "object is required for interactive messages")

    enum Kind: String, CaseIterable, Sendable { case button, list }

    /// What stands above the words of a message with buttons.
    struct HeaderMedia: Sendable {
        enum Kind: String, CaseIterable, Sendable {
            case image, video, document

            var media: MediaKind {
                switch self {
                case .image: .image
                case .video: .video
                case .document: .document
                }
            }
        }

        var type: Kind
        var url: String
    }

    var type: Kind
    var body: String
    var header: String?
    var footer: String?
    var headerMedia: HeaderMedia?
    var buttons: [ButtonsContent.Button]?
    var button: String?
    var sections: [ListContent.Section]?

    static let shape = Shape.object(
        {
            InteractiveWords(
                type: $0, body: $1, header: $2, footer: $3, headerMedia: $4, buttons: $5, button: $6, sections: $7)
        },
        Field("type", \.type, .choice(), "Buttons under the words, or a list to choose from"),
        Field("body", \.body, .text(min: 1, max: ButtonsContent.bodyLimit), "The words"),
        Field("header", \.header, optional: edge, "What stands above the words"),
        Field("footer", \.footer, optional: edge, "What stands below the words"),
        Field("header_media", \.headerMedia, optional: media, "Instead of `header`, for buttons: a file to show above the words"),
        Field("buttons", \.buttons, optional: .list(of: choice, min: 1, max: ButtonsContent.buttonsLimit), "Required when `type` is `button`"),
        Field("button", \.button, optional: .text(min: 1, max: ListContent.buttonLimit), "What is written on the button that opens the list"),
        Field("sections", \.sections, optional: .list(of: section, min: 1, max: ListContent.rowsLimit), "Required when `type` is `list`")
    ).map(
        to: { words, violations in
            let broken = words.violations
            for violation in broken { violations.add(violation.detail, at: violation.pointer) }
            return broken.isEmpty ? words : nil
        }, from: { $0 }
    ).named("Interactive")

    private static let edge = Shape<String>.text(min: 1, max: ButtonsContent.edgeLimit)

    private static let media = Shape.object(
        { HeaderMedia(type: $0, url: $1) },
        Field("type", \.type, .choice(), "What kind of file it is"),
        Field("url", \.url, .text(min: 1, max: SendWhatsApp.linkLimit), "Where it is fetched from"))

    private static let choice = Shape.object(
        { (id: String, title: String) in ButtonsContent.Button(title: title, action: .reply(id: id)) },
        Field("id", { $0.replyID }, .text(min: 1, max: ButtonsContent.valueLimit), "What comes back"),
        Field("title", \.title, .text(min: 1, max: ButtonsContent.titleLimit), "What is written on it"))

    private static let section = Shape.object(
        { ListContent.Section(title: $0, rows: $1) },
        Field("title", \.title, optional: .text(max: ListContent.titleLimit), "Required where there are several sections"),
        Field("rows", \.rows, .list(of: row, min: 1, max: ListContent.rowsLimit), "What there is to choose from"))

    private static let row = Shape.object(
        { ListContent.Row(id: $0, title: $1, description: $2) },
        Field("id", \.id, .text(min: 1, max: ListContent.idLimit), "What comes back"),
        Field("title", \.title, .text(min: 1, max: ListContent.titleLimit), "What it is called"),
        Field("description", \.description, optional: .text(max: ListContent.descriptionLimit), "More about it"))

    /// The rules that concern several members.
    private var violations: [Violation] {
        var broken: [Violation] = []
        switch type {
        case .button:
            if let buttons {
                if Set(buttons.map(\.replyID)).count < buttons.count { broken.append(Violation("/buttons", "must have ids that differ")) }
            } else {
                broken.append(Violation("/buttons", "is required for buttons"))
            }
            if header != nil, headerMedia != nil { broken.append(Violation("/header_media", "must not stand beside header")) }
        case .list:
            if button == nil { broken.append(Violation("/button", "is required for lists")) }
            if headerMedia != nil { broken.append(Violation("/header_media", "must not be there for lists")) }
            guard let sections else { return broken + [Violation("/sections", "is required for lists")] }
            let rows = sections.flatMap(\.rows)
            if rows.count > ListContent.rowsLimit {
                broken.append(Violation("/sections", "must have at most \(ListContent.rowsLimit) rows together"))
            }
            if Set(rows.map(\.id)).count < rows.count { broken.append(Violation("/sections", "must have rows with ids that differ")) }
            for (index, section) in sections.enumerated() where sections.count > 1 && (section.title ?? "").isEmpty {
                broken.append(Violation("/sections/\(index)/title", "is required where there are several sections"))
            }
        }
        return broken
    }

    /// What the message says; `file` is what `headerMedia` asked for.
    func content(_ file: MediaReference?) -> MessageContent {
        switch type {
        case .button:
            let media = headerMedia.flatMap { wanted in file.map { ButtonsContent.Header.media(MediaContent(kind: wanted.type.media, file: $0)) } }
            return .buttons(
                ButtonsContent(body: body, header: media ?? header.map { .text($0) }, footer: footer, buttons: buttons ?? []))
        case .list:
            return .list(ListContent(body: body, button: button ?? "", header: header, footer: footer, sections: sections ?? []))
        }
    }
}

extension ButtonsContent.Button {
    /// What comes back when it is pressed; here all buttons do that.
    fileprivate var replyID: String { if case .reply(let id) = action { id } else { title } }
}
