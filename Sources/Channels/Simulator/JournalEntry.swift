package import Contracts

/// One message as the simulated network received it; a repetition is another entry. Lets a test prove that nothing was sent under two ids.
package struct JournalEntry: Sendable, Hashable {
    /// The sender.
    package let instance: InstanceReference
    /// The id that it was sent under.
    package let whatsAppID: String
    /// Who it was sent to.
    package let chat: JID
    /// What kind of message it was.
    package let kind: MessageContent.Kind

    init(instance: InstanceReference, message: OutboundMessage) {
        self.instance = instance
        whatsAppID = message.whatsAppID
        chat = message.chat
        kind = message.content.kind
    }
}
