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
    func receive(_ message: SandboxInbound, from number: PhoneNumber) async -> Bool {
        let inbound = person.message(message, in: number.jid, at: clock.now)
        let (isTaken, isSilent) = state.withLock { state in
            guard case .connected = state.line, state.pile.count < Happening.pileLimit else { return (false, false) }
            state.pile.append(.received(inbound))
            return (true, state.isSilent)
        }
        if isTaken, !isSilent { await told() }
        return isTaken
    }

    /// False also when it was cut too often to keep up.
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
            case .loggedOut, .replaced, .banned, .outdated: end(&state, because: reason)
            }
            guard reason == .loggedOut else { return true }
            network.leave(state.memory.count)
            state.memory = LineMemory()
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
