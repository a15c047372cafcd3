import Contracts
import Core

extension SimulatedSession {
    func send(_ message: OutboundMessage) async throws(SendFailure) {
        let mustWake = try state.withLock { state throws(SendFailure) in
            guard case .connected = state.line else { throw .notConnected }
            let (script, peer) = Self.fate(of: message.chat, state)
            if script == .interrupt, state.memory.interrupted.insert(message.whatsAppID) {
                interrupt(&state)
                return startTelling(&state)
            }
            guard network.enter() else { throw .overloaded }
            let isRepetition = !state.memory.taken.insert(message.whatsAppID)
            let transmission = Transmission(
                message: message, script: script, peer: peer, isRepetition: isRepetition,
                cargo: isRepetition || message.content.media.isEmpty ? .whole : .expected)
            if script == .acknowledgeLate {
                state.memory.late.append((clock.monotonic + Script.acknowledgementDelay, transmission))
                startLateAnswers(&state)
                return false
            }
            state.memory.unanswered.append(transmission)
            return startTelling(&state)
        }
        // A message with files is received once they are.
        if message.content.media.isEmpty { network.journal?(JournalEntry(instance: instance, message: message)) }
        if mustWake { network.run { await self.tell() } }
    }

    /// What happens to a message in that chat, and who gets it.
    private static func fate(of chat: JID, _ state: State) -> (Script, Transmission.Peer?) {
        if let number = chat.phoneNumber { return (Script(chat), Transmission.Peer(number: number, address: chat)) }
        guard let own = state.number, let group = state.groups[chat], group.member(own).map({ $0.isAdmin || !group.isAnnouncement }) == true else {
            return (.exclude, nil)
        }
        let others = group.members.filter { $0.number != own }
        let answering = others.first { Script($0.number.jid) == .answer }
        guard let peer = answering ?? others.first else { return (.accept, nil) }
        return (answering == nil ? .accept : .answer, Transmission.Peer(number: peer.number, address: group.address(of: peer.number)))
    }

    /// Breaks the line, which comes back by itself.
    func interrupt(_ state: inout State) {
        state.line = .interrupted
        state.isSilent = false
        state.pile.append(.disconnected(.network))
        network.run {
            await self.sleep(Script.interruption, as: .reconnection)
            self.state.withLock { state in
                if case .interrupted = state.line { self.connect(&state) }
            }
            self.wake()
        }
    }

    /// Sees to it that answers which are late on purpose are given when their time has come.
    func startLateAnswers(_ state: inout State) {
        guard state.memory.late.first != nil, !state.isRipening else { return }
        state.isRipening = true
        network.run {
            while let pause = self.nextLateAnswer() {
                await self.sleep(pause, as: .lateAnswers)
                self.state.withLock { $0.memory.ripen(at: self.clock.monotonic) }
                self.wake()
            }
        }
    }

    private func nextLateAnswer() -> Duration? {
        state.withLock { state in
            if case .closed = state.line { return nil }
            guard let next = state.memory.late.first else {
                state.isRipening = false
                return nil
            }
            return next.due - clock.monotonic
        }
    }
}
