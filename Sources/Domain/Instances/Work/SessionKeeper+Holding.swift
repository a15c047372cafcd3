import Contracts
import Core

/// Opening and closing sessions.
extension SessionKeeper {
    func open(_ order: Order) {
        let instance = order.claim.instance
        guard let channel = channels[order.channel] else { return }
        let isFree = state.withLock { state in
            guard state.holds[instance] == nil else {
                // Claimed anew after a lost lease while the old session is still being closed: it never has two.
                state.released.append(order.claim)
                return false
            }
            let hold = Hold(order, channel: channel, keeper: self)
            state.holds[instance] = hold
            state.opening.insert(instance)
            context.held.insert(hold)
            run { await hold.open() }
            if order.wish == .unlink { close(hold, &state, unlinking: true) }
            return true
        }
        guard isFree else { return }
        figures.held.add(1)
        figures.opening.add(1)
        context.noticed(instance)
    }

    /// The session has said something: its place is another one's. Half of the places are filled at a time, since a look for those that wait costs
    /// the same for one as for many; the next renewal looks whatever happens.
    func opened(_ hold: Hold) {
        let mustWake = state.withLock { state in
            guard state.holds[hold.claim.instance] === hold, leavePlace(of: hold, &state) else { return false }
            return state.isCrowded && state.opening.count <= Self.openingLimit / 2
        }
        if mustWake { waker.yield() }
    }

    /// Does with each session what its row wants now; no wish means that the row names another holder.
    func follow(_ orders: [(claim: Claim, wish: Wish?)]) {
        guard !orders.isEmpty else { return }
        state.withLock { state in
            for (claim, wish) in orders {
                guard let hold = state.holds[claim.instance], hold.claim == claim else { continue }
                close(hold, &state, unlinking: wish == .unlink)
            }
        }
    }

    /// Closes the session beside; until that is done the instance counts as held, so that it never has two.
    @discardableResult
    func close(_ hold: Hold, _ state: inout State, unlinking: Bool = false) -> Task<Void, Never> {
        let instance = hold.claim.instance
        if let task = state.closing[instance] { return task }
        context.held.remove(hold)
        // Whatever its end takes, the next one need not wait for it.
        leavePlace(of: hold, &state)
        let task = run { [self] in
            if unlinking { await hold.unlink() } else { await hold.close() }
            self.state.withLock { state in
                state.holds[instance] = nil
                state.closing[instance] = nil
                state.released.append(hold.claim)
            }
            figures.held.add(-1)
            waker.yield()
        }
        state.closing[instance] = task
        return task
    }

    @discardableResult
    private func leavePlace(of hold: Hold, _ state: inout State) -> Bool {
        guard state.opening.remove(hold.claim.instance) != nil else { return false }
        figures.opening.add(-1)
        return true
    }
}
