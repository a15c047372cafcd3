package import Contracts
package import Core
package import Database
import Synchronization

/// Keeps callers to their pace: what each key may ask for in a second, and what each tenant may have under way at once, in this process's memory.
///
/// Of several processes each lets through its share of a key's rate: the rate divided by how many there are, rounded up.
package final class PaceKeeper: PaceGate, Service {
    /// How many requests of a tenant may be under way at once: half of what may wait for a connection to the database, so that no tenant keeps
    /// all others waiting.
    package static let requestsAtOnce = 256
    /// How many answers without an end, such as streams of events, a tenant may have open at once.
    package static let streamsAtOnce = 256
    /// How many keys' buckets are kept, and how many networks'.
    package static let bucketLimit = 100_000
    /// For how long a network may send requests without credentials that admit as fast as it likes.
    package static let strangersWindow: Duration = .seconds(10)
    /// How often it is handed on how many requests were made.
    package static let countInterval: Duration = .seconds(5)
    /// In which time a key's requests are counted.
    private static let second: Duration = .seconds(1)

    private struct State {
        var keys = Buckets<Subject>(limit: PaceKeeper.bucketLimit)
        var presence = Presence()
    }

    /// Whose bucket it is: a key, a person who signed in, or an operator who looks in.
    private enum Subject {}

    package let name = "pace"
    private let billing: Billing
    private let clock: any Clock
    private let log: Log
    private let state = Lock(State())
    private let strangers = Lock(Buckets<Network>(limit: PaceKeeper.bucketLimit))
    private let strangersRate: Rate?
    /// Until when some network may be exhausted, in nanoseconds: nobody is asked about his before one was.
    private let exhaustedUntil = Atomic<Int64>(0)
    private let nodes: Nodes
    private let refusals: (key: Counter, tenant: Counter, stream: Counter, network: Counter)
    private let counting: Worker

    /// A keeper of the limits that `billing` knows. A network may send `strangersPerSecond` requests without credentials that admit, any number
    /// where that is nil.
    package init(billing: Billing, doorbell: Doorbell, strangersPerSecond: Int?, runtime: Runtime) {
        self.billing = billing
        clock = runtime.clock
        log = runtime.log
        strangersRate = strangersPerSecond.map { Rate($0 * Int(Self.strangersWindow.components.seconds), per: Self.strangersWindow) }
        nodes = Nodes(database: billing.database, doorbell: doorbell, runtime: runtime)
        func refused(_ limit: String) -> Counter {
            runtime.metrics.counter("herald_pace_refused_total", "Requests refused for their pace, by whose limit it was", labels: ["limit": limit])
        }
        refusals = (refused("key"), refused("tenant"), refused("stream"), refused("network"))
        let state = state
        counting = Worker("api requests", poll: Self.countInterval, runtime: runtime) {
            try await Self.handOn(state, to: billing)
            return 0
        }
    }

    /// Counts the processes that there are, and goes on doing so.
    package func start() async throws {
        try await nodes.start()
        try await counting.start()
    }

    /// Hands on what was counted last, and is no process any more.
    package func stop() async {
        await counting.stop()
        do {
            try await Self.handOn(state, to: billing)
        } catch {
            log.warning("the last requests were not counted", ["error": .string(String(reflecting: error))])
        }
        await nodes.stop()
    }

    // MARK: Callers

    package func begin(_ caller: Caller) async throws -> Pace {
        if let standing = billing.rememberedStanding(of: caller.tenant) { return take(for: caller, standing, hasPlace: false) }
        // Whoever has to ask the database counts as under way while he does, so that many of one tenant's at once do not all ask.
        guard state.withLock({ $0.presence.begin(caller.tenant, limit: Self.requestsAtOnce) }) else { return busy(nil) }
        do {
            return take(for: caller, try await billing.standing(of: caller.tenant), hasPlace: true)
        } catch {
            state.withLock { $0.presence.withdraw(caller.tenant) }
            throw error
        }
    }

    /// Takes a place, unless there is one already, and a token. From memory alone: a refusal asks nobody.
    private func take(for caller: Caller, _ standing: Standing?, hasPlace: Bool) -> Pace {
        let perSecond = standing?.limits.requestsPerSecond
        let rate = perSecond.map { Rate(nodes.share(of: $0), per: Self.second) }
        let now = clock.monotonic
        enum Step { case go(Buckets<Subject>.Outcome?), busy, early(Duration) }
        let step: Step = state.withLock { state in
            guard hasPlace || state.presence.begin(caller.tenant, limit: Self.requestsAtOnce) else { return .busy }
            guard let rate else { return .go(nil) }
            let taken = state.keys.take(Self.subject(of: caller), rate, at: now)
            guard case .refused(let wait) = taken else { return .go(taken) }
            state.presence.withdraw(caller.tenant)
            return .early(wait)
        }
        switch step {
        case .go(.taken(let left, let fullAfter)):
            return Pace(requests: allowance(perSecond, left: left, fullAfter), messages: messages(standing), refusedFor: nil)
        case .go: return Pace(requests: nil, messages: messages(standing), refusedFor: nil)
        case .busy: return busy(standing)
        case .early(let wait):
            refusals.key.add()
            return Pace(
                requests: allowance(perSecond, left: 0, Self.second), messages: messages(standing), refusedFor: max(1, wait.roundedUpInSeconds))
        }
    }

    /// Refuses a request whose tenant has too many under way; the key's own pace is not touched by it.
    private func busy(_ standing: Standing?) -> Pace {
        refusals.tenant.add()
        return Pace(
            requests: allowance(standing?.limits.requestsPerSecond, left: 0, Self.second), messages: messages(standing), refusedFor: 1)
    }

    package func end(_ tenant: TenantID) { state.withLock { $0.presence.end(tenant) } }

    package func beginStream(_ tenant: TenantID) -> Bool {
        let isRoom = state.withLock { $0.presence.beginStream(tenant, limit: Self.streamsAtOnce) }
        if !isRoom { refusals.stream.add() }
        return isRoom
    }

    package func endStream(_ tenant: TenantID) { state.withLock { $0.presence.endStream(tenant) } }

    package func messages(of tenant: TenantID) async -> Allowance? {
        // What cannot be known now is left out: the answer itself does not depend on it.
        if let standing = billing.rememberedStanding(of: tenant) { return messages(standing) }
        return messages(try? await billing.standing(of: tenant))
    }

    // MARK: Strangers

    package func beginStranger(_ network: NetworkID) throws(Problem) {
        guard let strangersRate else { return }
        let now = clock.monotonic
        let (outcome, isEmpty) = strangers.withLock { strangers in
            (strangers.take(network, strangersRate, at: now), strangers.isEmpty(network, strangersRate, at: now))
        }
        if isEmpty {
            // Its next token is never further away than that; a moment too long costs a look-up, not a refusal.
            exhaustedUntil.store((now + strangersRate.interval + Self.second).inNanoseconds, ordering: .relaxed)
        }
        guard case .refused(let wait) = outcome else { return }
        refusals.network.add()
        throw .limited(retryAfter: max(1, wait.roundedUpInSeconds))
    }

    package func isExhausted(_ network: @autoclosure () -> NetworkID) -> Bool {
        let until = exhaustedUntil.load(ordering: .relaxed)
        guard until > 0, let strangersRate else { return false }
        let now = clock.monotonic
        guard now.inNanoseconds < until else { return false }
        let network = network()
        return strangers.withLock { $0.isEmpty(network, strangersRate, at: now) }
    }

    // MARK: Parts

    private func messages(_ standing: Standing?) -> Allowance? {
        guard let standing, let limit = standing.limits.messagesPerDay else { return nil }
        let rest = standing.resetsAt - billing.runtime.clock.now
        return Allowance(limit: limit, left: max(0, limit - standing.messagesToday), resetsIn: max(1, rest.roundedUpInSeconds))
    }

    private func allowance(_ limit: Int?, left: Int, _ fullAfter: Duration) -> Allowance? {
        limit.map { Allowance(limit: $0, left: left, resetsIn: max(1, fullAfter.roundedUpInSeconds)) }
    }

    private static func subject(of caller: Caller) -> ID<Subject> {
        caller.key?.asID() ?? caller.person?.asID() ?? caller.token?.asID() ?? caller.tenant.asID()
    }

    private static func handOn(_ state: Lock<State>, to billing: Billing) async throws {
        let counts = state.withLock { $0.presence.takeCounts() }
        guard !counts.isEmpty else { return }
        do {
            try await billing.count(requests: counts)
        } catch {
            state.withLock { $0.presence.putBack(counts) }
            throw error
        }
    }
}
