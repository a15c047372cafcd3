import API
import Contracts
import Core

/// What `POST /groups` takes (contract FS2-90).
struct NewGroup: Sendable {
    var subject: String
    var participants: [PhoneNumber]
    /// The instance whose number makes it, under either of the names that any dialect may use (decisions, "Which instance sends").
    var instanceID: InstanceID?
    var sessionID: InstanceID?

    /// The instance that the request names, if it does.
    var named: InstanceID? { instanceID ?? sessionID }

    static let shape = Shape.object(
        { NewGroup(subject: $0, participants: $1, instanceID: $2, sessionID: $3) },
        Field("subject", \.subject, .text(min: 1, max: GroupSnapshot.subjectLimit), "The name of the group"),
        Field(
            "participants", \.participants, .list(of: .phoneNumber(plus: false), min: 1, max: GroupSnapshot.peoplePerRequest),
            "Numbers in international format"),
        Field("instanceId", \.instanceID, optional: .identifier(), "The instance that makes it; the key's or the account's default otherwise"),
        Field("session_id", \.sessionID, optional: .identifier(), "Another name for `instanceId`"))

    static let example = NewGroup(
        subject: "Family Group 4", participants: ["254712345678", "254723456789"].compactMap { PhoneNumber($0) })
}

/// The answer to `POST /groups` (contract FS2-91 to FS2-94).
struct GroupMade: Sendable {
    var group: GroupSnapshot

    static let shape = Shape.object(
        { (_: Bool, _: String, group: GroupSnapshot) in GroupMade(group: group) },
        Field("success", { _ in true }, .constant(true)),
        Field("message", { _ in "Group created successfully" }, .constant("Group created successfully")),
        Field("data", \.group, group)
    ).named("GroupMade")

    private static let group = Shape<GroupSnapshot>.object(
        {
            (
                id: JID, addressing: GroupSnapshot.Addressing, subject: String, subjectOwner: JID?, subjectTime: Int64?, _: Int64,
                creation: Int64, owner: JID?, restrict: Bool, announce: Bool, isCommunity: Bool, isCommunityAnnounce: Bool,
                joinApprovalMode: Bool, memberAddMode: Bool, participants: [GroupSnapshot.Participant]
            ) in
            GroupSnapshot(
                id: id, addressing: addressing, subject: subject, subjectOwner: subjectOwner, subjectAt: subjectTime.map(Instant.init(seconds:)),
                description: nil, owner: owner, createdAt: Instant(seconds: creation), isRestricted: restrict, isAnnouncement: announce,
                isCommunity: isCommunity, isCommunityAnnouncement: isCommunityAnnounce, joinApproval: joinApprovalMode,
                membersAdd: memberAddMode, participants: participants)
        },
        Field("id", \.id, .address),
        Field("addressingMode", \.addressing, .choice(), "Whether people in it are shown by number or by the address that hides it"),
        Field("subject", \.subject, .text()),
        Field("subjectOwner", \.subjectOwner, Shape<JID>.address.nullable, "Who gave it that name"),
        Field("subjectTime", \.subjectAt?.seconds, Shape<Int64>.integer().nullable, "When, in Unix seconds"),
        Field("size", { Int64($0.participants.count) }, .integer(), "How many people are in it"),
        Field("creation", \.createdAt.seconds, .integer(), "When it was made, in Unix seconds"),
        Field("owner", \.owner, Shape<JID>.address.nullable, "Who made it"),
        Field("restrict", \.isRestricted, .bool, "Whether only administrators may change its name"),
        Field("announce", \.isAnnouncement, .bool, "Whether only administrators may write"),
        Field("isCommunity", \.isCommunity, .bool),
        Field("isCommunityAnnounce", \.isCommunityAnnouncement, .bool),
        Field("joinApprovalMode", \.joinApproval, .bool, "Whether administrators approve who joins"),
        Field("memberAddMode", \.membersAdd, .bool, "Whether every member may add people"),
        Field("participants", \.participants, .list(of: .participant)))

    static let example = GroupMade(
        group: GroupSnapshot(
            id: JID(user: "120363420800326612", server: .group), addressing: .lid, subject: "Family Group 4",
            subjectOwner: GroupList.someone, subjectAt: Instant(seconds: 1_755_072_787), description: nil, owner: GroupList.someone,
            createdAt: Instant(seconds: 1_755_072_787), participants: GroupList.people))
}

extension Shape where Value == JID {
    /// An address as it is printed.
    static var address: Shape {
        Shape<String>.text(max: 128).map(or: "must be an address", to: { JID($0) }, from: \.description)
    }
}

extension Shape where Value == GroupSnapshot.Participant {
    /// Somebody in a group (contract FS2-93).
    static var participant: Shape {
        Shape.object(
            { GroupSnapshot.Participant(id: $0, number: nil, rank: $1?.rank ?? .member) },
            Field("id", \.id, .address),
            Field("admin", { AdminWord($0.rank) }, Shape<AdminWord>.choice().nullable, "null for who is no administrator")
        ).named("Participant")
    }
}

/// What this dialect calls administrators.
private enum AdminWord: String, CaseIterable, Sendable {
    case superadmin, admin

    init?(_ rank: GroupSnapshot.Rank) {
        switch rank {
        case .superadmin: self = .superadmin
        case .admin: self = .admin
        case .member: return nil
        }
    }

    var rank: GroupSnapshot.Rank {
        switch self {
        case .superadmin: .superadmin
        case .admin: .admin
        }
    }
}
