import API
import Contracts
import Core

/// Lets so many requests, streams and strangers through, and counts what is under way.
final class SamplePace: PaceGate {
    struct State: Sendable {
        var requests: Int
        var streams: Int
        var strangers: Int
        var underWay = 0
        var openStreams = 0
        var networks: Set<NetworkID> = []
    }

    let state: Lock<State>
    /// Whether the database could tell the limits.
    private let isKnown: Bool

    init(requests: Int = 10, streams: Int = 10, strangers: Int = 1000, isKnown: Bool = true) {
        state = Lock(State(requests: requests, streams: streams, strangers: strangers))
        self.isKnown = isKnown
    }

    /// How many requests and streams are under way.
    var held: [Int] { state.withLock { [$0.underWay, $0.openStreams] } }

    func begin(_ caller: Caller) async throws -> Pace {
        guard isKnown else { throw Problem.unavailable(retryAfter: 7) }
        return state.withLock { state in
            let messages = Allowance(limit: 100, left: 43, resetsIn: 3600)
            guard state.requests > 0 else { return Pace(requests: Allowance(limit: 10, left: 0, resetsIn: 1), messages: messages, refusedFor: 3) }
            state.requests -= 1
            state.underWay += 1
            return Pace(requests: Allowance(limit: 10, left: state.requests, resetsIn: 1), messages: messages, refusedFor: nil)
        }
    }

    func end(_ tenant: TenantID) { state.withLock { $0.underWay -= 1 } }

    func beginStream(_ tenant: TenantID) -> Bool {
        state.withLock { state in
            guard state.streams > 0 else { return false }
            state.streams -= 1
            state.openStreams += 1
            return true
        }
    }

    func endStream(_ tenant: TenantID) { state.withLock { $0.openStreams -= 1 } }

    func messages(of tenant: TenantID) async -> Allowance? { Allowance(limit: 100, left: 42, resetsIn: 3600) }

    func beginStranger(_ network: NetworkID) throws(Problem) {
        try state.withLock { state throws(Problem) in
            state.networks.insert(network)
            guard state.strangers > 0 else { throw .limited(retryAfter: 2) }
            state.strangers -= 1
        }
    }

    func isExhausted(_ network: @autoclosure () -> NetworkID) -> Bool { state.withLock { $0.strangers == 0 } }
}
