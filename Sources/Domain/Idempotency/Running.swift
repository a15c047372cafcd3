package import Contracts
package import Core

extension Idempotency {
    /// Notes that this process works on the request; throws `Problem.stillRunning` while it works on another with the same key, and
    /// `.keyReused` where that is another request. To be followed by `leave`.
    package func enter(_ request: KeyedRequest) throws(Problem) {
        switch running.enter(request) {
        case .entered: return
        case .taken: throw .stillRunning(retryAfter: Self.retryAfter)
        case .takenByAnother: throw .keyReused
        }
    }

    /// Notes that the request is over.
    package func leave(_ request: KeyedRequest) { running.leave(request) }

    /// How long whoever sent a request twice is asked to wait for its end, in seconds.
    static let retryAfter = 1
}

/// The requests with a key that this process works on.
final class RunningRequests: Sendable {
    enum Entry { case entered, taken, takenByAnother }

    private struct Place: Hashable {
        let tenant: TenantID
        let key: IdempotencyKey
    }

    private let places = Lock([Place: [UInt8]?]())

    func enter(_ request: KeyedRequest) -> Entry {
        let place = Place(tenant: request.tenant, key: request.key)
        return places.withLock { places in
            guard let present = places[place] else {
                places[place] = .some(request.fingerprint)
                return .entered
            }
            guard let present, let fingerprint = request.fingerprint, present != fingerprint else { return .taken }
            return .takenByAnother
        }
    }

    func leave(_ request: KeyedRequest) {
        places.withLock { places in
            places[Place(tenant: request.tenant, key: request.key)] = nil
        }
    }
}
