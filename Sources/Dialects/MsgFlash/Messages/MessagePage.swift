import API
import Contracts

/// One page of messages (contract MFX-12).
struct MessagePage: Sendable {
    /// How many messages a page has: at most, and where nothing is said.
    static let limits = 1...100
    static let standard = 20

    var messages: [MessageResource]
    var next: MessageID?

    static let shape = Shape.object(
        { messages, next, _ in MessagePage(messages: messages, next: next) },
        Field("messages", \.messages, .list(of: MessageResource.shape, max: limits.upperBound)),
        Field("nextCursor", \.next, nullable: .identifier(), "The `cursor` of the next page; null after the last"),
        Field("hasMore", { $0.next != nil }, .bool)
    ).named("MessagePage")

    static let example = MessagePage(messages: [.example], next: nil)
}
