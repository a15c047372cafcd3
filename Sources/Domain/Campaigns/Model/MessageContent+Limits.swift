import Contracts

extension MessageContent {
    /// What of it is too long, for a content whose texts have grown since they were read.
    var overlong: [String] {
        var found: [String] = []
        func check(_ text: String?, _ name: String, _ limit: Int) {
            if let text, text.unicodeScalars.count > limit { found.append("\(name) would have more than \(limit) characters") }
        }
        switch self {
        case .text(let text, _): if text.utf8.count > Self.textLimit { found.append("the text would have more than \(Self.textLimit) bytes") }
        case .media(let media): check(media.caption, "the caption", Self.captionLimit)
        case .location(let location):
            check(location.name, "the name", LocationContent.textLimit)
            check(location.address, "the address", LocationContent.textLimit)
        case .contacts, .reaction: break
        case .buttons(let buttons):
            check(buttons.body, "the body", ButtonsContent.bodyLimit)
            check(buttons.footer, "the footer", ButtonsContent.edgeLimit)
            if case .text(let header)? = buttons.header { check(header, "the header", ButtonsContent.edgeLimit) }
            for button in buttons.buttons { check(button.title, "a button's title", ButtonsContent.titleLimit) }
        case .list(let list):
            check(list.body, "the body", ListContent.bodyLimit)
            check(list.header, "the header", ListContent.edgeLimit)
            check(list.footer, "the footer", ListContent.edgeLimit)
            check(list.button, "the button", ListContent.buttonLimit)
            for row in list.sections.flatMap(\.rows) {
                check(row.title, "a row's title", ListContent.titleLimit)
                check(row.description, "a row's description", ListContent.descriptionLimit)
            }
        }
        return found
    }
}
