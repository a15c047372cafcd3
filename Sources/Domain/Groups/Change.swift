package import Contracts
import Core
import Database

/// Making and changing groups. WhatsApp does it; what it answers is remembered.
extension Groups {
    /// Makes a group with those people in it. Throws `Problem.invalid` naming everybody who is not on WhatsApp, and makes none then.
    package func create(
        _ subject: String, with people: [PhoneNumber], from named: InstanceID? = nil, as caller: Caller
    ) async throws -> GroupDetails {
        var violations = Self.rules(ofSubject: subject)
        if !(1...GroupSnapshot.peoplePerRequest).contains(people.count) { violations.append(Self.peopleRule) }
        guard violations.isEmpty else { throw Problem.invalid(violations) }
        let instance = try await standing(named, as: caller)
        let now = runtime.clock.now
        switch try await order(CreateGroup(subject: subject, people: Self.distinct(people)), on: instance) {
        case .made(let snapshot):
            let after: JSON = ["instance_id": .string(instance.id.description), "participants": .integer(Int64(people.count))]
            return try await keep(
                snapshot, askedAt: now, of: instance,
                writingDown: AuditEntry(.groupCreated, "group:\(snapshot.id)", of: instance.tenant, after: after))
        case .notOnWhatsApp(let strangers):
            let numbers = Set(strangers.compactMap(\.phoneNumber))
            throw Problem.invalid(
                people.indices.filter { numbers.contains(people[$0]) }.map { Violation("/participants/\($0)", Self.strangerRule) })
        }
    }

    /// Adds, removes, promotes or demotes people, given by number or LID: all of them, or nobody. Throws `Problem.forbidden(.notGroupAdmin)` when
    /// the instance's number is no administrator.
    package func change(
        _ action: ParticipantAction, _ people: [JID], of id: JID, from named: InstanceID? = nil, as caller: Caller
    ) async throws -> ParticipantChange {
        guard (1...GroupSnapshot.peoplePerRequest).contains(people.count) else { throw Problem.invalid([Self.peopleRule]) }
        let instance = try await standing(named, as: caller)
        guard id.server == .group else { throw Problem.notFound(.group) }
        let now = runtime.clock.now
        switch try await order(ChangeParticipants(action: action, people: Self.distinct(people), group: id), on: instance) {
        case .done(let snapshot, let isRead, let refused):
            let after: JSON = [
                "instance_id": .string(instance.id.description), "action": .string("\(action)"), "participants": .integer(Int64(people.count)),
                "refused": .integer(Int64(refused.count)),
            ]
            let entry = AuditEntry(.groupParticipantsChanged, "group:\(id)", of: instance.tenant, after: after)
            if isRead {
                return .done(try await keep(snapshot, askedAt: now, of: instance, writingDown: entry), refused: refused)
            }
            try await database.write(as: instance.tenant) { tx in try trail.record(entry, in: tx) }
            return .done(GroupDetails(instance: instance.id, snapshot: snapshot, source: .channel, syncedAt: now), refused: refused)
        case .alreadyIn(let people): return .alreadyIn(people)
        case .notIn(let people): return .notIn(people)
        case .notOnWhatsApp(let people): return .notOnWhatsApp(people)
        }
    }

    /// Changes the title, the description or both; nil leaves one as it is, an empty description removes it.
    package func update(
        subject: String?, description: String?, of id: JID, from named: InstanceID? = nil, as caller: Caller
    ) async throws -> GroupDetails {
        var violations = subject.map(Self.rules(ofSubject:)) ?? []
        if let description, description.unicodeScalars.count > GroupSnapshot.descriptionLimit {
            violations.append(Violation("/description", "may have at most \(GroupSnapshot.descriptionLimit) characters"))
        }
        guard violations.isEmpty else { throw Problem.invalid(violations) }
        guard subject != nil || description != nil else { return try await group(id, from: named, as: caller) }
        let instance = try await standing(named, as: caller)
        guard id.server == .group else { throw Problem.notFound(.group) }
        let now = runtime.clock.now
        return try await keep(
            try await order(UpdateGroup(group: id, subject: subject, description: description), on: instance), askedAt: now, of: instance,
            writingDown: AuditEntry(
                .groupUpdated, "group:\(id)", of: instance.tenant,
                after: [
                    "instance_id": .string(instance.id.description), "changed_subject": .bool(subject != nil),
                    "changed_description": .bool(description != nil),
                ]))
    }

    /// What is wrong with somebody who has no account.
    package static let strangerRule = "is not on WhatsApp"
    private static let peopleRule = Violation("/participants", "must name 1 to \(GroupSnapshot.peoplePerRequest) people")

    private static func rules(ofSubject subject: String) -> [Violation] {
        let isBlank = subject.allSatisfy(\.isWhitespace)
        guard isBlank || subject.unicodeScalars.count > GroupSnapshot.subjectLimit else { return [] }
        return [Violation("/subject", isBlank ? "must not be blank" : "may have at most \(GroupSnapshot.subjectLimit) characters")]
    }

    private static func distinct<Element: Hashable>(_ elements: [Element]) -> [Element] {
        var seen: Set<Element> = []
        return elements.filter { seen.insert($0).inserted }
    }
}
