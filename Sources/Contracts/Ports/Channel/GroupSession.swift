package import Core

/// The groups of one instance's number. What changes, by whomever, is told to the observer as well.
package protocol GroupSession: Sendable {
    /// Makes a group with those people in it; the number itself becomes its super-administrator. People who may not be added are left out.
    func create(_ subject: String, with people: [PhoneNumber]) async throws(SendFailure) -> GroupSnapshot
    /// All groups that the number is in.
    func groups() async throws(SendFailure) -> [GroupSnapshot]
    /// One group; `.notFound` when the number is not in it.
    func group(_ group: JID) async throws(SendFailure) -> GroupSnapshot
    /// What an invitation link ends in; `.notAllowed` when the number is no administrator of the group.
    func inviteCode(of group: JID) async throws(SendFailure) -> String
    /// Adds, removes, promotes or demotes people, given by number or LID; answers whom it did not work for. `.notAllowed` when the number is no
    /// administrator.
    func change(_ action: ParticipantAction, _ people: [JID], of group: JID) async throws(SendFailure) -> [JID]
    /// Changes the title, the description or both; nil leaves one as it is, an empty description removes it.
    func update(subject: String?, description: String?, of group: JID) async throws(SendFailure) -> GroupSnapshot
}

/// What can be done to people in a group.
package enum ParticipantAction: String, Sendable, CaseIterable, Hashable { case add, remove, promote, demote }

/// A group as it is at one time.
package struct GroupSnapshot: Sendable, Hashable {
    /// How long a title may be, in characters, as WhatsApp has it.
    package static let subjectLimit = 100
    /// How long a description may be, in characters.
    package static let descriptionLimit = 2048
    /// How many people one request may name.
    package static let peoplePerRequest = 100
    /// How many people a group may have, as WhatsApp has it.
    package static let sizeLimit = 1024

    /// Whether people in it are addressed by phone number or by LID.
    package enum Addressing: String, Sendable, CaseIterable, Hashable { case pn, lid }

    /// What somebody may do in it.
    package enum Rank: String, Sendable, CaseIterable, Hashable { case superadmin, admin, member }

    /// Somebody in it.
    package struct Participant: Sendable, Hashable {
        /// Their address, of the kind that the group uses.
        package let id: JID
        /// Their number, where it is known.
        package let number: PhoneNumber?
        /// What they may do.
        package let rank: Rank

        /// Puts a participant together.
        package init(id: JID, number: PhoneNumber?, rank: Rank) {
            self.id = id
            self.number = number
            self.rank = rank
        }

        /// Whether they may change the group.
        package var isAdmin: Bool { rank != .member }
    }

    /// Its address.
    package let id: JID
    /// How people in it are addressed.
    package let addressing: Addressing
    /// Its title.
    package let subject: String
    /// Who gave it that title.
    package let subjectOwner: JID?
    /// When it was given that title.
    package let subjectAt: Instant?
    /// What it says of itself.
    package let description: String?
    /// Who made it.
    package let owner: JID?
    /// When it was made.
    package let createdAt: Instant
    /// Whether only administrators may change its title and the like.
    package let isRestricted: Bool
    /// Whether only administrators may write.
    package let isAnnouncement: Bool
    /// Whether it is a community.
    package let isCommunity: Bool
    /// Whether it is the announcements of a community.
    package let isCommunityAnnouncement: Bool
    /// Whether administrators approve who joins.
    package let joinApproval: Bool
    /// Whether every member may add people.
    package let membersAdd: Bool
    /// Everybody in it, the number itself among them.
    package let participants: [Participant]

    /// Puts a group together.
    package init(
        id: JID, addressing: Addressing, subject: String, subjectOwner: JID?, subjectAt: Instant?, description: String?, owner: JID?,
        createdAt: Instant, isRestricted: Bool = false, isAnnouncement: Bool = false, isCommunity: Bool = false,
        isCommunityAnnouncement: Bool = false, joinApproval: Bool = false, membersAdd: Bool = false, participants: [Participant]
    ) {
        self.id = id
        self.addressing = addressing
        self.subject = subject
        self.subjectOwner = subjectOwner
        self.subjectAt = subjectAt
        self.description = description
        self.owner = owner
        self.createdAt = createdAt
        self.isRestricted = isRestricted
        self.isAnnouncement = isAnnouncement
        self.isCommunity = isCommunity
        self.isCommunityAnnouncement = isCommunityAnnouncement
        self.joinApproval = joinApproval
        self.membersAdd = membersAdd
        self.participants = participants
    }
}
