/// Where a session keeps its credentials and ratchets, sealed and bound to the instance. Offered by Instances.
package protocol DeviceVault: Sendable {
    /// What is kept under the names; names without a value are left out.
    func load(_ names: [String]) async throws -> [String: [UInt8]]
    /// Keeps all changes at once; nil forgets a name. Returns once durable, which must be before anything that depends on it is sent.
    /// Throws when this process no longer holds the instance: the session must then close without another word.
    func store(_ changes: [String: [UInt8]?]) async throws
}
