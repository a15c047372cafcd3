import Contracts
import Core

/// Handing over what happens: one call to the observer at a time, and each takes along all that has piled up since the last.
extension SimulatedSession {
    /// Hands over what has piled up, unless that is under way already.
    func wake() {
        if state.withLock({ startTelling(&$0) }) { network.run { await self.tell() } }
    }

    /// Whether the caller must run `tell`, because there is something to tell and nobody is telling it.
    func startTelling(_ state: inout State) -> Bool {
        guard !state.isTelling, hasSomething(state) else { return false }
        state.isTelling = true
        return true
    }

    func tell() async {
        var pause = BackOff()
        while let happenings = takeHappenings() {
            // Files have to be taken over first, or nobody ever answers.
            if happenings.isEmpty {
                await takeFiles(&pause)
                continue
            }
            do {
                try await observer.observe(happenings)
                called()
                pause.reset()
            } catch {
                network.runtime.log.warning("what happened was not kept", ["instance.id": .string(instance.id.description)])
                // In front of what has piled up meanwhile: the order is part of the promise.
                state.withLock { $0.pile.insert(contentsOf: happenings, at: 0) }
                called()
                await sleep(pause.next(), as: .backOff)
            }
        }
    }

    /// Returns once all that has happened so far was handed over once, kept or not.
    func told() async {
        wake()
        await withCheckedContinuation { continuation in
            let isSilent = state.withLock { state in
                guard state.isTelling else { return true }
                // What is being handed over right now may have been taken before the latest happening.
                state.waiters.append((state.calls + (state.isCalling ? 2 : 1), continuation))
                return false
            }
            if isSilent { continuation.resume() }
        }
    }

    private func hasSomething(_ state: State) -> Bool {
        if state.line == .closed || state.isSilent { return false }
        return !state.pile.isEmpty || mayAnswer(state)
    }

    private func mayAnswer(_ state: State) -> Bool {
        guard case .connected = state.line else { return false }
        return !state.memory.unanswered.isEmpty && network.isAcknowledging
    }

    private func takeHappenings() -> [Happening]? {
        let now = clock.now
        typealias Awaiting = [CheckedContinuation<Void, Never>]
        let (happenings, awaiting) = state.withLock { state -> ([Happening]?, Awaiting) in
            guard hasSomething(state) else {
                state.isTelling = false
                defer { (state.waiters, state.closers) = ([], []) }
                return (nil, state.waiters.map(\.continuation) + state.closers)
            }
            var happenings = Array(state.pile.prefix(Happening.pileLimit))
            state.pile.removeFirst(happenings.count)
            var answered = 0
            while happenings.count + Transmission.mostAnswers <= Happening.pileLimit, mayAnswer(state) {
                guard state.memory.unanswered.first?.cargo != .expected, let transmission = state.memory.unanswered.popFirst() else { break }
                happenings += transmission.answers(at: now, person: person)
                answered += 1
            }
            network.leave(answered)
            state.isCalling = !happenings.isEmpty
            return (happenings, [])
        }
        for continuation in awaiting { continuation.resume() }
        return happenings
    }

    /// A call to the observer has come back: whoever waited for it goes on.
    private func called() {
        let waiters = state.withLock { state in
            state.calls += 1
            state.isCalling = false
            let due = state.waiters.filter { $0.call <= state.calls }
            state.waiters.removeAll { $0.call <= state.calls }
            return due
        }
        for waiter in waiters { waiter.continuation.resume() }
    }
}
