package import Core

/// What a message says. An enum, so that it cannot be half filled.
package enum MessageContent: Sendable, Hashable {
    case text(String)

    /// How long a text may be, in bytes of UTF-8.
    package static let textLimit = 65_536

    /// The word for it in the database and in the native API.
    package var kind: Kind {
        switch self {
        case .text: .text
        }
    }

    /// The words for kinds of content.
    package enum Kind: String, Sendable, CaseIterable {
        case text
    }

    /// The content as it is stored: an object whose members depend on the kind.
    package var json: JSON {
        switch self {
        case .text(let text): ["text": .string(text)]
        }
    }

    /// Reads what `json` wrote; nil if it did not.
    package init?(kind: Kind, json: JSON) {
        switch kind {
        case .text:
            guard let text = json["text"]?.string else { return nil }
            self = .text(text)
        }
    }
}
