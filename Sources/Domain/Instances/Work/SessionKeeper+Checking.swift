import Core
import Database

/// Proof of life: one tick for all sessions of the process.
extension SessionKeeper {
    /// How often all sessions are looked at in memory.
    static let checkInterval: Duration = .seconds(1)
    /// How often signs of life are noted in the rows, one statement for all.
    static let noteInterval: Duration = .seconds(30)
    /// How many sessions are asked for a sign of life in one tick, and how many are given up; the next tick goes on.
    static let proofLimit = 512
    static let givingUpLimit = 256

    func check() async {
        let now = context.clock.monotonic
        let (holds, notedAt) = state.withLock { (Array($0.holds.values), $0.notedAt) }
        var asked = 0
        var useless: [(hold: Hold, verdict: Vitals.Verdict)] = []
        for hold in holds {
            let verdict = hold.verdict(at: now)
            switch verdict {
            case .nothing: continue
            case .prove:
                guard asked < Self.proofLimit else { continue }
                asked += 1
                hold.prove(at: now)
            case .degrade, .reopen: if useless.count < Self.givingUpLimit { useless.append((hold, verdict)) }
            }
        }
        figures.proofs.add(asked)
        await giveUp(useless)
        if now - notedAt >= Self.noteInterval { await note(isLast: false) }
    }

    /// Closes sessions that are of no use, so that others are opened when their back-off is over.
    private func giveUp(_ useless: [(hold: Hold, verdict: Vitals.Verdict)]) async {
        for (hold, verdict) in useless {
            do {
                switch verdict {
                case .nothing, .prove: continue
                case .degrade: guard try await hold.degrade() else { continue }
                case .reopen: guard try await hold.giveUp() else { continue }
                }
                figures.reopened.add()
                state.withLock { state in
                    if state.holds[hold.claim.instance] === hold { close(hold, &state) }
                }
            } catch is LeaseLost {
                continue
            } catch {
                // Without a database the rest fails as well; the next tick meets all of them again.
                context.runtime.log.warning("useless sessions could not be closed", ["error": .string(String(describing: error))])
                return
            }
        }
    }

    /// Notes in the rows when each instance was last heard, and that what went wrong before counts no more where a connection has lasted. An orderly
    /// end is no failure of any session.
    func note(isLast: Bool) async {
        let (now, wallClock) = (context.clock.monotonic, context.clock.now)
        let (holds, notedAt) = state.withLock { (Array($0.holds.values), $0.notedAt) }
        let seen = holds.compactMap { hold -> LeaseStore.Seen? in
            guard let pulse = hold.pulse, isLast || pulse.heard > notedAt else { return nil }
            return LeaseStore.Seen(claim: hold.claim, at: wallClock - (now - pulse.heard), isLasting: isLast || pulse.isLasting)
        }
        do {
            try await context.database.system { tx in
                try LeaseStore.note(seen, in: tx)
                try ErrandStore.sweep(before: wallClock - ErrandRunner.memory, in: tx)
            }
            state.withLock { $0.notedAt = now }
        } catch {
            context.runtime.log.warning("signs of life were not noted", ["error": .string(String(describing: error))])
        }
    }
}
