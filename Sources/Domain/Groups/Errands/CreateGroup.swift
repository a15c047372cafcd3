import Contracts
import Core

/// Makes a group, unless somebody who is to be in it has no WhatsApp account.
struct CreateGroup: Errand {
    enum Answer: Sendable, Hashable {
        case made(GroupSnapshot)
        case notOnWhatsApp([JID])
    }

    static let kind = "groups.create"
    let subject: String
    let people: [PhoneNumber]

    init(subject: String, people: [PhoneNumber]) {
        self.subject = subject
        self.people = people
    }

    init(json: JSON) throws {
        guard let subject = json["subject"]?.string, let people = try json["people"]?.jids(of: Self.kind).compactMap(\.phoneNumber) else {
            throw UnreadableErrand(kind: Self.kind)
        }
        self.init(subject: subject, people: people)
    }

    var json: JSON { ["subject": .string(subject), "people": .jids(people.map(\.jid))] }

    func run(on session: any Session) async throws(SendFailure) -> Answer {
        let groups = try session.requireGroups()
        let strangers = try await session.registrations(of: people).filter { $0.jid == nil }.map(\.number.jid)
        guard strangers.isEmpty else { return .notOnWhatsApp(strangers) }
        return .made(try await groups.create(subject, with: people))
    }

    static func json(of answer: Answer) -> JSON {
        switch answer {
        case .made(let group): ["made": group.json]
        case .notOnWhatsApp(let people): ["not_on_whatsapp": .jids(people)]
        }
    }

    static func answer(from json: JSON) throws -> Answer {
        if let group = json["made"] { return .made(try GroupSnapshot(json: group)) }
        guard let people = json["not_on_whatsapp"] else { throw UnreadableErrand(kind: kind) }
        return .notOnWhatsApp(try people.jids(of: kind))
    }
}
