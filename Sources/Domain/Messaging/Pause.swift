package import Contracts
import Core
import Database

extension Messaging {
    /// How long an instance writes to nobody new because WhatsApp holds it back (acknowledgement error 463), or would if it were held back now: in
    /// whole seconds, at least one, fit for `Retry-After`.
    package func reachOutRest(of instance: InstanceReference) async throws -> Int {
        // Where the session is open here, its lane knows at once; the row may be a moment behind.
        if let lane = dispatcher.existingLane(of: instance) { return await Self.seconds(lane.reachOutRest) }
        let now = runtime.clock.now
        let end = try await database.read(as: instance.tenant) { tx in
            try LineStore.end(of: .reachOutLocked, in: .bulk, of: instance, in: tx)
        }
        if let end, end > now { return Self.seconds(end - now) }
        return Self.seconds(Pacing.Rest.real.first)
    }

    private static func seconds(_ duration: Duration) -> Int { max(1, Int(duration.inSeconds.rounded(.up))) }
}
