import Core

/// What callers have handed in and the loop has not taken yet, and who may still hand in; from any thread.
final class WriteQueue: Sendable {
    private struct State {
        var lanes: [any Lane] = []
        var load = Load()
        var sequence: UInt64 = 0
        /// Set while the loop has been asked to look, or will look anyway.
        var isBellRung = false
        /// What callers are told instead of being let in.
        var refusal: DatabaseError?
    }

    private let limits: WriterLimits
    private let state: Lock<State>

    init(limits: WriterLimits) {
        self.limits = limits
        state = Lock(State(refusal: .unavailable("the writer has not started")))
    }

    /// Adds the lane of a coalescer. Lanes are kept by name, which is the order of a tenant's statements in every process.
    func register(_ lane: any Lane) {
        state.withLock { state in
            precondition(!state.lanes.contains { $0.name == lane.name }, "two coalesced writes are called \(lane.name)")
            let place = state.lanes.firstIndex { $0.name > lane.name } ?? state.lanes.endIndex
            state.lanes.insert(lane, at: place)
        }
    }

    /// Lets one item in, or says why not; `isFirst` asks the caller to wake the loop.
    func add<Write>(
        _ item: Write.Item, tenant: TenantID, load: Load, to lane: TypedLane<Write>, caller: Entries<Write>.Caller
    ) -> (refusal: DatabaseError?, isFirst: Bool) {
        state.withLock { state in
            if let refusal = state.refusal { return (refusal, false) }
            let total = state.load + load
            guard total.rows <= limits.queuedRows, total.bytes <= limits.queuedBytes else { return (DatabaseError(.overloaded), false) }
            state.load = total
            state.sequence += 1
            lane.add(EntryMark(tenant: tenant, load: load, sequence: state.sequence), item, caller)
            let isFirst = !state.isBellRung
            state.isBellRung = true
            return (nil, isFirst)
        }
    }

    /// Moves everything to the loop's side of the lanes, and returns them and how much is taken altogether. On the loop.
    ///
    /// While `isBusy`, or while anything waits afterwards, nobody is asked to wake the loop: it will look again by itself.
    func drain(isBusy: Bool) -> (lanes: [any Lane], load: Load) {
        state.withLock { state in
            var waits = isBusy
            for lane in state.lanes {
                lane.drain()
                waits = waits || lane.waiting.rows > 0
            }
            state.isBellRung = waits
            return (state.lanes, state.load)
        }
    }

    /// Gives back the room of what has been answered, and says how much is still taken.
    @discardableResult
    func release(_ load: Load) -> Load {
        state.withLock { state in
            state.load -= load
            return state.load
        }
    }

    /// What callers are told from now on; nil lets them in.
    func refuse(with refusal: DatabaseError?) { state.withLock { $0.refusal = refusal } }
}
