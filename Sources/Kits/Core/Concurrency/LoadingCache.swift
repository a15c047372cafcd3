/// Remembers what was loaded, so that what every request asks is asked of the database once.
///
/// An answer is remembered for `lifetime` at most. In the second half of that time the first who asks has it loaded again beside him, so that
/// nobody waits for a thing that is asked for all the time. Of many who ask for the same unknown thing one loads and the others wait for it.
/// For what every request asks there is `remembered`, which is a lock and a look-up without a suspension.
///
/// Where an old answer would do harm, somebody has to vouch for what is remembered: without that, everything is loaded.
package final class LoadingCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        /// Until when it is answered without another thought.
        let freshUntil: Duration
        let knownUntil: Duration
        var isRefreshing = false
    }

    private struct State {
        // Two generations instead of a list by age: when the young one is full it becomes the old one, and what was in the old one and was not
        // asked for since is forgotten. What is in use moves along.
        var young: [Key: Entry] = [:]
        var old: [Key: Entry] = [:]
        var absent: [Key: Duration] = [:]
        var loading: [Key: Task<Value?, any Error>] = [:]
        // What was being loaded when everything was forgotten may be what was to be forgotten.
        var epoch: UInt64 = 0
        var vouchedUntil: Duration
    }

    private enum Finding {
        case known(Value)
        case ageing(Value)
        case absent
        case loading(Task<Value?, any Error>)
    }

    private let state: Lock<State>
    private let limit: Int
    private let lifetime: Duration
    private let absenceLifetime: Duration
    private let clock: any Clock

    /// A cache of at most `limit` values, and as many keys that have none; these are remembered for `absenceLifetime`. With `wantsVouching`
    /// a value counts only while somebody vouches for all of them.
    package init(limit: Int, lifetime: Duration, absenceLifetime: Duration, wantsVouching: Bool = false, clock: any Clock) {
        state = Lock(State(vouchedUntil: wantsVouching ? .zero : .seconds(Int64.max)))
        self.limit = max(limit, 2)
        self.lifetime = lifetime
        self.absenceLifetime = absenceLifetime
        self.clock = clock
    }

    /// The value of `key` if it is remembered and not ageing. Nil says nothing: ask `value(of:orLoad:)` then.
    package func remembered(_ key: Key) -> Value? {
        let now = clock.monotonic
        return state.withLock { state in
            guard now < state.vouchedUntil, let entry = state.young[key], now < entry.freshUntil else { return nil }
            return entry.value
        }
    }

    /// Whether there is a value that `value(of:orLoad:)` would answer without waiting, ageing or not.
    package func isRemembered(_ key: Key) -> Bool {
        let now = clock.monotonic
        return state.withLock { state in
            guard now < state.vouchedUntil, let entry = state.young[key] ?? state.old[key] else { return false }
            return now < entry.knownUntil
        }
    }

    /// Says that what is remembered still holds, and may be answered until `end` on the cache's clock.
    package func vouch(until end: Duration) {
        state.withLock { $0.vouchedUntil = max($0.vouchedUntil, end) }
    }

    /// The value of `key`, remembered or loaded; nil when loading gave nil. Throws what `load` throws, and remembers nothing then.
    package func value(of key: Key, orLoad load: @escaping @Sendable () async throws -> Value?) async throws -> Value? {
        let now = clock.monotonic
        let finding = state.withLock { state in
            look(for: key, at: now, in: &state) ?? .loading(startLoading(key, load, in: &state))
        }
        switch finding {
        case .known(let value): return value
        case .absent: return nil
        case .loading(let task): return try await task.value
        case .ageing(let value):
            // A refusal here is not the asker's: he has an answer. Whoever comes after its lifetime hears of it.
            state.withLock { _ = startLoading(key, load, in: &$0) }
            return value
        }
    }

    /// Forgets everything. What is being loaded now still answers those who wait for it, but is not remembered.
    package func removeAll() {
        state.withLock { state in
            state.young.removeAll(keepingCapacity: true)
            state.old.removeAll(keepingCapacity: true)
            state.absent.removeAll(keepingCapacity: true)
            state.loading.removeAll(keepingCapacity: true)
            state.epoch += 1
        }
    }

    private func look(for key: Key, at now: Duration, in state: inout State) -> Finding? {
        if now < state.vouchedUntil {
            if let index = state.young.index(forKey: key) {
                return judge(&state.young.values[index], at: now)
            }
            if var entry = state.old.removeValue(forKey: key) {
                let finding = judge(&entry, at: now)
                if finding != nil { keep(entry, for: key, in: &state) }
                return finding
            }
        }
        if let noted = state.absent[key], now - noted < absenceLifetime { return .absent }
        return state.loading[key].map(Finding.loading)
    }

    private func judge(_ entry: inout Entry, at now: Duration) -> Finding? {
        if now < entry.freshUntil { return .known(entry.value) }
        if now >= entry.knownUntil { return nil }
        if entry.isRefreshing { return .known(entry.value) }
        entry.isRefreshing = true
        return .ageing(entry.value)
    }

    private func startLoading(
        _ key: Key, _ load: @escaping @Sendable () async throws -> Value?, in state: inout State
    ) -> Task<Value?, any Error> {
        if let task = state.loading[key] { return task }
        let epoch = state.epoch
        // Counted from here: what is loaded is as old as the question.
        let asked = clock.monotonic
        let task = Task {
            do {
                let value = try await load()
                self.state.withLock { self.finish(key, value, asked: asked, epoch: epoch, in: &$0) }
                return value
            } catch {
                self.state.withLock { state in
                    if state.epoch == epoch { state.loading[key] = nil }
                }
                throw error
            }
        }
        state.loading[key] = task
        return task
    }

    private func finish(_ key: Key, _ value: Value?, asked: Duration, epoch: UInt64, in state: inout State) {
        guard state.epoch == epoch else { return }
        state.loading[key] = nil
        state.young[key] = nil
        state.old[key] = nil
        if let value {
            state.absent[key] = nil
            keep(Entry(value: value, freshUntil: asked + lifetime / 2, knownUntil: asked + lifetime), for: key, in: &state)
        } else {
            if state.absent.count >= limit { state.absent.removeAll(keepingCapacity: true) }
            state.absent[key] = asked
        }
    }

    private func keep(_ entry: Entry, for key: Key, in state: inout State) {
        if state.young.count >= limit / 2 {
            state.old = state.young
            state.young.removeAll(keepingCapacity: true)
        }
        state.young[key] = entry
    }
}
