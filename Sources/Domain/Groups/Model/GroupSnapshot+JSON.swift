import Contracts
import Core

extension GroupSnapshot {
    /// What was stored or has travelled is no group.
    struct Unreadable: Error {}

    /// The group as it is stored and as it travels. Without NUL, which WhatsApp does not forbid and `jsonb` does not take.
    var json: JSON {
        .object([
            JSON.Member("id", .string(id.description)), JSON.Member("addressing", .string(addressing.rawValue)),
            JSON.Member("subject", .string(Self.storable(subject))), JSON.Member("subject_owner", .optional(subjectOwner?.description)),
            JSON.Member("subject_at", subjectAt.map { .integer($0.microseconds) } ?? .null),
            JSON.Member("description", .optional(description.map(Self.storable))), JSON.Member("owner", .optional(owner?.description)),
            JSON.Member("created_at", .integer(createdAt.microseconds)), JSON.Member("restricted", .bool(isRestricted)),
            JSON.Member("announcement", .bool(isAnnouncement)), JSON.Member("community", .bool(isCommunity)),
            JSON.Member("community_announcement", .bool(isCommunityAnnouncement)), JSON.Member("join_approval", .bool(joinApproval)),
            JSON.Member("members_add", .bool(membersAdd)), JSON.Member("participants", .array(participants.map(\.json))),
        ])
    }

    /// Reads what `json` wrote.
    init(json: JSON) throws {
        guard let id = json["id"]?.string.flatMap({ JID($0) }), let subject = json["subject"]?.string,
            let addressing = json["addressing"]?.string.flatMap(Addressing.init(rawValue:)), let createdAt = json["created_at"]?.integer,
            let participants = json["participants"]?.array
        else { throw Unreadable() }
        self.init(
            id: id, addressing: addressing, subject: subject, subjectOwner: json["subject_owner"]?.string.flatMap { JID($0) },
            subjectAt: json["subject_at"]?.integer.map { Instant(microseconds: $0) }, description: json["description"]?.string,
            owner: json["owner"]?.string.flatMap { JID($0) }, createdAt: Instant(microseconds: createdAt),
            isRestricted: json["restricted"]?.bool ?? false, isAnnouncement: json["announcement"]?.bool ?? false,
            isCommunity: json["community"]?.bool ?? false, isCommunityAnnouncement: json["community_announcement"]?.bool ?? false,
            joinApproval: json["join_approval"]?.bool ?? false, membersAdd: json["members_add"]?.bool ?? false,
            participants: try participants.map { try Participant(json: $0) })
    }

    private static func storable(_ text: String) -> String {
        text.utf8.contains(0) ? String(text.unicodeScalars.filter { $0.value != 0 }.map(Character.init)) : text
    }
}

extension GroupSnapshot.Participant {
    fileprivate var json: JSON {
        ["id": .string(id.description), "number": .optional(number?.digits), "rank": .string(rank.rawValue)]
    }

    fileprivate init(json: JSON) throws {
        guard let id = json["id"]?.string.flatMap({ JID($0) }), let rank = json["rank"]?.string.flatMap(GroupSnapshot.Rank.init(rawValue:)) else {
            throw GroupSnapshot.Unreadable()
        }
        self.init(id: id, number: json["number"]?.string.flatMap { PhoneNumber($0) }, rank: rank)
    }
}
