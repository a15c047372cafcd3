import Contracts
import Core

/// What the sandbox's strings do to one session.
extension SimulatedSession {
    /// That number writes to the instance; false when it is not connected or far behind.
    func receive(_ message: SandboxInbound, from number: PhoneNumber) async -> Bool {
        let inbound = person.message(message, in: number.jid, at: clock.now)
        let isTaken = state.withLock { state in
            guard case .connected = state.line, state.pile.count < Happening.pileLimit else { return false }
            state.pile.append(.received(inbound))
            return true
        }
        if isTaken { await told() }
        return isTaken
    }

    /// Cuts the line; false when there is none, or when it was cut too often to keep up.
    func cut(_ reason: DisconnectReason) async -> Bool {
        if reason == .loggedOut {
            guard state.withLock({ isUp($0) }) else { return false }
            // A device that lost its link must not come up with it again, even if this process dies now. If it cannot be forgotten here,
            // whoever is told of it wipes it all the same.
            try? await vault.store([Self.credentials: nil])
        }
        let isCut = state.withLock { state in
            guard isUp(state), state.pile.count < Happening.pileLimit else { return false }
            switch reason {
            case .network:
                guard case .connected = state.line else { return false }
                interrupt(&state)
            case .loggedOut, .replaced, .banned, .outdated:
                state.line = .ended
                state.pile.append(.disconnected(reason))
            }
            guard reason == .loggedOut else { return true }
            network.leave(state.memory.count)
            state.memory = LineMemory()
            return true
        }
        if isCut { await told() }
        return isCut
    }

    private func isUp(_ state: State) -> Bool {
        switch state.line {
        case .connected, .interrupted: true
        case .opening, .pairing, .linking, .ended, .closed: false
        }
    }
}
