/// What the card under a text shows of a link in it.
package struct LinkPreview: Sendable, Hashable {
    /// How long each of the texts may be, in characters.
    package static let textLimit = 1024

    /// The link as it stands in the text.
    package let link: String
    /// What the page calls itself.
    package let title: String?
    /// What the page says of itself.
    package let description: String?

    /// Puts a card together.
    package init(link: String, title: String?, description: String?) {
        self.link = link
        self.title = title
        self.description = description
    }
}
