import Contracts
import Core

/// Linking a phone.
extension SimulatedSession {
    func requestPairingCode(for number: PhoneNumber) async throws(SendFailure) {
        try state.withLock { state throws(SendFailure) in
            guard case .pairing = state.line, let screen = state.screen, let code = state.code else { throw .notConnected }
            let typed = screen.typed(insteadOf: code)
            state.code = typed
            state.pile.append(.pairingCode(typed))
        }
        wake()
    }

    /// The phone of that number scans the code shown now; false when there is none, or when the credentials could not be kept.
    func scan(with number: PhoneNumber) async -> Bool {
        let isShown = state.withLock { state in
            guard case .pairing = state.line, state.code != nil else { return false }
            state.line = .linking
            return true
        }
        guard isShown else { return false }
        let credentials = Credentials(number: number, chance: network.runtime.chance)
        do {
            // Before a word of it is told: a device that forgot its keys after saying it was linked could never connect again.
            try await vault.store([Self.credentials: credentials.bytes])
        } catch {
            state.withLock { state in
                if case .linking = state.line { state.line = .pairing }
            }
            return false
        }
        let isLinked = state.withLock { state in
            guard case .linking = state.line else { return false }
            state.code = nil
            state.pile.append(.linked(LinkedIdentity(number: number, lid: nil)))
            connect(&state)
            return true
        }
        await told()
        return isLinked
    }

    /// Begins to show codes.
    func startPairing(_ state: inout State) {
        let screen = PairingScreen(chance: network.runtime.chance)
        state.line = .pairing
        state.screen = screen
        network.run { await self.rotate(screen) }
    }

    private func rotate(_ screen: PairingScreen) async {
        var shownFor: Duration = .zero
        var sequence = 1
        while shownFor < PairingScreen.patience {
            guard show(screen.code(sequence, at: clock.now)) else { return }
            let lifetime = PairingScreen.lifetime(of: sequence)
            await sleep(lifetime, as: .rotation)
            shownFor += lifetime
            sequence += 1
        }
        state.withLock { state in
            guard case .pairing = state.line else { return }
            state.line = .ended
            state.code = nil
            state.pile.append(.pairingEnded)
        }
        wake()
    }

    /// Shows the code in place of the last one; false when no phone is waited for any more.
    private func show(_ code: PairingCode) -> Bool {
        let goesOn = state.withLock { state in
            switch state.line {
            case .pairing:
                state.code = code
                state.pile.append(.pairingCode(code))
                return true
            case .linking: return true
            case .opening, .connected, .interrupted, .ended, .closed: return false
            }
        }
        wake()
        return goesOn
    }
}
