import Contracts
import Core

/// Asks for all groups.
struct ListGroups: Errand {
    static let kind = "groups.list"

    init() {}

    init(json: JSON) throws {}

    var json: JSON { .null }

    func run(on session: any Session) async throws(SendFailure) -> [GroupSnapshot] { try await session.requireGroups().groups() }

    static func json(of answer: [GroupSnapshot]) -> JSON { .array(answer.map(\.json)) }

    static func answer(from json: JSON) throws -> [GroupSnapshot] {
        guard let groups = json.array else { throw UnreadableErrand(kind: kind) }
        return try groups.map { try GroupSnapshot(json: $0) }
    }
}

/// Asks for one group.
struct ReadGroup: Errand {
    static let kind = "groups.read"
    let group: JID

    init(group: JID) { self.group = group }

    init(json: JSON) throws { group = try json.jid(of: Self.kind) }

    var json: JSON { .string(group.description) }

    func run(on session: any Session) async throws(SendFailure) -> GroupSnapshot { try await session.requireGroups().group(group) }

    static func json(of answer: GroupSnapshot) -> JSON { answer.json }

    static func answer(from json: JSON) throws -> GroupSnapshot { try GroupSnapshot(json: json) }
}

/// Asks for what the invitation link of a group ends in.
struct ReadInviteCode: Errand {
    static let kind = "groups.invite_code"
    let group: JID

    init(group: JID) { self.group = group }

    init(json: JSON) throws { group = try json.jid(of: Self.kind) }

    var json: JSON { .string(group.description) }

    func run(on session: any Session) async throws(SendFailure) -> String { try await session.requireGroups().inviteCode(of: group) }

    static func json(of answer: String) -> JSON { .string(answer) }

    static func answer(from json: JSON) throws -> String {
        guard let code = json.string else { throw UnreadableErrand(kind: kind) }
        return code
    }
}

extension Session {
    /// The session's groups; `.unsupported` where the channel has none.
    func requireGroups() throws(SendFailure) -> any GroupSession {
        guard let groups else { throw .unsupported }
        return groups
    }
}

extension JSON {
    /// The address that has travelled.
    func jid(of kind: String) throws -> JID {
        guard let jid = string.flatMap({ JID($0) }) else { throw UnreadableErrand(kind: kind) }
        return jid
    }

    /// The addresses that have travelled.
    func jids(of kind: String) throws -> [JID] {
        guard let elements = array else { throw UnreadableErrand(kind: kind) }
        return try elements.map { try $0.jid(of: kind) }
    }

    /// Addresses as they travel.
    static func jids(_ jids: [JID]) -> JSON { .array(jids.map { .string($0.description) }) }
}
