import Contracts
import Core

/// Adds, removes, promotes or demotes people, if it can be done for all of them. Looks and acts in one errand, so that little can happen between.
struct ChangeParticipants: Errand {
    enum Answer: Sendable, Hashable {
        /// The group afterwards; `isRead` where WhatsApp told it so, otherwise it is put together from what was done.
        case done(GroupSnapshot, isRead: Bool, refused: [JID])
        case alreadyIn([JID])
        case notIn([JID])
        case notOnWhatsApp([JID])
    }

    static let kind = "groups.change"
    let action: ParticipantAction
    let people: [JID]
    let group: JID

    init(action: ParticipantAction, people: [JID], group: JID) {
        self.action = action
        self.people = people
        self.group = group
    }

    init(json: JSON) throws {
        guard let action = json["action"]?.string.flatMap(ParticipantAction.init(rawValue:)), let people = json["people"],
            let group = json["group"]
        else { throw UnreadableErrand(kind: Self.kind) }
        self.init(action: action, people: try people.jids(of: Self.kind), group: try group.jid(of: Self.kind))
    }

    var json: JSON {
        ["action": .string(action.rawValue), "people": .jids(people), "group": .string(group.description)]
    }

    func run(on session: any Session) async throws(SendFailure) -> Answer {
        let groups = try session.requireGroups()
        let before = try await groups.group(group)
        let roster = Roster(before)
        let numbers = people.compactMap(\.phoneNumber)
        var lids: [JID: JID] = [:]
        // WhatsApp is asked about numbers as seldom as can be.
        if !numbers.isEmpty, action == .add || roster.hidesNumbers {
            let registrations = try await session.registrations(of: numbers)
            if action == .add {
                let strangers = registrations.filter { $0.jid == nil }.map(\.number.jid)
                guard strangers.isEmpty else { return .notOnWhatsApp(strangers) }
            }
            for registration in registrations { lids[registration.number.jid] = registration.lid }
        }
        switch action {
        case .add:
            let present = people.filter { roster.contains($0, lids: lids) }
            guard present.isEmpty else { return .alreadyIn(present) }
        case .remove, .promote, .demote:
            let absent = people.filter { !roster.contains($0, lids: lids) }
            guard absent.isEmpty else { return .notIn(absent) }
        }
        let refused = try await groups.change(action, people, of: group)
        do {
            let after = try await groups.group(group)
            // Who was an administrator already is refused to be made one; it is as it was asked for all the same.
            return .done(after, isRead: true, refused: refused.filter { !Roster(after).fits(action, $0, lids: lids) })
        } catch {
            // It was done, and that is what counts: whoever takes themselves out may not look any more.
            let changed = Set(people).subtracting(refused)
            return .done(before.after(action, changed.union(changed.compactMap { lids[$0] })), isRead: false, refused: refused)
        }
    }

    static func json(of answer: Answer) -> JSON {
        switch answer {
        case .done(let group, let isRead, let refused): ["group": group.json, "read": .bool(isRead), "refused": .jids(refused)]
        case .alreadyIn(let people): ["already_in": .jids(people)]
        case .notIn(let people): ["not_in": .jids(people)]
        case .notOnWhatsApp(let people): ["not_on_whatsapp": .jids(people)]
        }
    }

    static func answer(from json: JSON) throws -> Answer {
        if let group = json["group"], let isRead = json["read"]?.bool, let refused = json["refused"] {
            return .done(try GroupSnapshot(json: group), isRead: isRead, refused: try refused.jids(of: kind))
        }
        if let people = json["already_in"] { return .alreadyIn(try people.jids(of: kind)) }
        if let people = json["not_in"] { return .notIn(try people.jids(of: kind)) }
        guard let people = json["not_on_whatsapp"] else { throw UnreadableErrand(kind: kind) }
        return .notOnWhatsApp(try people.jids(of: kind))
    }
}
