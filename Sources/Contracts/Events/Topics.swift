package import Database

extension Topic {
    /// There may be messages to send.
    package static let messagesDue = Topic("messaging.due")
    /// There may be webhooks to post.
    package static let webhooksDue = Topic("webhooks.due")
}
