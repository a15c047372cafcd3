package import Contracts
package import Core

/// The operator's look into a tenant: what a viewer sees, for a while, and written down for the tenant to read.
package struct Impersonation: Sendable {
    /// For how long one can be made, in minutes.
    package static let minutes = 1...60
    /// How long its reason may be, in characters.
    package static let reasonLength = 1...500

    /// Which it is.
    package let id: TokenID
    /// Into which tenant.
    package let tenant: TenantID
    /// Why, in the operator's words; the tenant reads them.
    package let reason: String
    /// What the operator shows; nowhere else, and never again.
    package let token: Secret<String>
    /// When it ends.
    package let expiresAt: Instant
}
