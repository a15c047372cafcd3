package import Core

/// How large a tenant's files may be. Offered by Billing.
package protocol MediaLimits: Sendable {
    /// The most bytes that a file of the kind may have under the tenant's plan; nil where it does not say.
    func mediaLimit(of kind: MediaKind, for tenant: TenantID) async throws -> Int?
}
