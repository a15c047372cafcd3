package import Contracts
package import Core

/// A group, and where what is said of it comes from.
package struct GroupDetails: Sendable, Hashable {
    /// Where an answer comes from.
    package enum Source: String, Sendable, CaseIterable {
        /// WhatsApp was asked.
        case channel
        /// It is remembered from earlier.
        case cache
    }

    /// The instance whose number is in it.
    package let instance: InstanceID
    /// The group.
    package let snapshot: GroupSnapshot
    /// Where that comes from.
    package let source: Source
    /// When the group was like that for certain.
    package let syncedAt: Instant

    /// Puts it together.
    package init(instance: InstanceID, snapshot: GroupSnapshot, source: Source, syncedAt: Instant) {
        self.instance = instance
        self.snapshot = snapshot
        self.source = source
        self.syncedAt = syncedAt
    }
}

/// What lets people into a group.
package struct InviteLink: Sendable, Hashable {
    /// What every link begins with.
    package static let prefix = "https://chat.whatsapp.com/"

    /// What this one ends in.
    package let code: String
    /// The whole link.
    package var link: String { Self.prefix + code }

    /// The link that ends in `code`.
    package init(code: String) { self.code = code }
}

/// What came of a change to the people in a group. Whoever does not fit stops it for all.
package enum ParticipantChange: Sendable, Hashable {
    /// It was done, but not for those whom WhatsApp refused: it tells only afterwards. The group as it is now.
    case done(GroupDetails, refused: [JID])
    /// Nothing was done: these are in the group already.
    case alreadyIn([JID])
    /// Nothing was done: these are not in the group.
    case notIn([JID])
    /// Nothing was done: these are not on WhatsApp.
    case notOnWhatsApp([JID])
}
