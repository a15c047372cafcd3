import Contracts
import Core

/// Has simulated people make a group with the instance's number in it; answers which.
struct SandboxGathering: Errand, Hashable {
    static let kind = "sandbox_group"
    let group: SandboxGroup

    init(group: SandboxGroup) { self.group = group }

    init(json: JSON) throws {
        guard let subject = json["subject"]?.string, let people = json["people"]?.array?.compactMap({ $0.string.flatMap { PhoneNumber($0) } }),
            let isAdmin = json["admin"]?.bool, let isRestricted = json["restricted"]?.bool, let isAnnouncement = json["announcement"]?.bool
        else { throw UnreadableErrand(kind: Self.kind) }
        group = SandboxGroup(
            subject: subject, people: people, isAdmin: isAdmin, isRestricted: isRestricted, isAnnouncement: isAnnouncement)
    }

    var json: JSON {
        [
            "subject": .string(group.subject), "people": .array(group.people.map { .string($0.digits) }), "admin": .bool(group.isAdmin),
            "restricted": .bool(group.isRestricted), "announcement": .bool(group.isAnnouncement),
        ]
    }

    func run(on session: any Session) async throws(SendFailure) -> JID {
        guard let line = session.sandbox else { throw .unsupported }
        return try await line.gather(group)
    }

    static func json(of group: JID) -> JSON { .string(group.description) }

    static func answer(from json: JSON) throws -> JID {
        guard let group = json.string.flatMap({ JID($0) }) else { throw UnreadableErrand(kind: kind) }
        return group
    }
}
