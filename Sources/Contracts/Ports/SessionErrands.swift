/// Having something done on an instance's session, whichever process holds it. Offered by Instances.
package protocol SessionErrands: Sendable {
    /// Has the errand done and answers what came of it: at once where this process holds the session, else by way of the one that does. Throws what
    /// the session throws, and `Problem.unavailable(retryAfter: 1)` when nobody answered in time; then it may have been done or not. Whether the
    /// instance is the caller's is asked before.
    func run<Asked: Errand>(_ errand: Asked, on instance: InstanceReference) async throws -> Asked.Answer
}
