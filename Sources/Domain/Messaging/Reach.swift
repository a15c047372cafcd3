import Contracts

/// Which of the tenant's messages a caller reaches: a pinned key those of its instance, a test key those of the sandbox.
extension Messaging {
    /// Those of the instances that the caller reaches.
    func reach(of caller: Caller, among instances: [InstanceID]) async throws -> Set<InstanceID> {
        let named = Set(instances)
        guard caller.instance != nil || caller.environment == .test else { return named }
        var reached: Set<InstanceID> = []
        for instance in named where caller.instance == nil || caller.instance == instance {
            // Which of them live in the sandbox, the directory knows.
            do {
                _ = try await directory.instance(instance, for: caller)
                reached.insert(instance)
            } catch Problem.notFound {
                continue
            }
        }
        return reached
    }
}
