import Contracts
import Core

/// The groups of the session's number. A change is in the vault before anybody is told of it.
extension SimulatedSession: GroupSession {
    /// How many changes of groups may wait for one under way.
    static let waitingChanges = 64
    /// What the ids of groups begin with since WhatsApp stopped putting the maker's number into them.
    private static let idPrefix = "120363"

    func create(_ subject: String, with people: [PhoneNumber]) async throws(SendFailure) -> GroupSnapshot {
        guard people.count <= GroupSnapshot.peoplePerRequest else { throw .overloaded }
        return try await changeGroups { book, own throws(SendFailure) in
            guard !book.isFull else { throw .overloaded }
            var group = newGroup(subject, by: own, owned: [SimulatedGroup.Member(number: own, rank: .superadmin)])
            _ = group.change(.add, people.map(\.jid), by: own)
            book[group.id] = group
            return group.snapshot
        }
    }

    func groups() async throws(SendFailure) -> [GroupSnapshot] { try book().all.map(\.snapshot) }

    func group(_ group: JID) async throws(SendFailure) -> GroupSnapshot {
        guard let group = try book()[group] else { throw .notFound }
        return group.snapshot
    }

    func inviteCode(of group: JID) async throws(SendFailure) -> String {
        let (book, own) = try state.withLock { state throws(SendFailure) in (try Self.book(of: state), state.number) }
        guard let group = book[group] else { throw .notFound }
        guard let own, group.member(own)?.isAdmin == true else { throw .notAllowed }
        return group.inviteCode
    }

    func change(_ action: ParticipantAction, _ people: [JID], of group: JID) async throws(SendFailure) -> [JID] {
        guard people.count <= GroupSnapshot.peoplePerRequest else { throw .overloaded }
        return try await changeGroups { book, own throws(SendFailure) in
            guard var changed = book[group] else { throw .notFound }
            guard changed.member(own)?.isAdmin == true else { throw .notAllowed }
            let failed = changed.change(action, people, by: own)
            book[group] = changed
            return failed
        }
    }

    func update(subject: String?, description: String?, of group: JID) async throws(SendFailure) -> GroupSnapshot {
        let now = clock.now
        return try await changeGroups { book, own throws(SendFailure) in
            guard var changed = book[group], let member = changed.member(own) else { throw .notFound }
            guard member.isAdmin || !changed.isRestricted else { throw .notAllowed }
            if let subject { changed.rename(subject, by: own, at: now) }
            if let description { changed.description = description.isEmpty ? nil : description }
            book[group] = changed
            return changed.snapshot
        }
    }

    /// A group that nobody knows of yet.
    func newGroup(_ subject: String, by owner: PhoneNumber, owned members: [SimulatedGroup.Member]) -> SimulatedGroup {
        let chance = network.runtime.chance
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        let digits = chance.bytes(12).map { UInt8(ascii: "0") + $0 % 10 }
        let code = chance.bytes(22).map { alphabet[Int($0) % alphabet.count] }
        return SimulatedGroup(
            id: JID(user: Self.idPrefix + String(decoding: digits, as: UTF8.self), server: .group), addressing: .lid, subject: subject,
            subjectOwner: owner, subjectAt: clock.now, description: nil, owner: owner, createdAt: clock.now,
            inviteCode: String(decoding: code, as: UTF8.self), members: members)
    }

    /// Lets `change` work on the groups, keeps what it made of them, and has it told. One change at a time: of two that were written the other way
    /// round than they were made, the vault would keep the wrong one.
    func changeGroups<Answer>(
        _ change: (inout GroupBook, PhoneNumber) throws(SendFailure) -> Answer
    ) async throws(SendFailure) -> Answer {
        try await takeTurn()
        defer { giveTurn() }
        let (earlier, own) = try state.withLock { state throws(SendFailure) in (try Self.book(of: state), state.number) }
        guard let own else { throw .notConnected }
        var book = earlier
        let answer = try change(&book, own)
        let changes = book.changes(since: earlier)
        guard !changes.isEmpty else { return answer }
        do { try await vault.store(changes) } catch { throw .notConnected }
        let now = clock.now
        state.withLock { state in
            // A number that was unlinked meanwhile has no groups any more.
            guard state.number == own else { return }
            state.groups = book
            state.pile += book.happenings(since: earlier, at: now)
        }
        wake()
        return answer
    }

    private func book() throws(SendFailure) -> GroupBook { try state.withLock { state throws(SendFailure) in try Self.book(of: state) } }

    private static func book(of state: State) throws(SendFailure) -> GroupBook {
        guard case .connected = state.line else { throw .notConnected }
        return state.groups
    }

    private func takeTurn() async throws(SendFailure) {
        let mayWait = state.withLock { $0.turns.count < Self.waitingChanges }
        guard mayWait else { throw .overloaded }
        await withCheckedContinuation { continuation in
            let isMine = state.withLock { state in
                if state.isChangingGroups {
                    state.turns.append(continuation)
                    return false
                }
                state.isChangingGroups = true
                return true
            }
            if isMine { continuation.resume() }
        }
    }

    private func giveTurn() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.turns.isEmpty else {
                state.isChangingGroups = false
                return nil
            }
            return state.turns.removeFirst()
        }
        next?.resume()
    }
}
