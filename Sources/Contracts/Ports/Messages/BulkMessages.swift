package import Core
package import Database

/// Messages of campaigns: handed over, counted, held and taken back inside the asker's transaction, so that a campaign's progress and the
/// messages it has led to are one truth. An event would not do: a campaign that moved on without its messages would lose them. Offered by Messaging.
package protocol BulkMessages: Sendable {
    /// Accepts one message per entry in the bulk lane, counted against the day; throws `Problem.quotaExceeded`, and then nothing of it was accepted.
    func submit(
        _ entries: [BulkMessage], for campaign: CampaignID, from instance: InstanceReference, sender: JID?, in tx: borrowing Transaction
    ) throws
    /// How far the campaigns' messages have come; a campaign without messages is left out.
    func tallies(of campaigns: [CampaignID], of tenant: TenantID, in tx: borrowing Transaction) throws -> [CampaignID: CampaignTally]
    /// Keeps the campaign's waiting messages from being sent, or lets them go again.
    func hold(_ isHeld: Bool, _ campaign: CampaignID, of tenant: TenantID, in tx: borrowing Transaction) throws
    /// Takes back up to `limit` of the campaign's messages that have not gone out, and answers how many.
    func withdraw(_ campaign: CampaignID, limit: Int, of tenant: TenantID, in tx: borrowing Transaction) throws -> Int
    /// There is something new for the instance; after the transaction.
    func ring(_ instance: InstanceReference)
}

/// One message of a campaign.
package struct BulkMessage: Sendable {
    /// Who it goes to.
    package let recipient: Recipient
    /// What it says to them.
    package let content: MessageContent
    /// Which contact that is, if it is one.
    package let contact: ContactID?

    /// Puts a message together.
    package init(recipient: Recipient, content: MessageContent, contact: ContactID? = nil) {
        self.recipient = recipient
        self.content = content
        self.contact = contact
    }
}

/// How many of a campaign's messages are in which state.
package struct CampaignTally: Sendable, Hashable {
    /// Accepted and waiting, or under way.
    package var queued = 0
    /// WhatsApp has them; those delivered and read are among them.
    package var sent = 0
    /// Of these, those that reached a phone.
    package var delivered = 0
    /// Of these, those that were read.
    package var read = 0
    /// Will not arrive.
    package var failed = 0
    /// Taken back.
    package var cancelled = 0

    /// Nothing yet.
    package init() {}
}
