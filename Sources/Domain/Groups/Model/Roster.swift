import Contracts

/// Who is in a group, by every address that is known of them.
struct Roster {
    private var admins: [JID: Bool] = [:]
    /// Whether somebody is in it whose number is not known, so that a number that is not found may be theirs.
    let hidesNumbers: Bool

    init(_ group: GroupSnapshot) {
        for participant in group.participants {
            admins[participant.id] = participant.isAdmin
            if let number = participant.number { admins[number.jid] = participant.isAdmin }
        }
        hidesNumbers = group.participants.contains { $0.number == nil && $0.id.phoneNumber == nil }
    }

    /// Whether this person is in it; `lids` are the other addresses of numbers, as far as they are known.
    func contains(_ person: JID, lids: [JID: JID]) -> Bool {
        isAdmin(person, lids) != nil
    }

    /// Whether this person is what that change makes of somebody.
    func fits(_ action: ParticipantAction, _ person: JID, lids: [JID: JID]) -> Bool {
        switch action {
        case .add: isAdmin(person, lids) != nil
        case .remove: isAdmin(person, lids) == nil
        case .promote: isAdmin(person, lids) == true
        case .demote: isAdmin(person, lids) == false
        }
    }

    /// Nil for somebody who is not in it.
    private func isAdmin(_ person: JID, _ lids: [JID: JID]) -> Bool? { admins[person] ?? lids[person].flatMap { admins[$0] } }
}

extension GroupSnapshot {
    /// The group as a change leaves it, where it cannot be read any more: who takes themselves out may not look back.
    func after(_ action: ParticipantAction, _ people: Set<JID>) -> GroupSnapshot {
        let participants = participants.compactMap { participant -> Participant? in
            guard people.contains(participant.id) || participant.number.map({ people.contains($0.jid) }) == true else { return participant }
            return switch action {
            case .add: participant
            case .remove: nil
            case .promote: Participant(id: participant.id, number: participant.number, rank: participant.rank == .member ? .admin : participant.rank)
            case .demote: Participant(id: participant.id, number: participant.number, rank: .member)
            }
        }
        return GroupSnapshot(
            id: id, addressing: addressing, subject: subject, subjectOwner: subjectOwner, subjectAt: subjectAt, description: description,
            owner: owner, createdAt: createdAt, isRestricted: isRestricted, isAnnouncement: isAnnouncement, isCommunity: isCommunity,
            isCommunityAnnouncement: isCommunityAnnouncement, joinApproval: joinApproval, membersAdd: membersAdd, participants: participants)
    }
}
