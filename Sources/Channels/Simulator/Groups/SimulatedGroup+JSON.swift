import Contracts
import Core

/// A group as the vault keeps it.
extension SimulatedGroup {
    /// Reads what `bytes` wrote; nil for anything else.
    init?(bytes: [UInt8]) {
        guard let json = try? JSONParser.parse(bytes),  // what is no JSON is no group
            let id = json["id"]?.string.flatMap({ JID($0) }),
            let addressing = json["addressing"]?.string.flatMap(GroupSnapshot.Addressing.init(rawValue:)),
            let subject = json["subject"]?.string, let subjectOwner = json["subject_owner"]?.string.flatMap({ PhoneNumber($0) }),
            let subjectAt = json["subject_at"]?.integer, let owner = json["owner"]?.string.flatMap({ PhoneNumber($0) }),
            let createdAt = json["created_at"]?.integer, let inviteCode = json["invite_code"]?.string, let members = json["members"]?.object
        else { return nil }
        self.init(
            id: id, addressing: addressing, subject: subject, subjectOwner: subjectOwner, subjectAt: Instant(microseconds: subjectAt),
            description: json["description"]?.string, owner: owner, createdAt: Instant(microseconds: createdAt), inviteCode: inviteCode,
            isRestricted: json["restricted"]?.bool ?? false, isAnnouncement: json["announcement"]?.bool ?? false,
            members: members.compactMap { member in
                guard let number = PhoneNumber(member.name), let rank = member.value.string.flatMap(GroupSnapshot.Rank.init(rawValue:)) else {
                    return nil
                }
                return Member(number: number, rank: rank)
            })
    }

    var bytes: [UInt8] {
        let json: JSON = [
            "id": .string(id.description), "addressing": .string(addressing.rawValue), "subject": .string(subject),
            "subject_owner": .string(subjectOwner.digits), "subject_at": .integer(subjectAt.microseconds), "description": .optional(description),
            "owner": .string(owner.digits), "created_at": .integer(createdAt.microseconds), "invite_code": .string(inviteCode),
            "restricted": .bool(isRestricted), "announcement": .bool(isAnnouncement),
            "members": .object(members.map { JSON.Member($0.number.digits, .string($0.rank.rawValue)) }),
        ]
        return json.bytes
    }
}
