import Contracts
import Core

extension SimulatedSession {
    func send(_ message: OutboundMessage) async throws(SendFailure) {
        let script = Script(message.chat)
        let mustWake = try state.withLock { state throws(SendFailure) in
            guard case .connected = state.line else { throw .notConnected }
            if script == .interrupt, state.memory.interrupted.insert(message.whatsAppID) {
                interrupt(&state)
                return startTelling(&state)
            }
            guard network.enter() else { throw .overloaded }
            let transmission = Transmission(
                message: message, script: script, isRepetition: !state.memory.taken.insert(message.whatsAppID))
            if script == .acknowledgeLate {
                state.memory.late.append((clock.monotonic + Script.acknowledgementDelay, transmission))
                startLateAnswers(&state)
                return false
            }
            state.memory.unanswered.append(transmission)
            return startTelling(&state)
        }
        network.journal?(JournalEntry(instance: instance, whatsAppID: message.whatsAppID, chat: message.chat))
        if mustWake { network.run { await self.tell() } }
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
