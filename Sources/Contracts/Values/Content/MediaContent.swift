/// A file in a message, and what goes with it.
package struct MediaContent: Sendable, Hashable {
    /// As what the recipient's phone shows it.
    package let kind: MediaKind
    /// The file.
    package let file: MediaReference
    /// The words under it; audio, voice notes and stickers have none.
    package let caption: String?
    /// The name a document is shown with.
    package let fileName: String?

    /// Puts a file and its words together.
    package init(kind: MediaKind, file: MediaReference, caption: String? = nil, fileName: String? = nil) {
        self.kind = kind
        self.file = file
        self.caption = caption
        self.fileName = fileName
    }
}

/// As what a phone shows a file.
package enum MediaKind: String, Sendable, CaseIterable, Hashable {
    case image, video, audio, voice, document, sticker

    /// The kind of content that it makes.
    package var content: MessageContent.Kind {
        switch self {
        case .image: .image
        case .video: .video
        case .audio: .audio
        case .voice: .voice
        case .document: .document
        case .sticker: .sticker
        }
    }

    /// The kind that a content is of; nil for content without a file of its own.
    package init?(_ kind: MessageContent.Kind) { self.init(rawValue: kind.rawValue) }
}
