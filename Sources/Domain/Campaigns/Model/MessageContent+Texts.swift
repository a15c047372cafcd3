import Contracts

extension MessageContent {
    /// The same content with every text that people read, or that a button carries, replaced by what `change` makes of it.
    func mappingTexts<Failure: Error>(_ change: (String) throws(Failure) -> String) throws(Failure) -> MessageContent {
        func optional(_ text: String?) throws(Failure) -> String? {
            guard let text else { return nil }
            return try change(text)
        }
        switch self {
        case .text(let text, let preview): return .text(try change(text), preview: preview)
        case .media(let media):
            return .media(
                MediaContent(kind: media.kind, file: media.file, caption: try optional(media.caption), fileName: try optional(media.fileName)))
        case .location(let location):
            return .location(
                LocationContent(
                    latitude: location.latitude, longitude: location.longitude, name: try optional(location.name),
                    address: try optional(location.address)))
        case .contacts, .reaction: return self
        case .buttons(let buttons): return .buttons(try buttons.mappingTexts(change))
        case .list(let list): return .list(try list.mappingTexts(change))
        }
    }
}

extension ButtonsContent {
    fileprivate func mappingTexts<Failure: Error>(_ change: (String) throws(Failure) -> String) throws(Failure) -> ButtonsContent {
        var header = header
        switch header {
        case .text(let text)?: header = .text(try change(text))
        case .media, nil: break
        }
        var buttons: [Button] = []
        for button in self.buttons {
            var action = button.action
            switch action {
            case .reply(let id): action = .reply(id: try change(id))
            case .copy(let code): action = .copy(code: try change(code))
            case .open(let url): action = .open(url: try change(url))
            case .call, .pix: break
            }
            buttons.append(Button(title: try change(button.title), action: action))
        }
        var footer = footer
        if let words = footer { footer = try change(words) }
        return ButtonsContent(body: try change(body), header: header, footer: footer, buttons: buttons)
    }
}

extension ListContent {
    fileprivate func mappingTexts<Failure: Error>(_ change: (String) throws(Failure) -> String) throws(Failure) -> ListContent {
        func optional(_ text: String?) throws(Failure) -> String? {
            guard let text else { return nil }
            return try change(text)
        }
        var sections: [Section] = []
        for section in self.sections {
            var rows: [Row] = []
            for row in section.rows {
                rows.append(Row(id: row.id, title: try change(row.title), description: try optional(row.description)))
            }
            sections.append(Section(title: try optional(section.title), rows: rows))
        }
        return ListContent(
            body: try change(body), button: try change(button), header: try optional(header), footer: try optional(footer), sections: sections)
    }
}
