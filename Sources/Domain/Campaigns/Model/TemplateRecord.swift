package import Contracts
package import Core

/// Words with gaps, kept to be sent again and again.
package struct TemplateRecord: Sendable, Hashable {
    /// How long a template's name may be, in characters.
    package static let nameLimit = 128

    /// Which template it is.
    package let id: TemplateID
    /// What the tenant calls it.
    package var name: String
    /// What it says, with gaps such as `{{contact.name}}` in its texts.
    package var content: MessageContent
    /// When it was made.
    package let createdAt: Instant
    /// When it was last changed.
    package var updatedAt: Instant

    /// Puts a template together.
    package init(id: TemplateID, name: String, content: MessageContent, createdAt: Instant, updatedAt: Instant) {
        self.id = id
        self.name = name
        self.content = content
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// The gaps in its texts, each once, in the order in which they first appear: `contact.name`.
    package var variables: [String] {
        var seen: Set<String> = []
        return GapText.all(in: content).flatMap(\.gaps).map(\.description).filter { seen.insert($0).inserted }
    }
}
