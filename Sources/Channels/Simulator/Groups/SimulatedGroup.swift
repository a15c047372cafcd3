import Contracts
import Core

/// A group on the simulated network, as one number in it sees it.
struct SimulatedGroup: Sendable, Hashable {
    /// Somebody in it.
    struct Member: Sendable, Hashable {
        let number: PhoneNumber
        var rank: GroupSnapshot.Rank

        var isAdmin: Bool { rank != .member }
    }

    let id: JID
    let addressing: GroupSnapshot.Addressing
    var subject: String
    var subjectOwner: PhoneNumber
    var subjectAt: Instant
    var description: String?
    let owner: PhoneNumber
    let createdAt: Instant
    /// What an invitation link ends in.
    let inviteCode: String
    /// Whether only administrators may change its title.
    var isRestricted = false
    /// Whether only administrators may write.
    var isAnnouncement = false
    /// Never empty: without anybody in it, it is gone.
    var members: [Member]

    /// How people in it are addressed.
    func address(of number: PhoneNumber) -> JID { addressing == .lid ? HiddenNumber.lid(of: number) : number.jid }

    func member(_ number: PhoneNumber) -> Member? { members.first { $0.number == number } }

    /// As the channel tells of it.
    var snapshot: GroupSnapshot {
        GroupSnapshot(
            id: id, addressing: addressing, subject: subject, subjectOwner: address(of: subjectOwner), subjectAt: subjectAt,
            description: description, owner: address(of: owner), createdAt: createdAt, isRestricted: isRestricted,
            isAnnouncement: isAnnouncement,
            participants: members.map { GroupSnapshot.Participant(id: address(of: $0.number), number: $0.number, rank: $0.rank) })
    }

    mutating func rename(_ subject: String, by number: PhoneNumber, at now: Instant) {
        (self.subject, subjectOwner, subjectAt) = (subject, number, now)
    }

    /// Makes a member what others decided, whatever they were.
    mutating func setRank(_ rank: GroupSnapshot.Rank, of number: PhoneNumber) {
        guard let place = members.firstIndex(where: { $0.number == number }) else { return }
        members[place].rank = rank
    }

    /// What that administrator does to people; answers whom it did not work for, as they were named.
    mutating func change(_ action: ParticipantAction, _ people: [JID], by own: PhoneNumber) -> [JID] {
        people.filter { address in
            guard let number = HiddenNumber.number(of: address) else { return true }
            return !change(action, number, by: own)
        }
    }

    private mutating func change(_ action: ParticipantAction, _ number: PhoneNumber, by own: PhoneNumber) -> Bool {
        let place = members.firstIndex { $0.number == number }
        switch (action, place) {
        case (.add, nil):
            guard members.count < GroupSnapshot.sizeLimit, Script(number.jid) != .absent else { return false }
            members.append(Member(number: number, rank: .member))
        case (.remove, let place?):
            // Whoever made it stays above all others, and one leaves a group by leaving, not by removing oneself.
            guard members[place].rank != .superadmin, number != own else { return false }
            members.remove(at: place)
        case (.promote, let place?):
            guard !members[place].isAdmin else { return false }
            members[place].rank = .admin
        case (.demote, let place?):
            guard members[place].rank == .admin else { return false }
            members[place].rank = .member
        case (.add, _?), (.remove, nil), (.promote, nil), (.demote, nil): return false
        }
        return true
    }
}
