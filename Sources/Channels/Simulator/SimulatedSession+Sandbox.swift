import Contracts
import Core

/// What the sandbox's strings do to one session.
extension SimulatedSession: SandboxLine {
    func scan(with number: PhoneNumber, passkey: Bool) async -> Bool {
        guard passkey else { return await link(number, from: .pairing) }
        let challenge = PasskeyChallenge(of: number, chance: network.runtime.chance)
        let isShown = state.withLock { state in
            guard case .pairing = state.line, state.code != nil else { return false }
            state.line = .challenging
            state.challenge = challenge
            state.pile.append(.passkeyRequired(options: challenge.options))
            return true
        }
        if isShown { await told() }
        return isShown
    }

    /// What is written over a silent line waits for the next one, as WhatsApp's own offline queue does.
    func receive(_ message: SandboxInbound, from number: PhoneNumber, in group: JID?) async throws(SendFailure) {
        try state.withLock { state throws(SendFailure) in try check(number, writesIn: group, state) }
        let chat = group ?? number.jid
        let inbound: InboundMessage
        switch message {
        case .text(let text): inbound = person.message(text, from: number, in: chat, at: clock.now)
        case .raw(let object): inbound = try await self.inbound(object, from: number, in: chat)
        }
        let isSilent = try state.withLock { state throws(SendFailure) in
            // Keeping a file takes its time.
            try check(number, writesIn: group, state)
            state.pile.append(.received(inbound))
            return state.isSilent
        }
        if !isSilent { await told() }
    }

    private func check(_ number: PhoneNumber, writesIn group: JID?, _ state: State) throws(SendFailure) {
        guard case .connected = state.line else { throw .notConnected }
        guard state.pile.count < Happening.pileLimit else { throw .overloaded }
        guard let group else { return }
        guard let group = state.groups[group] else { throw .notFound }
        guard let member = group.member(number), member.isAdmin || !group.isAnnouncement else { throw .notAllowed }
    }

    /// A whole message object as it comes in; the file in it is kept, and only what is known of it goes on.
    private func inbound(_ object: JSON, from number: PhoneNumber, in chat: JID) async throws(SendFailure) -> InboundMessage {
        let written = try WrittenMessage(object)
        var content: MessageContent?
        var raw = object
        switch written.saying {
        case .content(let said): content = said
        case .file(let file):
            let kept = try await keep(file)
            content = .media(MediaContent(kind: file.kind, file: kept, caption: file.caption, fileName: file.name))
            raw = WrittenMessage.describing(kept, in: object)
        case .unknown: break
        }
        return person.message(content, raw: raw, replyTo: written.replyTo, from: number, in: chat, at: clock.now)
    }

    func gather(_ group: SandboxGroup) async throws(SendFailure) -> JID {
        let id = try await changeGroups { book, own throws(SendFailure) in
            guard !book.isFull else { throw .overloaded }
            guard let maker = group.people.first(where: { $0 != own }) else { throw .refused }
            var made = newGroup(group.subject, by: maker, owned: [SimulatedGroup.Member(number: maker, rank: .superadmin)])
            _ = made.change(.add, group.people.map(\.jid), by: maker)
            _ = made.change(.add, [own.jid], by: maker)
            if group.isAdmin { _ = made.change(.promote, [own.jid], by: maker) }
            (made.isRestricted, made.isAnnouncement) = (group.isRestricted, group.isAnnouncement)
            book[made.id] = made
            return made.id
        }
        await told()
        return id
    }

    func alter(_ group: JID, _ change: SandboxGroupChange) async throws(SendFailure) {
        let now = clock.now
        try await changeGroups { book, own throws(SendFailure) in
            guard var changed = book[group] else { throw .notFound }
            switch change {
            case .rename(let subject): changed.rename(subject, by: changed.owner, at: now)
            case .setAdmin(let isAdmin): changed.setRank(isAdmin ? .admin : .member, of: own)
            case .expel:
                book[group] = nil
                return
            }
            book[group] = changed
        }
        await told()
    }

    /// False also when it was cut too often to keep up.
    func cut(_ reason: DisconnectReason) async -> Bool {
        if reason == .loggedOut {
            guard state.withLock({ isUp($0) }) else { return false }
            // A device that lost its link must not come up with it again, even if this process dies now. If it cannot be forgotten here,
            // whoever is told of it wipes it all the same.
            try? await vault.store([Self.credentials: nil, GroupBook.index: nil])
        }
        let isCut = state.withLock { state in
            guard isUp(state), state.pile.count < Happening.pileLimit else { return false }
            switch reason {
            case .network:
                guard case .connected = state.line else { return false }
                interrupt(&state)
            case .loggedOut, .replaced, .banned, .outdated: end(&state, because: reason)
            }
            guard reason == .loggedOut else { return true }
            network.leave(state.memory.count)
            state.memory = LineMemory()
            (state.number, state.groups) = (nil, GroupBook())
            return true
        }
        if isCut { await told() }
        return isCut
    }

    func silence() async -> Bool {
        state.withLock { state in
            guard case .connected = state.line else { return false }
            state.isSilent = true
            return true
        }
    }

    private func isUp(_ state: State) -> Bool {
        switch state.line {
        case .connected, .interrupted: true
        case .opening, .pairing, .challenging, .linking, .ended, .closed: false
        }
    }
}
