package import Contracts
import Core

/// What an instance's figures say about it.
extension Instances {
    /// How one of the caller's instances fares, counted through `figures`; `Problem.notFound` for any other id.
    package func health(of id: InstanceID, through figures: any MessageFigures, as caller: Caller) async throws -> InstanceHealth {
        let instance = try await instance(id, as: caller)
        return InstanceHealth(of: instance, history: try await figures.history(of: instance.reference), at: context.clock.now)
    }
}
