package import Core

/// How the messages of an instance fared of late, in numbers. Offered by Messaging; counted when asked, and remembered for a minute.
package protocol MessageFigures: Sendable {
    /// The figures of an instance. Whether the tenant has one of that id is not asked here.
    func history(of instance: InstanceReference) async throws -> MessageHistory
}

/// How the messages of an instance fared of late.
package struct MessageHistory: Sendable, Hashable {
    /// How far back `day` and `week` go.
    package static let dayLength: Duration = .seconds(24 * 3600)
    package static let weekLength: Duration = .seconds(7 * 24 * 3600)

    /// When it was counted.
    package let at: Instant
    /// The last 24 hours.
    package let day: MessageTally
    /// The last seven days.
    package let week: MessageTally
    /// When the oldest message that was looked at was accepted or came in, if there were older ones that were not looked at: no more than a named
    /// number of the tenant's newest messages are.
    package let beginning: Instant?

    /// Puts a history together.
    package init(at: Instant, day: MessageTally = MessageTally(), week: MessageTally = MessageTally(), beginning: Instant? = nil) {
        self.at = at
        self.day = day
        self.week = week
        self.beginning = beginning
    }

    /// Whether everything that happened in the last `length` was looked at.
    package func covers(_ length: Duration) -> Bool { beginning.map { $0 <= at - length } ?? true }
}
