import API
import Contracts
import Core
import Groups

/// The answer to `GET /groups`: an object whose members are named by the groups' addresses (contract FS2-97).
struct GroupList: Sendable {
    /// How many groups a page may have.
    static let limits = 1...1000
    /// How many groups a page has unless it is said.
    static let standard = 20
    /// How many pages there may be.
    static let pages = 1_000_000

    var groups: [GroupSnapshot]

    static let shape = Shape.object(
        { (_: Bool, _: String, groups: [String: GroupSnapshot]) in GroupList(groups: groups.sorted { $0.key < $1.key }.map(\.value)) },
        Field("success", { _ in true }, .constant(true)),
        Field("message", { _ in "Fetched all groups successfully" }, .constant("Fetched all groups successfully")),
        Field(
            "data", { Dictionary($0.groups.map { ($0.id.description, $0) }) { first, _ in first } },
            .dictionary(of: group, max: Groups.perInstance), "The groups by their addresses")
    ).named("GroupList")

    private static let group = Shape<GroupSnapshot>.object(
        { (id: JID, subject: String, _: Int64, owner: JID?, participants: [GroupSnapshot.Participant]) in
            GroupSnapshot(
                id: id, addressing: .lid, subject: subject, subjectOwner: nil, subjectAt: nil, description: nil, owner: owner,
                createdAt: Instant(seconds: 0), participants: participants)
        },
        Field("id", \.id, .address),
        Field("subject", \.subject, .text()),
        Field("size", { Int64($0.participants.count) }, .integer()),
        Field("owner", \.owner, Shape<JID>.address.nullable),
        Field("participants", \.participants, .list(of: .participant))
    ).named("Group")

    static let someone = JID(user: "163514152964174", server: .lid)
    static let people = [
        GroupSnapshot.Participant(id: someone, number: nil, rank: .superadmin),
        GroupSnapshot.Participant(id: JID(user: "268813446717676", server: .lid), number: nil, rank: .member),
    ]
    static let example = GroupList(groups: [
        GroupSnapshot(
            id: JID(user: "120363420250618357", server: .group), addressing: .lid, subject: "Family Group 4", subjectOwner: nil, subjectAt: nil,
            description: nil, owner: someone, createdAt: Instant(seconds: 0), participants: people)
    ])
}

/// The answer to `GET /groups/{groupId}` (contract FS2-99, FS2-100).
struct GroupInfo: Sendable {
    var group: GroupSnapshot
    /// As a person would write it, in the tenant's time zone.
    var createdAt: String

    static let shape = Shape.object(
        { (_: Bool, _: String, info: GroupInfo) in info },
        Field("success", { _ in true }, .constant(true)),
        Field("message", { _ in "Group info fetched successfully" }, .constant("Group info fetched successfully")),
        Field("data", \.self, info)
    ).named("GroupInfo")

    private static let info = Shape<GroupInfo>.object(
        {
            (
                id: JID, name: String, description: String?, createdAt: String, owner: JID?, isCommunity: Bool,
                participants: [GroupSnapshot.Participant]
            ) in
            GroupInfo(
                group: GroupSnapshot(
                    id: id, addressing: .lid, subject: name, subjectOwner: nil, subjectAt: nil, description: description, owner: owner,
                    createdAt: Instant(seconds: 0), isCommunity: isCommunity, participants: participants), createdAt: createdAt)
        },
        Field("id", \.group.id, .address),
        Field("name", \.group.subject, .text()),
        Field("desc", \.group.description, Shape<String>.text().nullable, "What it says of itself"),
        Field("createdAt", \.createdAt, .text(), "In the account's time zone"),
        Field("owner", \.group.owner, Shape<JID>.address.nullable),
        Field("isCommunity", \.group.isCommunity, .bool),
        Field("participants", \.group.participants, .list(of: .participant)))

    static let example = GroupInfo(
        group: GroupSnapshot(
            id: JID(user: "120363420250618357", server: .group), addressing: .lid, subject: "Weekend Hiking Plans", subjectOwner: nil,
            subjectAt: nil, description: "Plan for our next hike.", owner: GroupList.someone, createdAt: Instant(seconds: 0),
            participants: GroupList.people), createdAt: "Aug 13, 2025, 11:01 PM")
}

/// The answer to `GET /groups/{groupId}/invite-link`, which the document does not print (contract FS2-103).
struct InviteAnswer: Sendable {
    var link: InviteLink

    static let shape = Shape.object(
        { (_: Bool, _: String, link: InviteLink) in InviteAnswer(link: link) },
        Field("success", { _ in true }, .constant(true)),
        Field("message", { _ in "Group invite link fetched successfully" }, .constant("Group invite link fetched successfully")),
        Field("data", \.link, data)
    ).named("InviteLink")

    private static let data = Shape<InviteLink>.object(
        { (code: String, _: String) in InviteLink(code: code) },
        Field("inviteCode", \.code, .text()),
        Field("inviteLink", \.link, .text()))

    static let example = InviteAnswer(link: InviteLink(code: "HqK2Zl0TpXk4vR7sWc9bYd"))
}

extension Values {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Aug 13, 2025, 11:01 PM` (contract FS2-100); what is shown is what clocks in UTC show then.
    static func readable(_ instant: Instant) -> String {
        let (year, month, day) = instant.day.components
        let minute = Int((instant - instant.day.start).components.seconds) / 60
        let hour = minute / 60
        let minutes = minute % 60 < 10 ? "0\(minute % 60)" : "\(minute % 60)"
        return "\(months[month - 1]) \(day), \(year), \(hour % 12 == 0 ? 12 : hour % 12):\(minutes) \(hour < 12 ? "AM" : "PM")"
    }
}
