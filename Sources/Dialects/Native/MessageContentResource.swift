import API
import Contracts
import Core

/// What a message says, part by part, as the native API shows it.
extension MessageContent {
    /// The words of a text message.
    var text: String? {
        if case .text(let text, _) = self { text } else { nil }
    }

    /// The file that the message is.
    var file: FileResource? { mediaContent.map { FileResource($0.file) } }

    /// The words under the file.
    var caption: String? { mediaContent?.caption }

    /// The name the file is shown with.
    var fileName: String? { mediaContent?.fileName }

    private var mediaContent: MediaContent? {
        if case .media(let media) = self { media } else { nil }
    }

    var location: LocationContent? {
        if case .location(let location) = self { location } else { nil }
    }

    var contacts: [ContactCard]? {
        if case .contacts(let cards) = self { cards } else { nil }
    }

    var reaction: ReactionContent? {
        if case .reaction(let reaction) = self { reaction } else { nil }
    }

    var buttons: ButtonsContent? {
        if case .buttons(let buttons) = self { buttons } else { nil }
    }

    var list: ListContent? {
        if case .list(let list) = self { list } else { nil }
    }
}

/// The members that a content has in a resource, and no others.
enum ContentResource {
    static let shape = Shape<MessageContent>.object(
        {
            (
                text: String?, _: FileResource?, _: String?, _: String?, location: LocationContent?, contacts: [ContactCard]?,
                reaction: ReactionContent?, buttons: ButtonsContent?, list: ListContent?
            ) in
            text.map { .text($0) } ?? location.map(MessageContent.location) ?? contacts.map(MessageContent.contacts)
                ?? reaction.map(MessageContent.reaction) ?? buttons.map(MessageContent.buttons) ?? list.map(MessageContent.list) ?? .text("")
        },
        Field("text", \.text, optional: .text()),
        Field("media", \.file, optional: FileResource.shape),
        Field("caption", \.caption, optional: .text()),
        Field("file_name", \.fileName, optional: .text()),
        Field("location", \.location, optional: ContentShapes.location),
        Field("contacts", \.contacts, optional: ContentShapes.contacts),
        Field("reaction", \.reaction, optional: ContentShapes.reaction),
        Field("buttons", \.buttons, optional: ContentShapes.buttons),
        Field("list", \.list, optional: ContentShapes.list))

    /// The members as JSON.
    static func members(of content: MessageContent) -> [JSON.Member] { shape.json(content).object ?? [] }

    /// Appends `,"name":value` for each member.
    static func write(_ content: MessageContent, to bytes: inout [UInt8]) {
        let start = bytes.count
        shape.write(content, to: &bytes)
        // The braces go: the first becomes the comma before the first member.
        guard bytes.count > start + 2 else { return bytes.removeSubrange(start...) }
        bytes[start] = UInt8(ascii: ",")
        bytes.removeLast()
    }
}
