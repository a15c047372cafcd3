import Contracts
import Core

/// Changes what a group says of itself.
struct UpdateGroup: Errand {
    static let kind = "groups.update"
    let group: JID
    let subject: String?
    let description: String?

    init(group: JID, subject: String?, description: String?) {
        self.group = group
        self.subject = subject
        self.description = description
    }

    init(json: JSON) throws {
        guard let group = json["group"] else { throw UnreadableErrand(kind: Self.kind) }
        self.init(group: try group.jid(of: Self.kind), subject: json["subject"]?.string, description: json["description"]?.string)
    }

    var json: JSON {
        ["group": .string(group.description), "subject": .optional(subject), "description": .optional(description)]
    }

    func run(on session: any Session) async throws(SendFailure) -> GroupSnapshot {
        try await session.requireGroups().update(subject: subject, description: description, of: group)
    }

    static func json(of answer: GroupSnapshot) -> JSON { answer.json }

    static func answer(from json: JSON) throws -> GroupSnapshot { try GroupSnapshot(json: json) }
}
