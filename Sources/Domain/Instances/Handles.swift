package import Contracts
import Core
import Database

extension Instances {
    /// One of the caller's instances by the name that its owner gave it; `Problem.notFound` for any other.
    package func instance(withHandle handle: String, as caller: Caller) async throws -> InstanceDetails {
        let viewer = Viewer(caller)
        let row = try await context.database.read(as: caller.tenant) { tx in try InstanceStore.find(handle: handle, for: viewer, in: tx) }
        guard let row else { throw Problem.notFound(.instance) }
        return row.details
    }
}
