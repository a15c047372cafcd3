package import Contracts

/// Which messages are listed: those that every part fits which is there.
package struct MessageFilter: Sendable, Hashable {
    /// The request they belong to.
    package var batch: BatchID?
    /// The id WhatsApp knows them by.
    package var whatsAppID: String?
    /// The customer's own mark.
    package var clientReference: String?
    /// The instance they went out from or came in to.
    package var instance: InstanceID?
    /// How far they have come.
    package var status: MessageStatus?
    /// Which way they go.
    package var direction: MessageRecord.Direction?
    /// The person or group they are exchanged with.
    package var chat: JID?
    /// The campaign they belong to.
    package var campaign: CampaignID?

    /// All messages.
    package init() {}
}
