package import Contracts
package import Core

/// What a caller is given for a request whose messages are committed.
package struct Acceptance: Sendable, Hashable {
    /// The id the messages share.
    package let batch: BatchID
    /// Whose they are.
    package let tenant: TenantID
    /// The number they go out from.
    package let instance: InstanceID
    /// The address of that number, where it is known.
    package let sender: JID?
    /// When they were accepted.
    package let at: Instant
    /// One per recipient, in the order asked for, duplicates merged.
    package let messages: [Accepted]

    /// What they say.
    package let content: MessageContent
    /// The WhatsApp id of the message they answer.
    package let replyTo: String?
    /// The customer's own mark.
    package let clientReference: String?
    /// How urgent they are.
    package let lane: MessageLane
    /// When they are to be sent, if that is later.
    package let sendAt: SendTime?
    /// The short number of the request, if it waits for its time.
    package let schedule: Int64?

    /// The messages as they stand at the moment of acceptance.
    package var records: [MessageRecord] {
        messages.map { message in
            MessageRecord(
                id: message.id, batch: batch, instance: instance, direction: .outbound, chat: message.recipient.chat, sender: sender,
                content: message.content ?? content, kind: content.kind.rawValue, whatsAppID: message.whatsAppID, replyTo: replyTo,
                clientReference: clientReference, status: sendAt == nil ? .pending : .scheduled, failure: nil,
                dueAt: sendAt?.instant ?? at, createdAt: at, sentAt: nil, deliveredAt: nil, readAt: nil, lane: lane, sendAt: sendAt?.instant)
        }
    }

    /// One accepted message.
    package struct Accepted: Sendable, Hashable {
        /// Which message it is.
        package let id: MessageID
        /// Who it goes to.
        package let recipient: Recipient
        /// The id WhatsApp will know it by.
        package let whatsAppID: String
        /// What it says, where that is something else than what the others say.
        package var content: MessageContent?
    }
}
