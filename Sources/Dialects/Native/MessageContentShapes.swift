import API
import Contracts
import Core

/// The parts that messages of each kind are made of (decisions, "Native API"): what requests take and what resources show.
enum ContentShapes {
    /// How long a WhatsApp id, or the id of a message, may be, in bytes.
    static let messageIDLimit = 64
    /// How long the name of a file may be, in characters: what file systems take.
    static let fileNameLimit = 255
    /// How long the id of a button may be, in characters.
    private static let buttonIDLimit = ButtonsContent.valueLimit

    static let caption = Shape<String>.text(max: MessageContent.captionLimit)
    static let fileName = Shape<String>.text(min: 1, max: fileNameLimit)

    static let location = Shape.object(
        LocationContent.init,
        Field("latitude", \.latitude, .number(LocationContent.latitudes), "Degrees north"),
        Field("longitude", \.longitude, .number(LocationContent.longitudes), "Degrees east"),
        Field("name", \.name, optional: .text(max: LocationContent.textLimit), "What the place is called"),
        Field("address", \.address, optional: .text(max: LocationContent.textLimit), "Where it is, in words")
    ).named("Location")

    static let contacts = Shape<[ContactCard]>.list(of: contact, min: 1, max: ContactCard.limit)

    private static let contact = Shape.object(
        { (name: ContactName, phones: [ContactCard.Phone]) in
            ContactCard(formattedName: name.formatted, firstName: name.first, lastName: name.last, phones: phones)
        },
        Field("name", ContactName.init, ContactName.shape),
        Field("phones", \.phones, .list(of: phone, min: 1, max: ContactCard.phonesLimit))
    ).named("Contact")

    /// How somebody is called on a card.
    private struct ContactName: Sendable {
        var formatted: String
        var first: String?
        var last: String?

        init(formatted: String, first: String?, last: String?) { (self.formatted, self.first, self.last) = (formatted, first, last) }
        init(_ card: ContactCard) { self.init(formatted: card.formattedName, first: card.firstName, last: card.lastName) }

        static let shape = Shape.object(
            { ContactName(formatted: $0, first: $1, last: $2) },
            Field("formatted_name", \.formatted, .text(min: 1, max: ContactCard.textLimit), "As it is shown"),
            Field("first_name", \.first, optional: .text(max: ContactCard.textLimit)),
            Field("last_name", \.last, optional: .text(max: ContactCard.textLimit)))
    }

    private static let phone = Shape.object(
        ContactCard.Phone.init,
        Field("phone", \.number, .text(min: 1, max: ContactCard.textLimit), "As it is shown"),
        Field("type", \.type, optional: .text(min: 1, max: ContactCard.textLimit), "What it is for, such as CELL or WORK"))

    static let reaction = Shape.object(
        ReactionContent.init,
        Field(
            "message_id", \.whatsAppID, .text(min: 1, max: messageIDLimit), "The message it is on: its WhatsApp id, or the id of one of your messages"
        ),
        Field("emoji", \.emoji, .text(max: ReactionContent.emojiLimit), "Empty takes the reaction back")
    ).named("Reaction")

    static let list = Shape.object(
        { ListContent(body: $0, button: $1, header: $2, footer: $3, sections: $4) },
        Field("body", \.body, .text(min: 1, max: ListContent.bodyLimit), "The words"),
        Field("button", \.button, .text(min: 1, max: ListContent.buttonLimit), "What is written on the button that opens the list"),
        Field("header", \.header, optional: .text(max: ListContent.edgeLimit), "What stands above the words"),
        Field("footer", \.footer, optional: .text(max: ListContent.edgeLimit), "What stands below them"),
        Field("sections", \.sections, .list(of: section, min: 1, max: ListContent.rowsLimit), "At most \(ListContent.rowsLimit) rows together")
    ).map(to: checked, from: { $0 }).named("List")

    private static let section = Shape.object(
        ListContent.Section.init,
        Field("title", \.title, optional: .text(min: 1, max: ListContent.titleLimit), "Required where there are several sections"),
        Field("rows", \.rows, .list(of: row, min: 1, max: ListContent.rowsLimit)))

    private static let row = Shape.object(
        ListContent.Row.init,
        Field("id", \.id, .text(min: 1, max: ListContent.idLimit), "What comes back when it is chosen"),
        Field("title", \.title, .text(min: 1, max: ListContent.titleLimit)),
        Field("description", \.description, optional: .text(max: ListContent.descriptionLimit)))

    /// The rules that concern several sections.
    @Sendable private static func checked(_ list: ListContent, _ violations: inout Violations) -> ListContent? {
        let found = violations.found.count
        let rows = list.sections.flatMap(\.rows)
        if rows.count > ListContent.rowsLimit { violations.add("must have at most \(ListContent.rowsLimit) rows together", at: "/sections") }
        if Set(rows.map(\.id)).count < rows.count { violations.add("must give every row an id of its own", at: "/sections") }
        if list.sections.count > 1 {
            for (index, section) in list.sections.enumerated() where section.title == nil {
                violations.add("is required where there are several sections", at: "/sections/\(index)/title")
            }
        }
        return violations.found.count == found ? list : nil
    }

    static let buttons = Shape.object(
        { (body: String, header: String?, media: FileResource?, footer: String?, buttons: [ButtonsContent.Button]) in
            ButtonsContent(body: body, header: header.map(ButtonsContent.Header.text), footer: footer, buttons: buttons)
        },
        Field("body", \.body, .text(min: 1, max: ButtonsContent.bodyLimit), "The words"),
        Field("header", \.headline, optional: .text(min: 1, max: ButtonsContent.edgeLimit), "What stands above the words"),
        Field("header_media", \.headFile, optional: FileResource.shape, "The file above the words, where there is one; not taken from requests"),
        Field("footer", \.footer, optional: .text(max: ButtonsContent.edgeLimit), "What stands below them"),
        Field("buttons", \.buttons, .list(of: button, min: 1, max: ButtonsContent.buttonsLimit))
    ).map(to: checked, from: { $0 }).named("Buttons")

    /// What comes back has to say which button it was.
    @Sendable private static func checked(_ buttons: ButtonsContent, _ violations: inout Violations) -> ButtonsContent? {
        let ids = buttons.buttons.compactMap { if case .reply(let id) = $0.action { id } else { nil } }
        guard Set(ids).count == ids.count else {
            violations.add("must give every button an id of its own", at: "/buttons")
            return nil
        }
        return buttons
    }

    /// Buttons that answer are what requests make; others come from other dialects, and show what pressing them does.
    private static let button = Shape.object(
        { (id: String, title: String, action: JSON?) in ButtonsContent.Button(title: title, action: .reply(id: id)) },
        Field("id", { $0.answer ?? "" }, .text(min: 1, max: buttonIDLimit), "What comes back when it is pressed"),
        Field("title", \.title, .text(min: 1, max: ButtonsContent.titleLimit)),
        Field("action", \.deed, optional: .any, "What pressing it does instead of answering; not taken from requests"))
}

extension ButtonsContent {
    fileprivate var headline: String? {
        if case .text(let text)? = header { text } else { nil }
    }

    fileprivate var headFile: FileResource? {
        if case .media(let media)? = header { FileResource(media.file) } else { nil }
    }
}

extension ButtonsContent.Button {
    fileprivate var answer: String? {
        if case .reply(let id) = action { id } else { nil }
    }

    fileprivate var deed: JSON? {
        switch action {
        case .reply: nil
        case .copy(let code): ["type": "copy", "code": .string(code)]
        case .open(let url): ["type": "url", "url": .string(url)]
        case .call(let number): ["type": "call", "number": .string(number.description)]
        case .pix(let currency, let name, let keyType, let key):
            ["type": "pix", "currency": .string(currency), "name": .string(name), "key_type": .string(keyType), "key": .string(key)]
        }
    }
}

/// A file of a message, as resources show it.
struct FileResource: Sendable, Hashable {
    var id: MediaID
    var mimeType: String
    var bytes: Int
    var sha256: String
    /// Where it was fetched from, if it was.
    var url: String?

    init(_ file: MediaReference) {
        self.init(id: file.id, mimeType: file.mimeType, bytes: file.bytes, sha256: Hex.encode(file.sha256), url: file.source)
    }

    private init(id: MediaID, mimeType: String, bytes: Int, sha256: String, url: String?) {
        (self.id, self.mimeType, self.bytes, self.sha256, self.url) = (id, mimeType, bytes, sha256, url)
    }

    static let shape = Shape.object(
        { FileResource(id: $0, mimeType: $1, bytes: $2, sha256: $3, url: $4) },
        Field("id", \.id, .identifier(), "For sending it again"),
        Field("mime_type", \.mimeType, .text(), "What its bytes say it is"),
        Field("bytes", \.bytes, .integer(), "How long it is"),
        Field("sha256", \.sha256, .text(), "In hexadecimal"),
        Field("url", \.url, optional: .text(), "Where it was fetched from, if it was")
    ).named("MessageFile")
}
