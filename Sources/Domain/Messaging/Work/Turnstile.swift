import Core

/// Lets so many through at a time, and of those who wait one of each tenant in turn: whoever has a thousand instances waits for himself, not others
/// for him.
final class Turnstile: Sendable {
    private struct State {
        var free: Int
        var waiting: [TenantID: [CheckedContinuation<Void, Never>]] = [:]
        /// Tenants that wait, the next one first.
        var order: [TenantID] = []
        /// Who came last, and who came last of all others, and when.
        var latest: (tenant: TenantID, at: Duration)?
        var other: (tenant: TenantID, at: Duration)?
    }

    /// For how long somebody who has come through counts as being there.
    static let memory: Duration = .seconds(1)

    private let state: Lock<State>

    init(width: Int) { state = Lock(State(free: width)) }

    /// Returns when it is the tenant's turn; `leave` must follow.
    func enter(_ tenant: TenantID, at now: Duration) async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if let latest = state.latest, latest.tenant != tenant { state.other = latest }
                state.latest = (tenant, now)
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                if state.waiting[tenant] == nil { state.order.append(tenant) }
                state.waiting[tenant, default: []].append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// Whether other tenants have something to send at this time as well.
    func isShared(by tenant: TenantID, at now: Duration) -> Bool {
        state.withLock { state in
            let others = [state.latest, state.other].compactMap(\.self).filter { $0.tenant != tenant }
            return others.contains { now - $0.at < Self.memory }
        }
    }

    /// Lets the next one through.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.order.isEmpty else {
                state.free += 1
                return nil
            }
            let tenant = state.order.removeFirst()
            guard var waiting = state.waiting.removeValue(forKey: tenant) else { return nil }
            let next = waiting.removeFirst()
            if !waiting.isEmpty {
                state.waiting[tenant] = waiting
                state.order.append(tenant)
            }
            return next
        }
        next?.resume()
    }
}
