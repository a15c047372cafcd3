import Contracts
import Core

extension Groups {
    /// The instance that a request means. Throws `Problem.notReady` unless it is connected: what is remembered is true only for as long as
    /// changes are heard of.
    func standing(_ named: InstanceID?, as caller: Caller) async throws -> InstanceReference {
        let standing: InstanceStanding
        do {
            standing = try await directory.instance(named, for: caller)
        } catch Problem.notFound(.instance) where named == nil && caller.instance == nil {
            // Where there is none at all, none is connected.
            throw Problem.notReady(.created)
        }
        guard standing.status.isReady else { throw Problem.notReady(standing.status) }
        return standing.instance
    }

    /// Asks WhatsApp, and says what a caller can do about a refusal.
    func ask<Asked: Errand>(_ errand: Asked, on instance: InstanceReference) async throws -> Asked.Answer {
        do {
            return try await errands.run(errand, on: instance)
        } catch let failure as SendFailure {
            throw Self.problem(failure)
        }
    }

    /// Has WhatsApp change something. What nobody answered in time may have been done, and the caller is told so.
    func order<Asked: Errand>(_ errand: Asked, on instance: InstanceReference) async throws -> Asked.Answer {
        do {
            return try await ask(errand, on: instance)
        } catch Problem.unavailable {
            throw Problem.unknownOutcome
        }
    }

    private static func problem(_ failure: SendFailure) -> Problem {
        switch failure {
        case .notConnected: .notReady(.disconnected)
        case .unsupported: .invalid([Violation("", "the instance's channel has no groups")])
        case .overloaded: .unavailable(retryAfter: 1)
        case .refused: .invalid([Violation("", "WhatsApp does not accept it")])
        case .notFound: .notFound(.group)
        case .notAllowed: .forbidden(.notGroupAdmin)
        }
    }
}
