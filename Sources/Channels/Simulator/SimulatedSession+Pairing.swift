import Contracts
import Core

/// Linking a phone.
extension SimulatedSession {
    func requestPairingCode(for number: PhoneNumber) async throws(SendFailure) -> PairingCode {
        let typed = try state.withLock { state throws(SendFailure) in
            guard case .pairing = state.line, let screen = state.screen, let code = state.code else { throw .notConnected }
            state.isTyping = true
            let typed = screen.typed(beside: code)
            state.pile.append(.pairingCode(typed))
            return typed
        }
        wake()
        return typed
    }

    func answerPasskey(_ response: JSON) async throws(SendFailure) {
        let number = try state.withLock { state throws(SendFailure) in
            guard case .challenging = state.line, let challenge = state.challenge else { throw .notConnected }
            guard challenge.isAnswered(by: response) else { throw .refused }
            return challenge.number
        }
        guard await link(number, from: .challenging) else { throw .notConnected }
    }

    /// The phone of that number links this device; false when no phone can, or when the credentials could not be kept.
    func link(_ number: PhoneNumber, from origin: Line) async -> Bool {
        let mayLink = state.withLock { state in
            guard state.line == origin, origin != .pairing || state.code != nil else { return false }
            state.line = .linking
            return true
        }
        guard mayLink else { return false }
        let credentials = Credentials(number: number, chance: network.runtime.chance)
        do {
            // Before a word of it is told: a device that forgot its keys after saying it was linked could never connect again.
            try await vault.store([Self.credentials: credentials.bytes, GroupBook.index: nil])
        } catch {
            state.withLock { state in
                if case .linking = state.line { state.line = origin }
            }
            return false
        }
        let isLinked = state.withLock { state in
            guard case .linking = state.line else { return false }
            (state.number, state.groups) = (number, GroupBook())
            state.pile.append(.linked(LinkedIdentity(number: number, lid: HiddenNumber.lid(of: number))))
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
            guard show(screen.code(sequence, at: clock.now), on: screen) else { return }
            let lifetime = PairingScreen.lifetime(of: sequence)
            await sleep(lifetime, as: .rotation)
            shownFor += lifetime
            sequence += 1
        }
        state.withLock { state in
            switch state.line {
            case .pairing, .challenging: end(&state, because: nil)
            case .opening, .linking, .connected, .interrupted, .ended, .closed: break
            }
        }
        wake()
    }

    /// Shows the code in place of the last one, and another to type if one is shown; false when no phone is waited for any more.
    private func show(_ code: PairingCode, on screen: PairingScreen) -> Bool {
        let goesOn = state.withLock { state in
            switch state.line {
            case .pairing:
                state.code = code
                state.pile.append(.pairingCode(code))
                if state.isTyping { state.pile.append(.pairingCode(screen.typed(beside: code))) }
                return true
            case .challenging, .linking: return true
            case .opening, .connected, .interrupted, .ended, .closed: return false
            }
        }
        wake()
        return goesOn
    }
}
