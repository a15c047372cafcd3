package import Contracts
import Core

extension Instances: SessionErrands {
    /// How long whoever asks waits for an answer.
    static let errandPatience: Duration = .seconds(4)

    package func run<Asked: Errand>(_ errand: Asked, on instance: InstanceReference) async throws -> Asked.Answer {
        guard let hold = context.held.hold(of: instance) else { throw Problem.unavailable(retryAfter: 1) }
        return try await context.clock.within(Self.errandPatience) { try await hold.run(errand) }
    }
}
