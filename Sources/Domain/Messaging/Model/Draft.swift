package import Contracts

/// What a caller wants sent.
package struct Draft: Sendable {
    /// What it says.
    package var content: MessageContent
    /// What it says to recipients to whom it says something else; of the same kind.
    package var variations: [Recipient: MessageContent] = [:]
    /// Who it goes to; duplicates are merged.
    package var recipients: [Recipient]
    /// The instance to send from; nil for the one that the key or the tenant means.
    package var instance: InstanceID?
    /// How far that instance must be.
    package var readiness: Messaging.Readiness
    /// The message it answers: its WhatsApp id, or the id of one of the tenant's own messages.
    package var replyTo: String?
    /// The customer's own mark.
    package var clientReference: String?
    /// How urgent it is.
    package var lane: MessageLane
    /// When it is to be sent; nil for at once.
    package var sendAt: SendTime?

    /// Puts a draft together.
    package init(
        _ content: MessageContent, to recipients: [Recipient], from instance: InstanceID? = nil, requiring readiness: Messaging.Readiness = .linked,
        replyTo: String? = nil, clientReference: String? = nil, lane: MessageLane = .transactional, sendAt: SendTime? = nil
    ) {
        self.content = content
        self.recipients = recipients
        self.instance = instance
        self.readiness = readiness
        self.replyTo = replyTo
        self.clientReference = clientReference
        self.lane = lane
        self.sendAt = sendAt
    }
}
