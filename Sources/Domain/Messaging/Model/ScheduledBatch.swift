package import Contracts
package import Core

/// A request that waits for its time.
package struct ScheduledBatch: Sendable, Hashable {
    /// The id its messages share.
    package let batch: BatchID
    /// The short number it is known by: unique inside the tenant, at most 15 digits.
    package let number: Int64
    /// The instance it goes out from.
    package let instance: InstanceID
    /// Who it goes to.
    package let recipients: [Recipient]
    /// What it says.
    package let content: MessageContent
    /// When it is to be sent.
    package let sendAt: SendTime
    /// When it was asked for.
    package let createdAt: Instant
}

/// What is to become different of a request that waits for its time; nil leaves a part as it is.
package struct ScheduleChange: Sendable {
    /// Who it goes to now.
    package var recipients: [Recipient]?
    /// What it says now.
    package var content: MessageContent?
    /// When it is to be sent now.
    package var sendAt: SendTime?

    /// Puts a change together.
    package init(recipients: [Recipient]? = nil, content: MessageContent? = nil, sendAt: SendTime? = nil) {
        self.recipients = recipients
        self.content = content
        self.sendAt = sendAt
    }
}
