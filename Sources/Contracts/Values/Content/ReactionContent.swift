/// An emoji on another message.
package struct ReactionContent: Sendable, Hashable {
    /// How long the emoji may be, in bytes of UTF-8: the longest family emoji take 35.
    package static let emojiLimit = 64

    /// The WhatsApp id of the message it is on.
    package let whatsAppID: String
    /// The emoji; empty takes the reaction back.
    package let emoji: String

    /// Puts a reaction together.
    package init(whatsAppID: String, emoji: String) {
        self.whatsAppID = whatsAppID
        self.emoji = emoji
    }
}
