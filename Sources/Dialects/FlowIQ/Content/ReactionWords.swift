import API
import Contracts

/// `reaction` (contract FQX-03).
struct ReactionWords: Sendable {
    /// What a message of that type has to have (contract FQX-01).
    static let rule = Violation("/reaction/message_id", "is required for reaction messages")
    /// What is put on the message where nothing is said (contract FQX-03).
    static let standard = "👍"

    var whatsAppID: String?
    var emoji: String

    static let shape = Shape.object(
        { ReactionWords(whatsAppID: $0, emoji: $1) },
        Field("message_id", \.whatsAppID, optional: SentMessageID.shape, "The message to put it on; required"),
        Field("emoji", \.emoji, emoji, default: standard, "Empty takes the reaction back")
    ).named("Reaction")

    private static let emoji = Shape<String>.text(max: ReactionContent.emojiLimit).map(
        or: "must be an emoji, or empty", to: { $0.utf8.count <= ReactionContent.emojiLimit ? $0 : nil }, from: { $0 })
}
