package import Core
package import Database

/// The one webhook that is set on an instance itself rather than as an endpoint of its own. Offered by Webhooks.
package protocol InstanceWebhooks: Sendable {
    /// Checks and verifies the URL as saving any endpoint does, and throws the same problems; nothing is kept yet.
    func prepare(_ url: String, for instance: InstanceReference, in dialect: DialectName) async throws -> any PreparedWebhook
    /// Removes the webhook that is set on the instance, if any; undone if the transaction is.
    func removeWebhook(of instance: InstanceReference, in tx: borrowing Transaction) throws
    /// The URLs set on these instances of one tenant; those without one are left out.
    func urls(of instances: [InstanceID], of tenant: TenantID) async throws -> [InstanceID: String]
}

/// A webhook that was verified and waits to be kept.
package protocol PreparedWebhook: Sendable {
    /// Keeps it in place of the one the instance has. Answers the secret when it is a new one: an instance that had a webhook keeps its secret.
    func keep(in tx: borrowing Transaction) throws -> Secret<String>?
}
