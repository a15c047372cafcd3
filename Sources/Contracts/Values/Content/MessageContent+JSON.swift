package import Core

/// Content as it is stored: an object whose members depend on the kind; what is not there is left out.
extension MessageContent {
    /// The content as it is stored.
    package var json: JSON {
        switch self {
        case .text(let text, nil): ["text": .string(text)]
        case .text(let text, let preview?):
            .present([
                ("text", .string(text)),
                (
                    "preview",
                    .present([("link", .string(preview.link)), ("title", .text(preview.title)), ("description", .text(preview.description))])
                ),
            ])
        case .media(let media): media.json
        case .location(let location):
            .present([
                ("latitude", .number(location.latitude)), ("longitude", .number(location.longitude)), ("name", .text(location.name)),
                ("address", .text(location.address)),
            ])
        case .contacts(let cards): ["contacts": .array(cards.map(\.json))]
        case .reaction(let reaction): ["message": .string(reaction.whatsAppID), "emoji": .string(reaction.emoji)]
        case .buttons(let buttons): buttons.json
        case .list(let list): list.json
        }
    }

    /// Reads what `json` wrote; nil if it did not.
    package init?(kind: Kind, json: JSON) {
        switch kind {
        case .text:
            guard let text = json["text"]?.string else { return nil }
            self = .text(text, preview: json["preview"].flatMap(LinkPreview.init(json:)))
        case .image, .video, .audio, .voice, .document, .sticker:
            guard let kind = MediaKind(kind), let media = MediaContent(kind: kind, json: json) else { return nil }
            self = .media(media)
        case .location:
            guard let latitude = json["latitude"]?.double, let longitude = json["longitude"]?.double else { return nil }
            self = .location(
                LocationContent(latitude: latitude, longitude: longitude, name: json["name"]?.string, address: json["address"]?.string))
        case .contacts:
            guard let cards = json["contacts"]?.all(ContactCard.init(json:)) else { return nil }
            self = .contacts(cards)
        case .reaction:
            guard let message = json["message"]?.string, let emoji = json["emoji"]?.string else { return nil }
            self = .reaction(ReactionContent(whatsAppID: message, emoji: emoji))
        case .buttons:
            guard let buttons = ButtonsContent(json: json) else { return nil }
            self = .buttons(buttons)
        case .list:
            guard let list = ListContent(json: json) else { return nil }
            self = .list(list)
        }
    }
}

extension JSON {
    /// An object of the members that are there.
    fileprivate static func present(_ members: [(String, JSON?)]) -> JSON {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }

    /// A text, if there is one.
    fileprivate static func text(_ text: String?) -> JSON? { text.map(JSON.string) }

    /// A number, however it was written: a whole one is stored without a fraction.
    fileprivate var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// Every element read; nil if one of them cannot be, or this is no array.
    fileprivate func all<Value>(_ read: (JSON) -> Value?) -> [Value]? {
        guard let elements = array else { return nil }
        let values = elements.compactMap(read)
        return values.count == elements.count ? values : nil
    }
}

extension LinkPreview {
    fileprivate init?(json: JSON) {
        guard let link = json["link"]?.string else { return nil }
        self.init(link: link, title: json["title"]?.string, description: json["description"]?.string)
    }
}

extension MediaContent {
    fileprivate var json: JSON {
        .present([("file", file.json), ("caption", .text(caption)), ("file_name", .text(fileName))])
    }

    fileprivate init?(kind: MediaKind, json: JSON) {
        guard let file = json["file"].flatMap(MediaReference.init(json:)) else { return nil }
        self.init(kind: kind, file: file, caption: json["caption"]?.string, fileName: json["file_name"]?.string)
    }
}

extension MediaReference {
    /// The reference as it is stored, or travels to another process.
    package var json: JSON {
        .present([
            ("id", .string(id.description)), ("mime_type", .string(mimeType)), ("bytes", .integer(Int64(bytes))),
            ("sha256", .string(Hex.encode(sha256))), ("source", .text(source)),
        ])
    }

    /// Reads what `json` wrote; nil if it did not.
    package init?(json: JSON) {
        guard let id = json["id"]?.string.flatMap(MediaID.init), let mimeType = json["mime_type"]?.string,
            let bytes = json["bytes"]?.integer.flatMap(Int.init(exactly:)), let sha256 = json["sha256"]?.string.flatMap(Hex.decode)
        else { return nil }
        self.init(id: id, mimeType: mimeType, bytes: bytes, sha256: sha256, source: json["source"]?.string)
    }
}

extension ContactCard {
    fileprivate var json: JSON {
        .present([
            ("formatted_name", .string(formattedName)), ("first_name", .text(firstName)), ("last_name", .text(lastName)),
            ("phones", .array(phones.map { .present([("phone", .string($0.number)), ("type", .text($0.type))]) })),
        ])
    }

    fileprivate init?(json: JSON) {
        guard let name = json["formatted_name"]?.string,
            let phones = json["phones"]?.all({ phone in phone["phone"]?.string.map { Phone(number: $0, type: phone["type"]?.string) } })
        else { return nil }
        self.init(formattedName: name, firstName: json["first_name"]?.string, lastName: json["last_name"]?.string, phones: phones)
    }
}

extension ButtonsContent {
    fileprivate var json: JSON {
        .present([
            ("body", .string(body)), ("header", header?.json), ("footer", .text(footer)), ("buttons", .array(buttons.map(\.json))),
        ])
    }

    fileprivate init?(json: JSON) {
        guard let body = json["body"]?.string, let buttons = json["buttons"]?.all(Button.init(json:)) else { return nil }
        self.init(body: body, header: json["header"].flatMap(Header.init(json:)), footer: json["footer"]?.string, buttons: buttons)
    }
}

extension ButtonsContent.Header {
    fileprivate var json: JSON {
        switch self {
        case .text(let text): ["text": .string(text)]
        case .media(let media): ["kind": .string(media.kind.rawValue), "media": media.json]
        }
    }

    fileprivate init?(json: JSON) {
        if let text = json["text"]?.string {
            self = .text(text)
        } else if let kind = json["kind"]?.string.flatMap(MediaKind.init(rawValue:)), let media = json["media"],
            let content = MediaContent(kind: kind, json: media)
        {
            self = .media(content)
        } else {
            return nil
        }
    }
}

extension ButtonsContent.Button {
    fileprivate var json: JSON {
        switch action {
        case .reply(let id): ["title": .string(title), "type": "reply", "id": .string(id)]
        case .copy(let code): ["title": .string(title), "type": "copy", "code": .string(code)]
        case .open(let url): ["title": .string(title), "type": "url", "url": .string(url)]
        case .call(let number): ["title": .string(title), "type": "call", "number": .string(number.digits)]
        case .pix(let currency, let name, let keyType, let key):
            [
                "title": .string(title), "type": "pix", "currency": .string(currency), "name": .string(name), "key_type": .string(keyType),
                "key": .string(key),
            ]
        }
    }

    fileprivate init?(json: JSON) {
        guard let title = json["title"]?.string, let type = json["type"]?.string else { return nil }
        let texts = { (name: String) in json[name]?.string }
        switch type {
        case "reply":
            guard let id = texts("id") else { return nil }
            self.init(title: title, action: .reply(id: id))
        case "copy":
            guard let code = texts("code") else { return nil }
            self.init(title: title, action: .copy(code: code))
        case "url":
            guard let url = texts("url") else { return nil }
            self.init(title: title, action: .open(url: url))
        case "call":
            guard let number = texts("number").flatMap({ PhoneNumber($0) }) else { return nil }
            self.init(title: title, action: .call(number))
        case "pix":
            guard let currency = texts("currency"), let name = texts("name"), let keyType = texts("key_type"), let key = texts("key")
            else { return nil }
            self.init(title: title, action: .pix(currency: currency, name: name, keyType: keyType, key: key))
        default: return nil
        }
    }
}

extension ListContent {
    fileprivate var json: JSON {
        .present([
            ("body", .string(body)), ("button", .string(button)), ("header", .text(header)), ("footer", .text(footer)),
            ("sections", .array(sections.map(\.json))),
        ])
    }

    fileprivate init?(json: JSON) {
        guard let body = json["body"]?.string, let button = json["button"]?.string,
            let sections = json["sections"]?.all(Section.init(json:))
        else { return nil }
        self.init(body: body, button: button, header: json["header"]?.string, footer: json["footer"]?.string, sections: sections)
    }
}

extension ListContent.Section {
    fileprivate var json: JSON {
        .present([
            ("title", .text(title)),
            (
                "rows",
                .array(rows.map { .present([("id", .string($0.id)), ("title", .string($0.title)), ("description", .text($0.description))]) })
            ),
        ])
    }

    fileprivate init?(json: JSON) {
        let rows = json["rows"]?.all { row -> ListContent.Row? in
            guard let id = row["id"]?.string, let title = row["title"]?.string else { return nil }
            return ListContent.Row(id: id, title: title, description: row["description"]?.string)
        }
        guard let rows else { return nil }
        self.init(title: json["title"]?.string, rows: rows)
    }
}
