package import Contracts
package import Core

/// A message as it stands now.
package struct MessageRecord: Sendable, Hashable {
    /// Which message it is.
    package let id: MessageID
    /// The request it belongs to.
    package let batch: BatchID
    /// The number it goes out from or came in to.
    package let instance: InstanceID
    /// Which way it goes.
    package let direction: Direction
    /// The person or group it is exchanged with.
    package let chat: JID
    /// Who wrote it: of an outbound message the instance's own number, where it was known.
    package let sender: JID?
    /// What it says; nil for an inbound kind that Herald does not know.
    package let content: MessageContent?
    /// The word for its kind.
    package let kind: String
    /// The id WhatsApp knows it by.
    package let whatsAppID: String
    /// The WhatsApp id of the message it answers.
    package let replyTo: String?
    /// The customer's own mark.
    package let clientReference: String?
    /// How far it has come.
    package let status: MessageStatus
    /// Why it failed, if it did.
    package let failure: MessageFailureCode?
    /// When it is to be sent.
    package let dueAt: Instant
    /// When it was accepted or came in.
    package let createdAt: Instant
    /// When WhatsApp took it.
    package let sentAt: Instant?
    /// When the recipient's phone had it.
    package let deliveredAt: Instant?
    /// When it was read.
    package let readAt: Instant?
    /// How urgent it is.
    package let lane: MessageLane
    /// The campaign it belongs to.
    package let campaign: CampaignID?
    /// The contact it was written to.
    package let contact: ContactID?
    /// When it was asked to be sent, if that was to be later.
    package let sendAt: Instant?

    /// Which way a message goes.
    package enum Direction: String, Sendable, CaseIterable {
        case outbound = "out"
        case inbound = "in"
    }

    /// Puts a record together.
    package init(
        id: MessageID, batch: BatchID, instance: InstanceID, direction: Direction, chat: JID, sender: JID?, content: MessageContent?,
        kind: String, whatsAppID: String, replyTo: String?, clientReference: String?, status: MessageStatus, failure: MessageFailureCode?,
        dueAt: Instant, createdAt: Instant, sentAt: Instant?, deliveredAt: Instant?, readAt: Instant?,
        lane: MessageLane = .transactional, campaign: CampaignID? = nil, contact: ContactID? = nil, sendAt: Instant? = nil
    ) {
        self.id = id
        self.batch = batch
        self.instance = instance
        self.direction = direction
        self.chat = chat
        self.sender = sender
        self.content = content
        self.kind = kind
        self.whatsAppID = whatsAppID
        self.replyTo = replyTo
        self.clientReference = clientReference
        self.status = status
        self.failure = failure
        self.dueAt = dueAt
        self.createdAt = createdAt
        self.sentAt = sentAt
        self.deliveredAt = deliveredAt
        self.readAt = readAt
        self.lane = lane
        self.campaign = campaign
        self.contact = contact
        self.sendAt = sendAt
    }

    /// Whether waiting longer changes nothing about whether WhatsApp took it.
    package var isDecided: Bool {
        switch status {
        case .scheduled, .pending: false
        case .sent, .delivered, .read, .failed, .withdrawn: true
        }
    }
}
