/// What a message says. An enum, so that it cannot be half filled.
package enum MessageContent: Sendable, Hashable {
    /// Plain words, with what a card under them shows where somebody has looked that up.
    case text(String, preview: LinkPreview? = nil)
    /// An image, video, audio file, voice note, document or sticker.
    case media(MediaContent)
    /// A point on the map.
    case location(LocationContent)
    /// Address cards, at least one and at most `ContactCard.limit`.
    case contacts([ContactCard])
    /// An emoji on another message, or its removal.
    case reaction(ReactionContent)
    /// Words with buttons under them.
    case buttons(ButtonsContent)
    /// Words with a button that opens a list to choose from.
    case list(ListContent)

    /// How long a text may be, in bytes of UTF-8.
    package static let textLimit = 65_536
    /// How long a caption may be, in characters.
    package static let captionLimit = 1024

    /// The word for it in the database and in the native API.
    package var kind: Kind {
        switch self {
        case .text: .text
        case .media(let media): media.kind.content
        case .location: .location
        case .contacts: .contacts
        case .reaction: .reaction
        case .buttons: .buttons
        case .list: .list
        }
    }

    /// The words for kinds of content.
    package enum Kind: String, Sendable, CaseIterable, Hashable {
        case text, image, video, audio, voice, document, sticker, location, contacts, reaction, buttons, list
    }

    /// The files it carries.
    package var media: [MediaReference] {
        switch self {
        case .media(let media): [media.file]
        case .buttons(let buttons): if case .media(let media)? = buttons.header { [media.file] } else { [] }
        case .text, .location, .contacts, .reaction, .list: []
        }
    }
}
