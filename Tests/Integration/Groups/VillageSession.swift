import Contracts
import Core
import TestSupport

/// A WhatsApp of a few groups that a test can look into: it counts what it is asked, and says nothing by itself.
final class VillageSession: Session, GroupSession {
    struct State {
        var groups: [JID: GroupSnapshot] = [:]
        var isAdmin = true
        var refusing: Set<JID> = []
        var failure: SendFailure?
        var questions: [String] = []
        /// Called with what is asked, before it is answered.
        var onQuestion: (@Sendable (String) async -> Void)?
    }

    let village = Lock(State())

    var groups: (any GroupSession)? { self }
    var sandbox: (any SandboxLine)? { nil }

    /// What was asked since this was asked last.
    var questions: [String] {
        village.withLock { state in
            defer { state.questions = [] }
            return state.questions
        }
    }

    /// Everybody has an account whose number does not end in 0000; their hidden address is the number with a nine before it.
    static func registration(of number: PhoneNumber) -> NumberRegistration {
        let exists = !number.digits.hasSuffix("0000")
        return NumberRegistration(number: number, jid: exists ? number.jid : nil, lid: exists ? lid(of: number) : nil)
    }

    static func lid(of number: PhoneNumber) -> JID { JID(user: "9" + number.digits, server: .lid) }

    private func ask(_ question: String) async throws(SendFailure) {
        let (failure, hook) = village.withLock { state in
            state.questions.append(question)
            return (state.failure, state.onQuestion)
        }
        await hook?(question)
        if let failure { throw failure }
    }

    func registrations(of numbers: [PhoneNumber]) async throws(SendFailure) -> [NumberRegistration] {
        try await ask("registrations")
        return numbers.map(Self.registration)
    }

    func create(_ subject: String, with people: [PhoneNumber]) async throws(SendFailure) -> GroupSnapshot {
        try await ask("create")
        let made = GroupSnapshot.sample("120363000000000099", subject, people.map(\.digits))
        village.withLock { $0.groups[made.id] = made }
        return made
    }

    func groups() async throws(SendFailure) -> [GroupSnapshot] {
        try await ask("groups")
        return village.withLock { Array($0.groups.values) }
    }

    func group(_ group: JID) async throws(SendFailure) -> GroupSnapshot {
        try await ask("group")
        guard let found = village.withLock({ $0.groups[group] }) else { throw .notFound }
        return found
    }

    func inviteCode(of group: JID) async throws(SendFailure) -> String {
        try await ask("invite")
        let (found, isAdmin) = village.withLock { ($0.groups[group], $0.isAdmin) }
        guard found != nil else { throw .notFound }
        guard isAdmin else { throw .notAllowed }
        return "AbCdEf"
    }

    func change(_ action: ParticipantAction, _ people: [JID], of group: JID) async throws(SendFailure) -> [JID] {
        try await ask("change")
        return try village.withLock { state throws(SendFailure) -> [JID] in
            guard let found = state.groups[group] else { throw .notFound }
            guard state.isAdmin else { throw .notAllowed }
            var participants = found.participants
            var refused: [JID] = []
            for person in people {
                let place = participants.firstIndex { $0.id == person || $0.number?.jid == person || $0.id.user == "9" + person.user }
                if state.refusing.contains(person) {
                    refused.append(person)
                    continue
                }
                switch (action, place) {
                case (.add, nil):
                    participants.append(
                        GroupSnapshot.Participant(
                            id: person.phoneNumber.map(Self.lid) ?? person, number: person.phoneNumber, rank: .member))
                case (.remove, let place?): participants.remove(at: place)
                case (.promote, let place?) where !participants[place].isAdmin: participants[place] = participants[place].ranked(.admin)
                case (.demote, let place?) where participants[place].isAdmin: participants[place] = participants[place].ranked(.member)
                case (.add, _), (.remove, _), (.promote, _), (.demote, _): refused.append(person)
                }
            }
            state.groups[group] = found.with(participants)
            return refused
        }
    }

    func update(subject: String?, description: String?, of group: JID) async throws(SendFailure) -> GroupSnapshot {
        try await ask("update")
        guard let found = village.withLock({ $0.groups[group] }) else { throw .notFound }
        let changed = GroupSnapshot(
            id: found.id, addressing: found.addressing, subject: subject ?? found.subject, subjectOwner: found.subjectOwner,
            subjectAt: found.subjectAt, description: description.map { $0.isEmpty ? nil : $0 } ?? found.description, owner: found.owner,
            createdAt: found.createdAt, participants: found.participants)
        village.withLock { $0.groups[group] = changed }
        return changed
    }

    func send(_ message: OutboundMessage) async throws(SendFailure) { throw .unsupported }
    func requestPairingCode(for number: PhoneNumber) async throws(SendFailure) -> PairingCode { throw .unsupported }
    func answerPasskey(_ response: JSON) async throws(SendFailure) { throw .unsupported }
    func prove() async throws(SendFailure) {}
    func close(unlink: Bool) async {}
}

extension GroupSnapshot {
    /// A group of hidden addresses, with these numbers in it beside the instance's own, which made it.
    static func sample(_ user: String, _ subject: String, _ numbers: [String], showsNumbers: Bool = true) -> GroupSnapshot {
        let people = (["254700000001"] + numbers).compactMap { PhoneNumber($0) }
        return GroupSnapshot(
            id: JID(user: user, server: .group), addressing: .lid, subject: subject, subjectOwner: VillageSession.lid(of: people[0]),
            subjectAt: Instant(seconds: 1_755_072_787), description: "of friends", owner: VillageSession.lid(of: people[0]),
            createdAt: Instant(seconds: 1_755_126_060), isRestricted: true, joinApproval: true,
            participants: people.enumerated().map { index, number in
                Participant(
                    id: VillageSession.lid(of: number), number: showsNumbers ? number : nil, rank: index == 0 ? .superadmin : .member)
            })
    }

    func with(_ participants: [Participant]) -> GroupSnapshot {
        GroupSnapshot(
            id: id, addressing: addressing, subject: subject, subjectOwner: subjectOwner, subjectAt: subjectAt, description: description,
            owner: owner, createdAt: createdAt, isRestricted: isRestricted, joinApproval: joinApproval, participants: participants)
    }

    func named(_ subject: String) -> GroupSnapshot {
        GroupSnapshot(
            id: id, addressing: addressing, subject: subject, subjectOwner: subjectOwner, subjectAt: subjectAt, description: description,
            owner: owner, createdAt: createdAt, isRestricted: isRestricted, joinApproval: joinApproval, participants: participants)
    }
}

extension GroupSnapshot.Participant {
    func ranked(_ rank: GroupSnapshot.Rank) -> GroupSnapshot.Participant { GroupSnapshot.Participant(id: id, number: number, rank: rank) }
}
