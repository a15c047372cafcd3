import API
import Contracts
import Core
import Groups

/// A group as the native API shows it (decisions, "Native API").
struct GroupResource: Sendable {
    var details: GroupDetails
    /// For whom a change was refused that was done for others.
    var refused: [JID] = []

    static let shape = Shape.object(
        {
            (
                id: JID, subject: String, description: String?, owner: JID?, _: Int64, participants: [GroupSnapshot.Participant],
                source: GroupDetails.Source, syncedAt: Instant, refused: [JID]?
            ) in
            GroupResource(
                details: GroupDetails(
                    // What is not shown is not known to whoever reads it.
                    instance: InstanceID(high: 0, low: 0),
                    snapshot: GroupSnapshot(
                        id: id, addressing: .lid, subject: subject, subjectOwner: nil, subjectAt: nil, description: description, owner: owner,
                        createdAt: syncedAt, participants: participants), source: source, syncedAt: syncedAt), refused: refused ?? [])
        },
        Field("id", \.details.snapshot.id, .address, "Ends in @g.us"),
        Field("subject", \.details.snapshot.subject, .text(), "Its title"),
        Field("description", \.details.snapshot.description, Shape<String>.text().nullable),
        Field("owner", \.details.snapshot.owner, Shape<JID>.address.nullable, "Who made it"),
        Field("size", { Int64($0.details.snapshot.participants.count) }, .integer(), "How many people are in it"),
        Field("participants", \.details.snapshot.participants, .list(of: participant)),
        Field("source", \.details.source, .choice(), "Whether WhatsApp was asked for this, or it is remembered"),
        Field("synced_at", \.details.syncedAt, .instant, "When the group was like this for certain"),
        Field(
            "refused", { $0.refused.isEmpty ? nil : $0.refused }, optional: .list(of: .address),
            "After a change of participants: for whom WhatsApp refused it, for reasons of its own; it was done for the others")
    ).named("Group")

    private static let participant = Shape<GroupSnapshot.Participant>.object(
        { (id: JID, phone: PhoneNumber?, admin: Admin?) in GroupSnapshot.Participant(id: id, number: phone, rank: admin?.rank ?? .member) },
        Field("id", \.id, .address, "Ends in @lid or @s.whatsapp.net, as the group has it"),
        Field("phone", \.number, Shape<PhoneNumber>.phoneNumber.nullable, "Their number, where it is known"),
        Field("admin", { Admin($0.rank) }, Shape<Admin>.choice().nullable, "null for who is no administrator")
    ).named("Participant")

    /// What administrators are called.
    private enum Admin: String, CaseIterable, Sendable {
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
}

/// One page of the list of groups.
struct GroupPage: Sendable {
    var groups: [GroupResource]
    /// Where the next page begins; nil after the last.
    var next: JID?

    static let shape = Shape.object(
        { GroupPage(groups: $0, next: $1) },
        Field("data", \.groups, .list(of: GroupResource.shape, max: PageLimit.range.upperBound)),
        Field("next_cursor", \.next, Shape<JID>.address.nullable, "Where the next page begins; null after the last"))
}

/// What `POST /v1/groups` takes.
struct GroupRequest: Sendable {
    var instance: InstanceID?
    var subject: String
    var participants: [PhoneNumber]

    static let shape = Shape.object(
        { GroupRequest(instance: $0, subject: $1, participants: $2) },
        Field("instance_id", \.instance, optional: .identifier(), "The instance that makes it; the key's or the tenant's default otherwise"),
        Field("subject", \.subject, .text(min: 1, max: GroupSnapshot.subjectLimit), "Its title"),
        Field("participants", \.participants, .list(of: .phoneNumber, min: 1, max: GroupSnapshot.peoplePerRequest), "Numbers in E.164"))

    static let example = GroupRequest(subject: "Hikers", participants: [PhoneNumber("254712345678")].compactMap(\.self))
}

/// What `PATCH /v1/groups/{id}` takes.
struct GroupPatch: Sendable {
    var instance: InstanceID?
    var subject: String?
    var description: Change<String>

    static let shape = Shape.object(
        { GroupPatch(instance: $0, subject: $1, description: $2) },
        Field("instance_id", \.instance, optional: .identifier(), "The instance that changes it; the key's or the tenant's default otherwise"),
        Field("subject", \.subject, optional: .text(min: 1, max: GroupSnapshot.subjectLimit), "Its new title"),
        Field("description", \.description, change: .text(max: GroupSnapshot.descriptionLimit), "null takes it away"))

    /// What is to be said of it; empty takes it away, nil leaves it.
    var newDescription: String? {
        switch description {
        case .unchanged: nil
        case .cleared: ""
        case .set(let text): text
        }
    }

    static let example = GroupPatch(subject: "Weekend hikers", description: .set("Saturdays at nine"))
}

/// What `POST /v1/groups/{id}/participants` takes.
struct ParticipantRequest: Sendable {
    var instance: InstanceID?
    var action: ParticipantAction
    var participants: [JID]

    static let shape = Shape.object(
        { ParticipantRequest(instance: $0, action: $1, participants: $2) },
        Field("instance_id", \.instance, optional: .identifier(), "The instance that does it; the key's or the tenant's default otherwise"),
        Field("action", \.action, .choice(), "What is to be done to them"),
        Field(
            "participants", \.participants, .list(of: person, min: 1, max: GroupSnapshot.peoplePerRequest),
            "Numbers in E.164, or addresses ending in @s.whatsapp.net or @lid"))

    private static let person = Shape<String>.text(max: 128).map(
        or: "must be a number in E.164 or a person's address", to: { address($0) }, from: { $0.phoneNumber?.description ?? $0.description })

    private static func address(_ text: String) -> JID? {
        guard let jid = JID(text) else { return PhoneNumber.read(text)?.jid }
        switch jid.server {
        case .person: return jid.phoneNumber?.jid
        case .lid: return jid
        case .group: return nil
        }
    }

    static let example = ParticipantRequest(action: .add, participants: [PhoneNumber("254712345678")?.jid].compactMap(\.self))
}

/// What lets people into a group.
enum InviteLinkResource {
    static let shape = Shape.object(
        { (code: String, _: String) in InviteLink(code: code) },
        Field("code", \.code, .text(), "What the link ends in"),
        Field("link", \.link, .text())
    ).named("InviteLink")
}

extension Shape where Value == JID {
    /// An address as it is printed.
    static var address: Shape {
        Shape<String>.text(max: 128).map(or: "must be an address", to: { JID($0) }, from: \.description)
    }
}
