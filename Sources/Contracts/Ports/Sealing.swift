package import Core

/// Seals a tenant's secrets with the tenant's own data key, which the deployment's master key wraps. Offered by Accounts.
///
/// What is sealed is bound to its place: the context names table, column and row, and opening it under another context fails. Without the
/// tenant's data key nothing can be opened again, which is how a deleted tenant's secrets end.
package protocol Sealing: Sendable {
    /// Encrypts and authenticates (AES-256-GCM).
    func seal(_ secret: [UInt8], for tenant: TenantID, context: String) async throws -> [UInt8]
    /// Decrypts what `seal` made for the same tenant and context; throws when it was tampered with or belongs elsewhere.
    func open(_ sealed: [UInt8], for tenant: TenantID, context: String) async throws -> [UInt8]
}
